import type { Tensor } from '@tensorflow/tfjs-core';
import { addGradient, runKernel } from './override';

export function addAntirectifierGradient(): () => void {
  return addGradient({
    kernelName: 'Antirectifier',
    inputsToSave: ['x'],
    gradFunc: (dy, [x], attrs) => ({
      x: () => runKernel('AntirectifierGrad', { dy: dy as Tensor, x: x! }, attrs),
    }),
  });
}
