import { concat, fill, mul, type Tensor, zeros, zerosLike } from '@tensorflow/tfjs-core';

export interface Targets {
  /** What the discriminator should call each picture, 1 for real: [batch, 1] */
  real: Tensor;
  /** One-hot, times how much a picture's class counts: [batch, 10] */
  classes: Tensor;
}

export interface TargetOptions {
  /** Real pictures should be called real only so much less than 1. */
  smoothing: number;
  /** Whether the discriminator learns the classes of generated pictures too, or of real ones alone. */
  generatedClasses: boolean;
}

/**
 * What the discriminator should say about real pictures and as many generated ones after them.
 *
 * Where it learns classes from real pictures alone, those count twice and the others not at all, so that the
 * loss stays a mean: as later versions of Keras' mnist_acgan do. A discriminator that is taught to read whatever
 * the generator draws for a 7 as a 7 asks no legible 7 of it.
 * @param y one-hot: [count, 10]
 * @param classes of the generated ones, one-hot: [count, 10]
 */
export function mixedTargets(
  y: Tensor,
  classes: Tensor,
  { smoothing, generatedClasses }: TargetOptions,
): Targets {
  const count = y.shape[0]!;
  return {
    real: concat([fill([count, 1], 1 - smoothing), zeros([count, 1])]),
    classes: generatedClasses ? concat([y, classes]) : concat([mul(y, 2), zerosLike(classes)]),
  };
}
