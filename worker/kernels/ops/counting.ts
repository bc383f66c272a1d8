// Counting and marking by integers. The stock kernels take the dtypes of one input for another's, and count in
// places that are not there; these are rare, and plain TypeScript over the heap serves.
import type { DataType, TensorInfo } from '@tensorflow/tfjs-core';
import { KernelError } from '../runtime/errors';
import type { TrainingKernel } from '../runtime/kernel';
import { sizeOf } from './shape';

/** y [..., depth]: onValue where the index is, offValue elsewhere, and in the whole row of an index that is none. */
const oneHot: TrainingKernel = {
  name: 'OneHot',
  run({ inputs, attrs }, wasm) {
    const {
      depth,
      onValue,
      offValue,
      dtype = 'int32',
    } = attrs as Record<string, unknown> & {
      depth: number;
      onValue: number;
      offValue: number;
      dtype?: DataType;
    };
    const y = wasm.output([...inputs.indices!.shape, depth], dtype);
    const indices = wasm.elements(inputs.indices!);
    const rows = wasm.elements(y).fill(offValue);
    for (let i = 0; i < indices.length; i++) {
      const index = indices[i]!;
      if (index >= 0 && index < depth) rows[i * depth + index] = onValue;
    }
    return y;
  },
};

/**
 * How often each integer of [0, size) is there, or the sum of the weights that go with it: [size], or with rows
 * [rows, size]. Larger integers are left out.
 */
function bincount(name: 'Bincount' | 'DenseBincount'): TrainingKernel {
  return {
    name,
    run({ inputs, attrs }, wasm) {
      const { x, weights } = inputs as { x: TensorInfo; weights: TensorInfo };
      const { size, binaryOutput = false } = attrs as { size: number; binaryOutput?: boolean };
      const weighted = sizeOf(weights.shape) > 0;
      if (weighted && sizeOf(weights.shape) !== sizeOf(x.shape)) {
        throw new KernelError(name, `weights [${weights.shape}] do not fit x [${x.shape}].`);
      }
      const byRow = name === 'DenseBincount' && x.shape.length === 2;
      const y = wasm.output(byRow ? [x.shape[0]!, size] : [size], weights.dtype);
      const [values, amounts, counts] = [x, weights, y].map((tensor) => wasm.elements(tensor));
      counts!.fill(0);
      const width = byRow ? x.shape[1]! : values!.length;
      for (let i = 0; i < values!.length; i++) {
        const value = values![i]!;
        if (value < 0) throw new KernelError(name, 'Input x must be non-negative!');
        if (value >= size) continue;
        const at = Math.floor(i / width) * size + value;
        if (binaryOutput) counts![at] = 1;
        else counts![at]! += weighted ? amounts![i]! : 1;
      }
      return y;
    },
  };
}

export const countingKernels: readonly TrainingKernel[] = [
  oneHot,
  bincount('Bincount'),
  bincount('DenseBincount'),
];
