import { registerTrainingBackend } from '../../worker/kernels/index';
import { createTrainingBackend } from '../../worker/kernels/runtime/create-backend';
import type { Wasm } from '../../worker/kernels/runtime/kernel';
import type { KernelCheck } from './case';
import { seededRandom } from './random';

export const checks: readonly KernelCheck[] = [
  {
    name: 'a trap on any thread is an error, and the threads work on',
    run: (_, { threads }) =>
      withWasm(threads, (wasm) => {
        const outside = 2e9; // the heap is far smaller
        for (let round = 0; round < 20; round++) {
          const error = errorOf(() => wasm.parallel('unaryRelu', [outside, outside, 0, 0], 1_000_000, 1000));
          expect(/out of bounds|relu/i.test(error.message), `the error says "${error.message}"`);
          expectRelu(wasm, 50_000);
        }
      }),
  },
  {
    name: 'three thousand jobs of all sizes come out right',
    run: (_, { threads }) =>
      withWasm(threads, (wasm) => {
        const random = seededRandom(7);
        for (let job = 0; job < 3000; job++)
          expectRelu(wasm, random.integer(4, 4000), random.integer(1, 100));
      }),
  },
  {
    name: 'threads see memory that was added after they started',
    run: (_, { threads }) =>
      withWasm(threads, (wasm) => {
        const large = wasm.output([50_000_000]);
        expect(wasm.address(large) + 2e8 > 2e8, 'the heap has grown');
        expectRelu(wasm, 500_000);
        wasm.dispose(large);
      }),
  },
  {
    name: 'a full heap is an error, and the backend works on',
    run: (_, { threads }) =>
      withWasm(threads, (wasm) => {
        for (const fill of [() => wasm.output([2 ** 30 - 1]), () => wasm.scratch(2 ** 32 - 1000, () => 0)]) {
          expect(/heap/.test(errorOf(fill).message), 'the error speaks of the heap');
        }
        expectRelu(wasm, 1000);
      }),
  },
  {
    name: 'an unknown export is an error',
    run: (_, { threads }) =>
      withWasm(threads, (wasm) => {
        expect(
          /no export "nothing"/.test(
            errorOf(() => wasm.parallel('nothing' as 'unaryRelu', [0, 0, 0, 0], 10)).message,
          ),
          'it is named',
        );
      }),
  },
  {
    name: 'the number of threads changes no bit of a product',
    async run(_, { threads }) {
      const random = seededRandom(3);
      for (const [m, depth, n] of [
        [128, 300, 200],
        [13, 2000, 70],
        [1, 999, 777],
        [700, 20, 11],
      ] as const) {
        const a = random.floats([m, depth]);
        const b = random.floats([depth, n]);
        const product = (count: number) =>
          withBackend(count, (tf) =>
            tf.tidy(() => tf.matMul(tf.tensor(a, [m, depth]), tf.tensor(b, [depth, n])).dataSync()),
          );
        const [one, many] = [await product(1), await product(threads + 1)];
        expect(one.length === m * n && one.every((value, i) => value === many[i]), `${m} × ${depth} × ${n}`);
      }
    },
  },
  {
    name: 'registering again and again, without a warning',
    async run(tf, { threads }) {
      const warn = console.warn;
      const warnings: unknown[] = [];
      console.warn = (...message) => warnings.push(message);
      try {
        for (let round = 0; round < 3; round++) {
          const backend = await registerTrainingBackend({ threads });
          expect(await tf.setBackend('wasm'), 'the backend starts');
          expect(
            tf.tidy(() => tf.relu([-1, 2]).dataSync()[1] === 2),
            'relu works',
          );
          if (round !== 1) backend.dispose();
          backend.dispose();
        }
      } finally {
        console.warn = warn;
      }
      expect(warnings.length === 0, `warned ${JSON.stringify(warnings)}`);
    },
  },
  {
    name: 'a binary that is not there is named',
    async run() {
      const error = await registerTrainingBackend({ wasmUrl: '/nowhere' }).then(
        () => new Error('it resolved'),
        (reason: Error) => reason,
      );
      expect(/nowhere\/.*\.wasm: status 404/.test(error.message), error.message);
    },
  },
  {
    name: 'binaries from a folder, with and without its last slash',
    async run(_, { threads }) {
      for (const wasmUrl of ['/', '', new URL('.', location.href).href]) {
        (await registerTrainingBackend({ threads, wasmUrl })).dispose();
      }
    },
  },
  {
    name: 'without workers one thread does it all',
    run: (_, { threads }) =>
      withWorkers(
        () => undefined,
        () =>
          withWasm(threads, (wasm) => {
            expect(wasm.threads === 1, `${wasm.threads} threads`);
            expectRelu(wasm, 100_000);
          }),
      ),
  },
  {
    name: 'where the script of a thread is refused, a blob imports it',
    run: (_, { threads }) =>
      withWorkers(
        (url) => (`${url}`.startsWith('blob:') ? url : undefined),
        () =>
          withWasm(threads, (wasm) => {
            expect(wasm.threads === (isolated ? threads : 1), `${wasm.threads} threads`);
            expectRelu(wasm, 100_000);
          }),
      ),
  },
  {
    name: 'where the script of a thread is missing, one thread does it all',
    run: (_, { threads }) =>
      withWorkers(
        (url) => (`${url}`.startsWith('blob:') ? undefined : '/missing.js'),
        () => withWasm(threads, (wasm) => expect(wasm.threads === 1, `${wasm.threads} threads`)),
      ),
  },
];

