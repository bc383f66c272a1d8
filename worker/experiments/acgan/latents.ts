import { type Rank, type Tensor2D, tensor2d } from '@tensorflow/tfjs-core';
import type { Random } from '../../training/random';
import { seededUniform } from '../../training/seeded-random';
import { CLASSES } from './network';

/** What the generator makes pictures from. */
export interface Latents {
  /** Uniform over [−1, 1): [count, latentSize] */
  latents: Tensor2D;
  /** One-hot: [count, 10] */
  classes: Tensor2D;
}

/** Draws latents of random classes. */
export function drawLatents(count: number, latentSize: number, random: Random): Latents {
  const digits = Int32Array.from({ length: count }, () => random.integer(CLASSES));
  return latentsOf(digits, latentSize, random);
}

/** Draws latents of the given classes. */
export function latentsOf(digits: Int32Array, latentSize: number, random: Random): Latents {
  const classes = new Float32Array(digits.length * CLASSES);
  for (const [row, digit] of digits.entries()) classes[row * CLASSES + digit] = 1;
  return {
    latents: seededUniform<Rank.R2>([digits.length, latentSize], -1, 1, random.word(), 0),
    classes: tensor2d(classes, [digits.length, CLASSES]),
  };
}
