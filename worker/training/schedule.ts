// How the learning rate changes from step to step.
import type { Optimizer } from '@tensorflow/tfjs-core';
import { number } from '../declare';

/** Learning rate of each step, counted from 0. */
export type Schedule = (step: number) => number;

/** The hyperparameter of inverse time decay. */
export const decayRate = (standard: number) =>
  number(
    standard,
    { min: 0, max: 1 },
    'How fast the learning rate falls: it is divided by 1 + decay · steps',
  );

/** Inverse time decay, Keras' `decay`: initial / (1 + decay · step). */
export function inverseTimeDecay(initial: number, decay: number): Schedule {
  return (step) => initial / (1 + decay * step);
}

/**
 * Half a cosine from `initial` at the first step to 0 behind the last (Loshchilov and Hutter, "SGDR", 2016, without
 * restarts): initial · (1 + cos(π · step / steps)) / 2.
 * @param steps of the whole training
 */
export function cosineDecay(initial: number, steps: number): Schedule {
  return (step) => (initial * (1 + Math.cos((Math.PI * Math.min(step, steps)) / steps))) / 2;
}

/** Takes effect with the next step: TensorFlow.js' optimizers read their rate anew each time (not SGD and its kin). */
export function setLearningRate(optimizer: Optimizer, rate: number): void {
  (optimizer as unknown as { learningRate: number }).learningRate = rate;
}
