import type { TensorInfo } from '@tensorflow/tfjs-core';
import type { TrainingKernel } from '../runtime/kernel';
import { runBinary } from './binary';
import { broadcastRows } from './broadcast';

/** The sum of any number of tensors of one shape. */
export const addN: TrainingKernel = {
  name: 'AddN',
  run(call, wasm) {
    const [first, second, ...others] = call.inputs as unknown as TensorInfo[];
    if (!second || first!.dtype !== 'float32') return wasm.stock('AddN', call);
    const rows = broadcastRows(first!.shape, second.shape)!;
    const sum = runBinary(wasm, 'Add', first!, second, rows);
    for (const next of others) runBinary(wasm, 'Add', sum, next, rows, sum);
    return sum;
  },
};
