// Optimizers as a page names them, with TensorFlow.js layers' defaults, and what is done to gradients before a step.
import * as tf from '@tensorflow/tfjs-core';
import type { OptimizerName, OptimizerOptions } from '../../src/fit-protocol';
import { Adadelta } from './adadelta';

/** What each heeds, with its defaults. */
export const optimizerDefaults: Readonly<Record<OptimizerName, Readonly<Record<string, number | boolean>>>> =
  {
    sgd: { learningRate: 0.01, momentum: 0, nesterov: false },
    momentum: { learningRate: 0.01, momentum: 0.9, nesterov: false },
    rmsprop: { learningRate: 0.001, rho: 0.9, momentum: 0, epsilon: 1e-7, centered: false },
    adam: { learningRate: 0.001, beta1: 0.9, beta2: 0.999, epsilon: 1e-7 },
    adamw: { learningRate: 0.001, beta1: 0.9, beta2: 0.999, epsilon: 1e-7, weightDecay: 0.004 },
    adamax: { learningRate: 0.002, beta1: 0.9, beta2: 0.999, epsilon: 1e-7 },
    adagrad: { learningRate: 0.01, epsilon: 1e-7 },
    adadelta: { learningRate: 1, rho: 0.95, epsilon: 1e-7 },
  };

/** What all heed, with no effect where absent. */
export const gradientOptions = ['clipNorm', 'globalClipNorm', 'clipValue', 'weightDecay'] as const;

/** @param options checked, defaults included */
export function createOptimizer(options: OptimizerOptions): tf.Optimizer {
  const { name, learningRate = 0.001, momentum = 0, nesterov = false, rho = 0.9 } = options;
  const { beta1 = 0.9, beta2 = 0.999, epsilon = 1e-7, centered = false } = options;
  switch (name) {
    case 'sgd':
    case 'momentum':
      return momentum > 0
        ? disposedWhole(tf.train.momentum(learningRate, momentum, nesterov))
        : tf.train.sgd(learningRate);
    case 'rmsprop':
      return tf.train.rmsprop(learningRate, rho, momentum, epsilon, centered);
    case 'adam':
    case 'adamw':
      return tf.train.adam(learningRate, beta1, beta2, epsilon);
    case 'adamax':
      return tf.train.adamax(learningRate, beta1, beta2, epsilon, 0);
    case 'adagrad':
      return tf.train.adagrad(learningRate);
    case 'adadelta':
      return new Adadelta(learningRate, rho, epsilon);
  }
}

/** TensorFlow.js forgets the learning rate, which it keeps as a tensor, when it disposes this one. */
function disposedWhole(optimizer: tf.MomentumOptimizer): tf.MomentumOptimizer {
  const dispose = optimizer.dispose.bind(optimizer);
  optimizer.dispose = () => {
    dispose();
    (optimizer as unknown as { c: tf.Tensor }).c.dispose();
  };
  return optimizer;
}

export type GradientOptions = Pick<OptimizerOptions, (typeof gradientOptions)[number]>;

/** A step that does nothing but follow the gradient needs no look at each. */
export function changesGradients({
  clipNorm,
  globalClipNorm,
  clipValue,
  weightDecay,
}: GradientOptions): boolean {
  return [clipNorm, globalClipNorm, clipValue, weightDecay].some((one) => one !== undefined && one > 0);
}

/** Cuts and scales gradients, as Keras does: each element, each weight's, or all together. */
export function clipped(
  gradients: readonly (tf.Tensor | null)[],
  { clipNorm, globalClipNorm, clipValue }: GradientOptions,
): (tf.Tensor | null)[] {
  const norm = (squares: tf.Tensor) => tf.sqrt(squares);
  const squares = (gradient: tf.Tensor) => tf.sum(tf.square(gradient));
  const scaled = (gradient: tf.Tensor, length: tf.Tensor, limit: number) =>
    tf.mul(gradient, tf.div(limit, tf.maximum(length, limit)));
  let all = [...gradients];
  const each = (change: (gradient: tf.Tensor) => tf.Tensor) => {
    all = all.map((gradient) => gradient && change(gradient));
  };
  if (clipValue) each((gradient) => tf.clipByValue(gradient, -clipValue, clipValue));
  if (clipNorm) each((gradient) => scaled(gradient, norm(squares(gradient)), clipNorm));
  if (globalClipNorm) {
    const parts = all.flatMap((gradient) => (gradient ? [squares(gradient)] : []));
    if (parts.length > 0) {
      const length = norm(tf.addN(parts));
      each((gradient) => scaled(gradient, length, globalClipNorm));
    }
  }
  return all;
}

/** Shrinks weights by a share of the learning rate, apart from the gradient (Loshchilov and Hutter, 2019). */
export function decayWeights(weights: readonly tf.Variable[], learningRate: number, weightDecay = 0): void {
  if (weightDecay === 0) return;
  for (const weight of weights) tf.tidy(() => weight.assign(tf.mul(weight, 1 - learningRate * weightDecay)));
}

/** The rate that the next step goes by. */
export function learningRateOf(optimizer: tf.Optimizer): number {
  return (optimizer as unknown as { learningRate: number }).learningRate;
}
