import type { TensorInfo } from '@tensorflow/tfjs-core';
import type { TrainingKernel } from '../runtime/kernel';
import { sizeOf } from './shape';

export const OPTIMIZER_UPDATE = 'OptimizerUpdate';

export interface UpdateAttributes {
  /** The export of assembly/optimizer.ts. */
  update: string;
  /** What the export takes after the addresses. */
  scalars: number[];
}

const GRAIN = 8192; // elements

/**
 * One optimizer's pass over one variable. Inputs: `gradient`, and for each state n (0 is the variable, the
 * others its slots) `from<n>` and `to<n>`, the same tensor to update in place. All float32, of one shape.
 * Writes the `to` tensors and returns none.
 */
const optimizerUpdate: TrainingKernel = {
  name: OPTIMIZER_UPDATE,
  run({ inputs, attrs }, wasm) {
    const { update, scalars } = attrs as unknown as UpdateAttributes;
    const gradient = inputs.gradient!;
    const addresses = [wasm.address(gradient)];
    for (let n = 0; inputs[`from${n}`]; n++) {
      addresses.push(wasm.address(inputs[`from${n}`]!), wasm.address(inputs[`to${n}`]!));
    }
    wasm.parallel(update, [...addresses, ...scalars], sizeOf(gradient.shape), GRAIN);
    return [] as TensorInfo[];
  },
};

export const optimizerKernels: readonly TrainingKernel[] = [optimizerUpdate];
