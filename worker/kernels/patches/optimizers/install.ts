// Puts one-pass updates into TensorFlow.js' optimizers.
import {
  AdadeltaOptimizer,
  AdagradOptimizer,
  AdamaxOptimizer,
  AdamOptimizer,
  MomentumOptimizer,
  type Optimizer,
  RMSPropOptimizer,
  SGDOptimizer,
} from '@tensorflow/tfjs-core';
import { applyInOnePass, type Gradients, type Rule } from './one-pass';
import { adadelta, adagrad, adam, adamax, momentum, rmsprop, sgd } from './rules';

const rules: readonly [{ prototype: Optimizer }, Rule][] = [
  [SGDOptimizer, sgd],
  [MomentumOptimizer, momentum],
  [AdamOptimizer, adam],
  [AdamaxOptimizer, adamax],
  [RMSPropOptimizer, rmsprop],
  [AdadeltaOptimizer, adadelta],
  [AdagradOptimizer, adagrad],
];

let restore: (() => void) | undefined;

/**
 * Lets TensorFlow.js' own optimizers update each variable and its slots in one pass where the active backend
 * has our kernel. Their state, names, saved weights and results stay what they are; on other backends, and
 * for anything but float32, they run as before. Calling it again changes nothing.
 * @returns a function that undoes it
 */
export function installOptimizers(): () => void {
  if (restore) return restore;
  const undo = rules.map(([{ prototype }, rule]) => {
    const original = prototype.applyGradients;
    prototype.applyGradients = function (this: Optimizer, gradients: Gradients) {
      if (!applyInOnePass(this, rule, gradients)) original.call(this, gradients);
    };
    return () => {
      prototype.applyGradients = original;
    };
  });
  restore = () => {
    for (const put of undo) put();
    restore = undefined;
  };
  return restore;
}
