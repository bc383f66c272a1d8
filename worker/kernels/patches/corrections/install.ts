// What TensorFlow.js does wrongly or not at all, on every backend, put right in one place.

import { correctCpuKernels } from './cpu-kernels';
import { correctConvolutionGradients } from './dilated-convolutions';
import { addEinsumGradient } from './einsum-gradient';
import { correctExtremes } from './extremes';
import { addFlatGradients } from './flat-gradients';
import { correctLayers } from './layers/install';
import { addMissingGradients } from './missing-gradients';
import { correctOptimizers } from './optimizers';
import { correctPoolingGradients } from './pooling-gradients';
import { mendTape } from './tape';
import { checkTransposedConvolutions } from './transposed-geometry';
import { correctWebgpuKernels } from './webgpu-kernels';

let restore: (() => void) | undefined;

/**
 * Corrects gradients and optimizers of TensorFlow.js, and layers of tfjs-layers, where it is loaded. Concerns every
 * backend, as these belong to none. Calling it again changes nothing.
 * @returns a function that undoes it
 */
export function installCorrections(): () => void {
  if (restore) return restore;
  const undo = [
    mendTape(),
    ...addFlatGradients(),
    ...addMissingGradients(),
    addEinsumGradient(),
    ...correctExtremes(),
    ...correctPoolingGradients(),
    ...correctConvolutionGradients(),
    ...correctLayers(),
    ...correctOptimizers(),
    ...correctCpuKernels(),
    ...correctWebgpuKernels(),
    ...checkTransposedConvolutions(),
  ];
  restore = () => {
    for (const put of undo.reverse()) put();
    restore = undefined;
  };
  return restore;
}
