// Slots belong to variables: each moves as if it had an optimizer of its own, whatever list it comes in.
import type * as tfjs from '@tensorflow/tfjs-core';
import type { NamedTensorMap, Optimizer, Variable } from '@tensorflow/tfjs-core';
import { registerTrainingBackend } from '../../worker/kernels/index';
import { Adadelta } from '../../worker/training/adadelta';
import type { KernelCheck } from './case';
import { seededRandom } from './random';

type Core = typeof tfjs;

const makers: [string, (tf: Core) => Optimizer][] = [
  ['momentum', (tf) => tf.train.momentum(0.01, 0.9)],
  ['adam', (tf) => tf.train.adam(0.01)],
  ['adamax', (tf) => tf.train.adamax(0.01)],
  ['rmsprop', (tf) => tf.train.rmsprop(0.01)],
  ['centered rmsprop', (tf) => tf.train.rmsprop(0.01, 0.9, 0.3, 1e-9, true)],
  ['adadelta', (tf) => tf.train.adadelta(0.5)],
  ['adadelta as published', () => new Adadelta(1, 0.95)],
  ['adagrad', (tf) => tf.train.adagrad(0.1)],
];

const SIZES = [2, 1001, 1001, 100_003];

/** Which variables each step trains: all, then a part, then others, in other orders. */
const STEPS = [[0, 1], [0, 1], [1], [2], [3, 2], [1, 0], [3, 0, 1, 2]];

/** The gradient of a variable in a step; none is so small that centered RMSprop takes the root of less than 0. */
function gradientOf(tf: Core, variable: number, step: number): tfjs.Tensor1D {
  const random = seededRandom(100 * variable + step);
  const sizes = random.floats([SIZES[variable]!], 0.5, 1.5);
  return tf.tensor1d(sizes.map((size) => (random.chance(0.5) ? size : -size)));
}

let serial = 0;

function variables(tf: Core): Variable[] {
  return SIZES.map((size) => tf.variable(tf.ones([size]), true, `slots${serial++}`));
}

function apply(tf: Core, optimizer: Optimizer, weights: Variable[], list: number[], step: number): void {
  tf.tidy(() => {
    const gradients: NamedTensorMap = {};
    for (const i of list) gradients[weights[i]!.name] = gradientOf(tf, i, step);
    optimizer.applyGradients(gradients);
  });
}

function distance(a: tfjs.Tensor, b: tfjs.Tensor): number {
  const [x, y] = [Array.from(a.dataSync()), b.dataSync()];
  return x.reduce((worst, value, i) => Math.max(worst, Math.abs(value - y[i]!)), 0);
}

function expect(holds: boolean, what: string): void {
  if (!holds) throw new Error(`expected that ${what}`);
}

/** Adam and Adamax correct their bias by the optimizer's steps; a variable's are counted from its first one on. */
const countsSteps = (name: string) => name === 'adam' || name === 'adamax';

async function onBackend(tf: Core, name: 'wasm' | 'cpu', threads: number, use: () => void | Promise<void>) {
  const backend = await registerTrainingBackend({ threads });
  try {
    await tf.setBackend(name);
    await use();
  } finally {
    backend.dispose();
    await tf.setBackend('cpu');
  }
}

/** Every variable against one trained alone, by an optimizer of its own, in the same steps. */
function compareWithAlone(tf: Core, make: (tf: Core) => Optimizer, skips: boolean): void {
  const canaries = Array.from({ length: 64 }, () => tf.ones([1000]));
  const together = variables(tf);
  const shared = make(tf);
  for (const [step, list] of STEPS.entries()) apply(tf, shared, together, list, step);
  for (const [i, weight] of together.entries()) {
    const alone = tf.variable(tf.ones([SIZES[i]!]), true, `slots${serial++}`);
    const own = make(tf);
    const first = STEPS.findIndex((list) => list.includes(i));
    for (const [step, list] of STEPS.entries()) {
      if (step < first) continue;
      // A step without this variable still counts, for those that count steps.
      const gradient = list.includes(i) ? gradientOf(tf, i, step) : null;
      if (gradient || skips) own.applyGradients([{ name: alone.name, tensor: gradient as never }]);
      gradient?.dispose();
    }
    const error = distance(weight, alone);
    expect(error < 1e-5, `variable ${i} moves as alone; it differs by ${error}`);
    own.dispose();
    alone.dispose();
  }
  for (const canary of canaries) {
    expect(
      canary.dataSync().every((value) => value === 1),
      'no other tensor changes',
    );
  }
  shared.dispose();
  tf.dispose([...together, ...canaries]);
}

export const checks: readonly KernelCheck[] = [
  ...makers.map(
    ([name, make]): KernelCheck => ({
      name: `${name}: every variable moves as if trained alone, in lists that change`,
      run: (tf, { threads }) =>
        onBackend(tf, 'wasm', threads, () => compareWithAlone(tf, make, countsSteps(name))),
    }),
  ),
  ...makers
    .filter(([name]) => !countsSteps(name))
    .map(
      ([name, make]): KernelCheck => ({
        name: `${name}: on the CPU backend too`,
        run: (tf, { threads }) => onBackend(tf, 'cpu', threads, () => compareWithAlone(tf, make, false)),
      }),
    ),
  // TensorFlow.js saves no slots of Adamax.
  ...makers
    .filter(([name]) => name !== 'adamax')
    .map(
      ([name, make]): KernelCheck => ({
        name: `${name}: goes on from saved slots, with variables of other names`,
        run: (tf, { threads }) =>
          onBackend(tf, 'wasm', threads, async () => {
            const [first, second] = [variables(tf), variables(tf)];
            const [whole, resumed] = [make(tf), make(tf)];
            const all = [0, 1, 2, 3];
            for (const step of [0, 1, 2]) apply(tf, whole, first, all, step);
            // Variables and slots as a file holds them: names are of the session that saved.
            const saved = (await whole.getWeights()).map(({ name, tensor }) => ({
              name,
              tensor: tensor.clone(),
            }));
            for (const i of all) second[i]!.assign(first[i]! as never);
            await resumed.setWeights(saved);
            for (const step of [3, 4]) {
              apply(tf, whole, first, all, step);
              apply(tf, resumed, second, all, step);
            }
            for (const i of all) {
              const error = distance(first[i]!, second[i]!);
              expect(error < 1e-6, `variable ${i} goes on alike; it differs by ${error}`);
            }
            const names = (await resumed.getWeights()).length;
            expect(names === saved.length, `${saved.length} weights are saved again, not ${names}`);
          }),
      }),
    ),
  {
    name: 'slots of variables that are gone make room',
    run: (tf, { threads }) =>
      onBackend(tf, 'wasm', threads, async () => {
        const optimizer = tf.train.adam(0.01);
        for (let round = 0; round < 5; round++) {
          const weight = tf.variable(tf.ones([round + 2]), true, `slots${serial++}`);
          optimizer.applyGradients([{ name: weight.name, tensor: tf.ones([round + 2]) }]);
          weight.dispose();
        }
        const saved = await optimizer.getWeights();
        expect(saved.length === 3, `an iteration count and two slots are left, not ${saved.length}`);
      }),
  },
];
