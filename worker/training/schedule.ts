// How the learning rate changes from step to step.
import type { Optimizer } from '@tensorflow/tfjs-core';

/** Learning rate of each step, counted from 0. */
export type Schedule = (step: number) => number;

/** Inverse time decay, Keras' `decay`: initial / (1 + decay · step). */
export function inverseTimeDecay(initial: number, decay: number): Schedule {
  return (step) => initial / (1 + decay * step);
}

/** Takes effect with the next step: TensorFlow.js' optimizers read their rate anew each time (not SGD and its kin). */
export function setLearningRate(optimizer: Optimizer, rate: number): void {
  (optimizer as unknown as { learningRate: number }).learningRate = rate;
}
