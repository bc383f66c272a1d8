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
import { applyRule, type Gradients } from './one-pass';
import { adadelta, adagrad, adam, adamax, momentum, type Rule, rmsprop, sgd } from './rules';

const rules: readonly [{ prototype: Optimizer }, Rule][] = [
  [MomentumOptimizer, momentum], // before SGD, of which it is a kind
  [SGDOptimizer, sgd],
  [AdamOptimizer, adam],
  [AdamaxOptimizer, adamax],
  [RMSPropOptimizer, rmsprop],
  [AdadeltaOptimizer, adadelta],
  [AdagradOptimizer, adagrad],
];

/** How an optimizer takes its steps, whatever class of ours or a page's own it is; `undefined` for a foreign one. */
export function ruleOf(optimizer: Optimizer): Rule | undefined {
  return rules.find(([{ prototype }]) => Object.prototype.isPrototypeOf.call(prototype, optimizer))?.[1];
}

let restore: (() => void) | undefined;

/**
 * Lets TensorFlow.js' own optimizers keep their slots by the variable, on every backend, and update each
 * variable and its slots in one pass where the active backend has our kernel. Their state, names, saved weights
 * and results stay what they are. Calling it again changes nothing.
 * @returns a function that undoes it
 */
export function installOptimizers(): () => void {
  if (restore) return restore;
  const undo = rules.map(([{ prototype }, rule]) => {
    const original = prototype.applyGradients;
    prototype.applyGradients = function (this: Optimizer, gradients: Gradients) {
      applyRule(this, rule, gradients, () => original.call(this, gradients));
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
