// What may not go wrong whatever a kernel is called with: no tensor that is not asked for changes, errors have
// types and say what fits, and the backend works on.
import type * as tfjs from '@tensorflow/tfjs-core';
import type { Rank } from '@tensorflow/tfjs-core';
import { HeapError, KernelError, registerTrainingBackend } from '../../worker/kernels/index';
import type { KernelCheck } from './case';

type Core = typeof tfjs;

/** On a fresh backend; canaries round whatever `use` does must keep their bits. */
async function withCanaries(tf: Core, threads: number, use: () => void | Promise<void>): Promise<void> {
  const backend = await registerTrainingBackend({ threads });
  try {
    expect(await tf.setBackend('wasm'), 'the backend starts');
    const canaries = Array.from({ length: 64 }, (_, i) => tf.fill([1000], i + 1));
    await use();
    for (const [i, canary] of canaries.entries()) {
      expect(
        canary.dataSync().every((value) => value === i + 1),
        `canary ${i} keeps its bits`,
      );
    }
    const sum = tf.tidy(() => tf.relu([-1, 2, 3]).sum().dataSync()[0]);
    expect(sum === 5, 'the backend works on');
    tf.dispose(canaries);
  } finally {
    backend.dispose();
  }
}

function expect(holds: boolean, what: string): asserts holds {
  if (!holds) throw new Error(`expected that ${what}`);
}

function errorOf(act: () => unknown): Error {
  try {
    act();
  } catch (error) {
    return error as Error;
  }
  throw new Error('expected an error');
}

const GIB4 = 4 * 33_000 * 33_000;

