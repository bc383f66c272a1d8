// Puts all gradients in.
import { addAntirectifierGradient } from '../antirectifier';
import { overrideActivationGradients } from './activations';
import { overrideBatchNormGradient } from './batch-norm';
import { overrideReductionGradients } from './reductions';
import { overrideSoftmaxGradient } from './softmax';

let restore: (() => void) | undefined;

/**
 * Puts our gradients in front of TensorFlow.js' own. Gradients belong to no backend: each asks for the active
 * one, and where that lacks our kernel it leaves the work to TensorFlow.js' own. Calling it again changes
 * nothing.
 * @returns a function that undoes it
 */
export function installGradients(): () => void {
  if (restore) return restore;
  const undo = [
    ...overrideActivationGradients(),
    addAntirectifierGradient(),
    ...overrideBatchNormGradient(),
    ...overrideReductionGradients(),
    ...overrideSoftmaxGradient(),
  ];
  restore = () => {
    for (const put of undo.reverse()) put();
    restore = undefined;
  };
  return restore;
}
