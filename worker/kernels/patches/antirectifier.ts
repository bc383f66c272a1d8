// The antirectifier for the layer: one operation, and its gradient.
import { engine, getKernel, type Tensor } from '@tensorflow/tfjs-core';
import { ANTIRECTIFIER, ANTIRECTIFIER_GRAD } from '../ops/antirectifier';
import { addGradient, isNested, runKernel } from './override';

export function addAntirectifierGradient(): () => void {
  return addGradient({
    kernelName: ANTIRECTIFIER,
    inputsToSave: ['x'],
    gradFunc: (dy, [x], attrs) => ({
      x: () => runKernel(ANTIRECTIFIER_GRAD, { dy: dy as Tensor, x: x! }, attrs),
    }),
  });
}

/**
 * The antirectifier as one operation, where the active backend has it and no second gradient is asked for.
 * @param x float32 [..., n]
 * @returns [..., 2n], or undefined where the operation must be composed of others
 */
export function fusedAntirectifier(x: Tensor, epsilon: number): Tensor | undefined {
  if (!getKernel(ANTIRECTIFIER, engine().backendName) || isNested() || x.dtype !== 'float32')
    return undefined;
  return runKernel(ANTIRECTIFIER, { x }, { epsilon });
}