export const checks: readonly KernelCheck[] = [
  {
    name: 'a tensor of more than 4 GiB is refused with its shape and bytes',
    run: (tf, { threads }) =>
      withCanaries(tf, threads, () => {
        for (const make of [
          () => tf.add(tf.zeros([33_000, 1]), tf.zeros([1, 33_000])),
          () => tf.tile(tf.zeros([1, 33_000]), [33_000, 1]),
          () => tf.matMul(tf.zeros([33_000, 1]), tf.zeros([1, 33_000])),
          () => tf.fill([33_000, 33_000], 1),
          () => tf.engine().backend.write(null as never, [33_000, 33_000], 'float32'),
        ]) {
          const error = errorOf(() => tf.tidy(make as () => tfjs.Tensor));
          expect(error instanceof HeapError, `it is a HeapError, not ${error.name}: ${error.message}`);
          expect(`${error.tensor?.shape}` === '33000,33000', `its shape is [${error.tensor?.shape}]`);
          expect(error.bytes === GIB4, `it asks for ${error.bytes}`);
          expect(error.free > 3e9 && error.free < 2 ** 32, `${error.free} are free`);
          expect(/33000,33000.*4356000000 bytes/.test(error.message), error.message);
        }
      }),
  },
  {
    name: 'so is one that the heap cannot grow to',
    run: (tf, { threads }) =>
      withCanaries(tf, threads, () => {
        const { backend } = tf.engine();
        const held = backend.write(null as never, [2 ** 29], 'float32');
        const error = errorOf(() => backend.write(null as never, [2 ** 29 - 2 ** 15], 'float32'));
        expect(error instanceof HeapError, `${error}`);
        expect(error.free < 2 ** 31, `${error.free} are free`);
        backend.disposeData(held);
      }),
  },
  {
    name: 'where a device grants less shared memory, the heap is as large as that, to the last megabytes',
    async run(tf, { threads }) {
      const { Memory } = WebAssembly;
      const asked: number[] = [];
      WebAssembly.Memory = class extends Memory {
        constructor(limits: WebAssembly.MemoryDescriptor) {
          if (limits.shared) {
            asked.push(limits.maximum! / 16);
            if (limits.maximum! > 2 ** 13) throw new RangeError('refused');
          }
          super(limits);
        }
      };
      try {
        await withCanaries(tf, threads, () => {
          if (threads === 1) return;
          const { backend } = tf.engine();
          const error = errorOf(() => backend.write(null as never, [2 ** 27], 'float32'));
          expect(error instanceof HeapError && error.limit === 2 ** 29, `${error}`);
          const held = Array.from({ length: 15 }, () => backend.write(null as never, [2 ** 23], 'float32'));
          const last = errorOf(() => backend.write(null as never, [2 ** 23], 'float32'));
          expect(last instanceof HeapError && last.free < 2 ** 25, `${last}`);
          for (const one of held) backend.disposeData(one);
        });
      } finally {
        WebAssembly.Memory = Memory;
      }
      const expected = threads === 1 ? '' : '4096,2048,1024,512';
      expect(`${asked}` === expected, `it asks for ${asked} MiB`);
    },
  },
  {
    name: 'a shape that is none is refused',
    run: (tf, { threads }) =>
      withCanaries(tf, threads, () => {
        for (const shape of [[-1, 4], [1.5], [Number.NaN]]) {
          const error = errorOf(() => tf.engine().backend.write(null as never, shape, 'float32'));
          expect(error instanceof RangeError, `${error}`);
        }
      }),
  },
  {
    name: 'tensors of another backend are right in any first use',
    async run(tf, { threads }) {
      const large = 3_000_000; // makes the heap grow as it moves in
      const uses: [string, (x: tfjs.Tensor1D, y: tfjs.Tensor1D) => tfjs.Tensor][] = [
        ['slice', (x) => tf.slice(x, [large - 4], [4])],
        ['concat', (x, y) => tf.concat([y, x]).slice([2 * large - 4], [4])],
        ['add', (x, y) => tf.add(x, y).slice([large - 4], [4])],
        ['gather', (x) => tf.gather(x, tf.tensor1d([large - 4, large - 3, large - 2, large - 1], 'int32'))],
        ['tile', (x) => tf.tile(x, [2]).slice([2 * large - 4], [4])],
        [
          'reverse',
          (x) =>
            tf
              .reverse(x)
              .reverse()
              .slice([large - 4], [4]),
        ],
        ['where', (x, y) => tf.where(tf.onesLike(x).cast('bool'), x, y).slice([large - 4], [4])],
        ['clone', (x) => x.clone().slice([large - 4], [4])],
        ['cast', (x) => x.cast('float32').slice([large - 4], [4])],
      ];
      for (const dtype of ['float32', 'int32', 'bool'] as const) {
        for (const [name, use] of uses) {
          if (name === 'add' && dtype === 'bool') continue;
          await tf.setBackend('cpu');
          const value = (i: number) => (dtype === 'bool' ? i % 2 : i % 1000);
          const Type = { float32: Float32Array, int32: Int32Array, bool: Uint8Array }[dtype];
          const values = Type.from(Array.from({ length: large }, (_, i) => value(i)));
          const make = () => tf.tensor1d(values, dtype);
          const [x, y] = [make(), make()];
          await withCanaries(tf, threads, () => {
            const actual = Array.from(tf.tidy(() => use(x, y)).dataSync());
            const factor = name === 'add' ? 2 : 1;
            const expected = [4, 3, 2, 1].map((back) => factor * value(large - back));
            expect(`${actual}` === `${expected}`, `${name} of ${dtype} gives ${expected}, not ${actual}`);
            tf.dispose([x, y]);
          });
        }
      }
    },
  },
  {
    name: 'concat of several dtypes holds every value',
    run: (tf, { threads }) =>
      withCanaries(tf, threads, () => {
        const oneHot = tf.oneHot(tf.tensor1d([0, 2], 'int32'), 3);
        const a = tf.concat([tf.tensor2d([[1.5], [2.5]]), oneHot], 1);
        expect(`${a.dataSync()}` === '1.5,1,0,0,2.5,0,0,1', `${a.dataSync()}`);
        const b = tf.concat([tf.tensor1d([7, 8], 'int32'), tf.tensor1d([0.5, 1.5])]);
        expect(`${b.dataSync()}` === '7,8,0.5,1.5' && b.dtype === 'float32', `${b.dataSync()}`);
        const c = tf.concat([tf.zeros([100]), tf.tensor1d(new Uint8Array(100).fill(1), 'bool')]).sum();
        expect(c.dataSync()[0] === 100, `${c.dataSync()}`);
      }),
  },
  {
    name: 'a kernel that is given what does not fit says so and writes nothing',
    run: (tf, { threads }) =>
      withCanaries(tf, threads, () => {
        const run = (name: string, inputs: object, attrs: object = {}) =>
          tf.tidy(() =>
            tf.engine().runKernel(name, inputs as tfjs.NamedTensorMap, attrs as tfjs.NamedAttrMap),
          );
        const [small, large] = [tf.ones([2]), tf.ones([100_000])];
        const momentum = { update: 'momentumUpdate', scalars: [0.1, 0.9, 0] };
        const states = (n: tfjs.Tensor) => ({ from0: large, to0: large, from1: n, to1: n });
        const calls: [string, object, object?][] = [
          ['OptimizerUpdate', { gradient: large, ...states(small) }, momentum],
          ['OptimizerUpdate', { gradient: large, from0: large, to0: large }, momentum],
          ['ReluGrad', { dy: large, y: small }],
          ['Select', { condition: tf.ones([2]).cast('bool'), t: large, e: large }],
          ['ScatterNd', { indices: tf.tensor2d([[7]], [1, 1], 'int32'), updates: small }, { shape: [3, 2] }],
          ['Slice', { x: small }, { begin: [1], size: [1000] }],
          ['Add', { a: large, b: large.cast('int32') }],
        ];
        for (const [name, inputs, attrs] of calls) {
          const error = errorOf(() => run(name, inputs, attrs));
          expect(name === 'Slice' || error instanceof KernelError, `${name}: ${error.name} ${error.message}`);
          expect(!(error instanceof WebAssembly.RuntimeError), `${name}: ${error.message}`);
        }
      }),
  },
  {
    name: 'a transposed convolution to images that do not fit is refused with ones that do',
    run: (tf, { threads }) =>
      withCanaries(tf, threads, () => {
        const error = errorOf(() =>
          tf.conv2dTranspose(tf.ones<Rank.R4>([1, 3, 3, 1]), tf.ones([2, 2, 1, 1]), [1, 9, 9, 1], 2, 'valid'),
        );
        expect(/\[1,6,6,1\]/.test(error.message), error.message);
      }),
  },
  {
    name: 'what has no kernel for complex numbers or strings says so',
    run: (tf, { threads }) =>
      withCanaries(tf, threads, () => {
        const pair = tf.complex([1, 2], [3, 4]);
        for (const act of [() => tf.exp(pair), () => tf.addN([tf.tensor(['a']), tf.tensor(['b'])])]) {
          const error = errorOf(() => tf.tidy(act as () => tfjs.Tensor));
          expect(/complex64|string/.test(error.message), error.message);
        }
      }),
  },
];
