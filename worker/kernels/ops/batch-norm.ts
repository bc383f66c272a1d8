// Batch normalisation.
import type { TensorInfo } from '@tensorflow/tfjs-core';
import type { Arguments, TrainingKernel } from '../runtime/kernel';
import { sizeOf } from './shape';

const GRAIN = 16384; // elements

/** Batch normalisation by statistics of the last dimension; other statistics are left to the stock kernel. */
const fusedBatchNorm: TrainingKernel = {
  name: 'FusedBatchNorm',
  run(call, wasm) {
    const { x, mean, variance, offset, scale } = call.inputs as Record<string, TensorInfo | undefined>;
    const channels = x!.shape[x!.shape.length - 1] ?? 1;
    const statistics = [mean!, variance!, offset, scale].filter((tensor) => tensor != null);
    if (x!.dtype !== 'float32' || !statistics.every(({ shape }) => isLast(shape, channels))) {
      return wasm.stock('FusedBatchNorm', call);
    }
    const y = wasm.output(x!.shape);
    if (sizeOf(x!.shape) === 0) return y;
    const address = (tensor: TensorInfo | undefined) => (tensor ? wasm.address(tensor) : 0);
    wasm.scratch(channels * 4, (factor) => {
      const epsilon = call.attrs.varianceEpsilon as number;
      wasm.call('batchNormFactor', address(variance), address(scale), factor, epsilon, channels);
      const args: Arguments<'batchNormRows'> = [
        address(x),
        address(y),
        address(mean),
        factor,
        address(offset),
        channels,
      ];
      wasm.parallel('batchNormRows', args, sizeOf(x!.shape) / channels, Math.ceil(GRAIN / channels));
    });
    return y;
  },
};

function isLast(shape: readonly number[], channels: number): boolean {
  return sizeOf(shape) === channels && (shape[shape.length - 1] ?? 1) === channels;
}

export const batchNormKernels: readonly TrainingKernel[] = [fusedBatchNorm];