type Tf = typeof import('@tensorflow/tfjs-core');

async function withBackend<T>(threads: number, use: (tf: Tf) => T): Promise<T> {
  const tf = await import('@tensorflow/tfjs-core');
  const backend = await registerTrainingBackend({ threads });
  await tf.setBackend('wasm');
  try {
    return use(tf);
  } finally {
    backend.dispose();
  }
}

const isolated = globalThis.crossOriginIsolated;

/** Workers are started from the address that `redirect` gives; where it gives none, they are refused. */
async function withWorkers(
  redirect: (url: string | URL) => string | URL | undefined,
  use: () => Promise<void>,
): Promise<void> {
  const original = globalThis.Worker;
  globalThis.Worker = class extends original {
    constructor(url: string | URL, options?: WorkerOptions) {
      const target = redirect(url);
      if (!target) throw new DOMException('refused', 'SecurityError');
      super(target, options);
    }
  };
  try {
    await use();
  } finally {
    globalThis.Worker = original;
  }
}

/** What kernels work with, on a backend of its own that is not registered. */
async function withWasm(threads: number, use: (wasm: Wasm) => void): Promise<void> {
  const created = await createTrainingBackend({ threads });
  try {
    use(created.access(created.factory())!);
  } finally {
    created.dispose();
  }
}

function expectRelu(wasm: Wasm, size: number, grain = 1): void {
  const [x, y] = [wasm.output([size]), wasm.output([size])];
  const values = wasm.elements(x);
  for (let i = 0; i < size; i++) values[i] = (i % 7) - 3;
  wasm.parallel('unaryRelu', [wasm.address(x), wasm.address(y), 0, 0], size, grain);
  const result = wasm.elements(y);
  for (let i = 0; i < size; i++) {
    if (result[i] !== Math.max(0, (i % 7) - 3)) throw new Error(`relu is wrong at ${i} of ${size}`);
  }
  wasm.dispose(x);
  wasm.dispose(y);
}

function errorOf(run: () => unknown): Error {
  try {
    run();
  } catch (error) {
    return error as Error;
  }
  throw new Error('it did not throw');
}

function expect(condition: boolean, what: string): void {
  if (!condition) throw new Error(`does not hold: ${what}`);
}
