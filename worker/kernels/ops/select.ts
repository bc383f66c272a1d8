import { type TensorInfo, util } from '@tensorflow/tfjs-core';
import type { TrainingKernel } from '../runtime/kernel';
import { hasWords } from './copy-view';
import { sizeOf } from './size';

const GRAIN = 16384; // elements

/** condition ? t : e, all of one shape; others are left to the stock kernel. */
export const select: TrainingKernel = {
  name: 'Select',
  run(call, wasm) {
    const { condition, t, e } = call.inputs as { condition: TensorInfo; t: TensorInfo; e: TensorInfo };
    const alike = util.arraysEqual(condition.shape, t.shape) && util.arraysEqual(t.shape, e.shape);
    if (!alike || !hasWords(t) || t.dtype !== e.dtype) return wasm.stock('Select', call);
    const y = wasm.output(t.shape, t.dtype);
    const args = [condition, t, e, y].map((tensor) => wasm.address(tensor));
    wasm.parallel('selectWords', args, sizeOf(t.shape), GRAIN);
    return y;
  },
};
