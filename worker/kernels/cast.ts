import type { DataType } from '@tensorflow/tfjs-core';
import type { TrainingKernel } from './kernel';

/** Cast; to the tensor's own type without a copy. To bool, everything but 0 is true. */
export const cast: TrainingKernel = {
  name: 'Cast',
  run(call, wasm) {
    const x = call.inputs.x!;
    const dtype = call.attrs.dtype as DataType;
    if (x.dtype === dtype) return wasm.reshaped(x, x.shape);
    if (dtype !== 'bool' || x.dtype === 'string') return wasm.stock('Cast', call);
    const y = wasm.output(x.shape, dtype);
    const from = wasm.elements(x);
    const to = wasm.elements(y);
    for (let i = 0; i < to.length; i++) to[i] = from[i] === 0 ? 0 : 1;
    return y;
  },
};
