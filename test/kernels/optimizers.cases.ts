import type * as tfjs from '@tensorflow/tfjs-core';
import type { NamedTensorMap, Optimizer, Variable } from '@tensorflow/tfjs-core';
import { installCorrections } from '../../worker/kernels/patches/corrections/install';
import { installOptimizers } from '../../worker/kernels/patches/optimizers/install';
import { Adadelta } from '../../worker/training/adadelta';
import type { CaseFile, KernelCase } from './case';

type Core = typeof tfjs;

const makers: [string, (tf: Core) => Optimizer][] = [
  ['sgd', (tf) => tf.train.sgd(0.05)],
  ['momentum', (tf) => tf.train.momentum(0.01, 0.9)],
  ['nesterov', (tf) => tf.train.momentum(0.01, 0.8, true)],
  ['adam', (tf) => tf.train.adam(0.01)],
  ['adam of a GAN', (tf) => tf.train.adam(0.0002, 0.5, 0.99, 1e-5)],
  ['adamax', (tf) => tf.train.adamax(0.01, 0.9, 0.999, 1e-7, 0.01)],
  ['rmsprop', (tf) => tf.train.rmsprop(0.001)],
  ['rmsprop with momentum', (tf) => tf.train.rmsprop(0.001, 0.8, 0.5, 1e-6)],
  ['centered rmsprop', (tf) => tf.train.rmsprop(0.001, 0.9, 0.3, 1e-9, true)],
  ['adadelta', (tf) => tf.train.adadelta(1, 0.95)],
  ['adadelta as published', () => new Adadelta(1, 0.95)],
  ['adagrad', (tf) => tf.train.adagrad(0.1)],
];

// Names must be new in each run, and the slots' names contain them.
let serial = 0;

function variables(tf: Core, values: Float32Array[]): Variable[] {
  return values.map((value) => tf.variable(tf.tensor(value), true, `weight${serial++}`));
}

/** Runs `steps` updates with gradients that change from step to step and returns all state. */
function train(
  tf: Core,
  optimizer: Optimizer,
  weights: Variable[],
  directions: Float32Array[],
  steps: number,
  after?: (step: number) => void,
): void {
  for (let step = 0; step < steps; step++) {
    tf.tidy(() => {
      const gradients: NamedTensorMap = {};
      for (const [i, weight] of weights.entries()) {
        // Signs and sizes vary, so that a moment, a norm and a mean of squares all differ.
        const factor = Math.cos(step * 1.7 + i) * (1 + 0.1 * step);
        gradients[weight.name] = tf.tensor(directions[i]!).mul(factor).add(weight.mul(0.1));
      }
      optimizer.applyGradients(gradients);
    });
    after?.(step);
  }
}

/** The slots, in a fixed order; private in TensorFlow.js' types, and `getWeights` is asynchronous. */
function slots(optimizer: Optimizer): tfjs.Tensor[] {
  return Object.values(optimizer).flatMap((field: unknown) =>
    Array.isArray(field) ? field.map(({ variable }: { variable: Variable }) => variable) : [],
  );
}

/** TensorFlow.js' momentum optimizer forgets the factor that it inherits. */
function disposeOf(optimizer: Optimizer): void {
  optimizer.dispose();
  const { c } = optimizer as unknown as { c?: tfjs.Tensor };
  if (c && !c.isDisposed) c.dispose();
}

export const cases: CaseFile = (random) => {
  installCorrections(); // the CPU backend takes the corrected steps too
  installOptimizers();
  installOptimizers(); // a second time must not change anything
  const sizes = [1, 2, 3, 4, 7, 64, 1001, 20_003];
  return makers.flatMap(([name, make]): KernelCase[] => {
    const some = Array.from({ length: 3 }, () => random.pick(sizes));
    const all = [sizes, some];
    const runs = all.map((lengths): KernelCase => {
      const values = lengths.map((length) => random.floats([length]));
      const directions = lengths.map((length) => random.floats([length]));
      return {
        name: `${name}, 50 steps over [${lengths}]`,
        // Centered RMSprop divides by the root of a difference that may be all but zero.
        tolerance: name.startsWith('centered') ? 1e-4 : 1e-5,
        run(tf) {
          const weights = variables(tf, values);
          const optimizer = make(tf);
          train(tf, optimizer, weights, directions, 50);
          const state = [...weights, ...slots(optimizer)].map((tensor) => tensor.clone());
          const iterations = tf.scalar(optimizer.iterations);
          disposeOf(optimizer);
          tf.dispose(weights);
          return [...state, iterations];
        },
      };
    });
    const value = random.floats([301]);
    const direction = random.floats([301]);
    return [
      ...runs,
      {
        name: `${name} leaves what others hold of a variable as it was`,
        run(tf) {
          const weights = variables(tf, [value]);
          const optimizer = make(tf);
          const held: tfjs.Tensor[] = [];
          train(tf, optimizer, weights, [direction], 4, (step) => {
            if (step === 1) held.push(weights[0]!.clone(), weights[0]!.reshape([7, 43]));
            if (step === 1) held.push(...slots(optimizer).map((slot) => slot.clone()));
          });
          held.push(weights[0]!.clone());
          disposeOf(optimizer);
          tf.dispose(weights);
          return held;
        },
      },
      {
        name: `${name} leaves no tensors behind and skips a missing gradient`,
        run(tf) {
          const weights = variables(tf, [value, value]);
          const optimizer = make(tf);
          const [first, second] = weights as [Variable, Variable];
          const counts: number[] = [];
          const gradient = tf.tensor(direction);
          for (let step = 0; step < 3; step++) {
            optimizer.applyGradients([
              { name: first.name, tensor: null as never },
              { name: second.name, tensor: gradient },
            ]);
            counts.push(tf.memory().numTensors, tf.memory().numBytes);
          }
          const state = [first.clone(), second.clone(), tf.tensor([counts[2]! - counts[0]!])];
          disposeOf(optimizer);
          tf.dispose(weights);
          return [...state, tf.tensor([counts[4]! - counts[2]!, counts[5]! - counts[3]!])];
        },
      },
    ];
  });
};
