// Maximum pooling of volumes.
import type { TensorInfo } from '@tensorflow/tfjs-core';
import type { TrainingKernel, Wasm } from '../runtime/kernel';
import { type Pass, volumePasses } from './volume-passes';

/**
 * The largest in boxes, by two poolings of pictures. The stock kernel takes 1e-38 for the smallest number there is,
 * and gives that where all of a box is negative.
 */
const maxPool3d: TrainingKernel = {
  name: 'MaxPool3D',
  run({ inputs: { x }, attrs }, wasm) {
    const { passes, outShape } = volumePasses(x!.shape, attrs);
    const maxima = pool(wasm, x!, passes[0]);
    const y = pool(wasm, maxima, passes[1]);
    wasm.dispose(maxima);
    const result = wasm.reshaped(y, outShape);
    wasm.dispose(y);
    return result;
  },
};

export const maxPool3dKernels: readonly TrainingKernel[] = [maxPool3d];

function pool(wasm: Wasm, x: TensorInfo, { shape, attributes }: Pass): TensorInfo {
  const shaped = wasm.reshaped(x, shape);
  const y = wasm.run('MaxPool', { x: shaped }, attributes) as TensorInfo;
  wasm.dispose(shaped);
  return y;
}
