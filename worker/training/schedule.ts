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

/** Takes effect with the next step: TensorFlow.js' optimizers read their rate anew each time; SGD keeps it as a tensor. */
export function setLearningRate(optimizer: Optimizer, rate: number): void {
  const settable = optimizer as unknown as { learningRate: number; setLearningRate?(rate: number): void };
  if (settable.learningRate === rate) return;
  if (settable.setLearningRate) settable.setLearningRate(rate);
  else settable.learningRate = rate;
}
