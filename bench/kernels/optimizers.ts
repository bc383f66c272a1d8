import { type NamedTensorMap, type Optimizer, randomUniform, train, variable } from '@tensorflow/tfjs-core';
import { Adadelta } from '../../worker/training/adadelta';
import { FLOAT, type KernelBench, size } from './bench';

/** [rule, optimizer, arrays read and written: the gradient, the weights and each slot] */
const OPTIMIZERS: readonly [string, () => Optimizer, number][] = [
  ['sgd', () => train.sgd(0.01), 3],
  ['momentum', () => train.momentum(0.01, 0.9), 5],
  ['adam', () => train.adam(0.001), 7],
  ['rmsprop', () => train.rmsprop(0.001, 0.9), 7],
  ['adadelta', () => new Adadelta(1, 0.95), 7],
];

const WEIGHTS: readonly [string, number[]][] = [
  ['transfer dense', [4608, 128]],
  ['lstm state', [128, 512]],
  ['bias', [128]],
];

export const optimizerBenches: readonly KernelBench[] = OPTIMIZERS.flatMap(([rule, make, passes]) =>
  WEIGHTS.map(([what, shape]) => ({
    name: `${rule} ${what}, ${shape.join('×')}`,
    bytes: passes * FLOAT * size(shape),
    prepare() {
      const optimizer = make();
      const weights = variable(randomUniform(shape, -1, 1));
      const gradients: NamedTensorMap = { [weights.name]: randomUniform(shape, -1, 1) };
      return () => {
        optimizer.applyGradients(gradients);
        return undefined;
      };
    },
  })),
);
