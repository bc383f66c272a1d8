import type { Tensor } from '@tensorflow/tfjs-core';
import type { Random } from '../../worker/training/random';

/** One training step of an experiment, with its inputs made beforehand. */
export interface Workload {
  /** Floating-point operations of a step; flops.ts says how they are counted. */
  flops: number;
  /** Takes a step and returns its losses, or for deep dream the picture, to be disposed. */
  step(): Tensor | Tensor[];
}

export type MakeWorkload = (random: Random) => Workload;
