import { oneHot, type Tensor2D, tensor1d, tensor2d } from '@tensorflow/tfjs-core';
import type { Random } from '../../training/random';
import { seededUniform } from '../../training/seeded-random';
import { CLASSES } from './network';

/** What the generator makes pictures from. */
export interface Latents {
  /** Uniform over [−1, 1): [count, latentSize] */
  latents: Tensor2D;
  /** [count, 1], int32 */
  digits: Tensor2D;
  /** The digits one-hot: [count, 10] */
  classes: Tensor2D;
}

/** Draws latents of random classes. */
export function drawLatents(count: number, latentSize: number, random: Random): Latents {
  return latentsOf(
    Int32Array.from({ length: count }, () => random.integer(CLASSES)),
    latentSize,
    random,
  );
}

/** Draws latents of the given classes. */
export function latentsOf(digits: Int32Array, latentSize: number, random: Random): Latents {
  const shape: [number, number] = [digits.length, latentSize];
  return {
    latents: seededUniform<never>(shape as never, -1, 1, random.word(), 0) as Tensor2D,
    digits: tensor2d(digits, [digits.length, 1], 'int32'),
    classes: oneHot(tensor1d(digits, 'int32'), CLASSES) as Tensor2D,
  };
}
