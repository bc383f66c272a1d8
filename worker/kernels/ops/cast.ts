import type { DataType } from '@tensorflow/tfjs-core';
import type { TrainingKernel } from '../runtime/kernel';
import { sizeOf } from './size';

const GRAIN = 16384; // elements

/** The exports that convert; the rest is left to the stock kernel. */
const conversions: Readonly<Record<string, string>> = {
  'bool float32': 'floatsOfBools',
  'float32 bool': 'boolsOfFloats',
};

/** Cast; to the tensor's own type without a copy. To bool, everything but 0 is true. */
export const cast: TrainingKernel = {
  name: 'Cast',
  run(call, wasm) {
    const x = call.inputs.x!;
    const dtype = call.attrs.dtype as DataType;
    if (x.dtype === dtype) return wasm.reshaped(x, x.shape);
    const conversion = conversions[`${x.dtype} ${dtype}`];
    if (!conversion && dtype !== 'bool') return wasm.stock('Cast', call);
    const y = wasm.output(x.shape, dtype);
    if (!conversion) {
      // The stock kernel would keep an integer's lowest byte.
      wasm.elements(y).set(wasm.elements(x).map((value) => Number(value !== 0)));
      return y;
    }
    wasm.parallel(conversion, [wasm.address(x), wasm.address(y)], sizeOf(x.shape), GRAIN);
    return y;
  },
};
