// One step of an optimizer over one variable.
import type { TensorInfo } from '@tensorflow/tfjs-core';
import type { RangedName, TrainingKernel } from '../runtime/kernel';
import { sizeOf } from './shape';

export const OPTIMIZER_UPDATE = 'OptimizerUpdate';

/** The exports of assembly/optimizer.ts. */
export type OptimizerExport = Extract<RangedName, `${string}Update`>;

export interface UpdateAttributes {
  update: OptimizerExport;
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
    wasm.parallel(update, [...addresses, ...scalars] as never, sizeOf(gradient.shape), GRAIN);
    return [] as TensorInfo[];
  },
};

export const optimizerKernels: readonly TrainingKernel[] = [optimizerUpdate];
