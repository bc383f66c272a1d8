import type { TrainingKernel } from './kernel';

/**
 * Identity: the same data again, not a copy, which is what every gradient's saved tensors are made by. Data
 * that has two owners is never written to: variables, the only tensors that change, are replaced.
 */
export const identity: TrainingKernel = {
  name: 'Identity',
  run({ inputs, attrs }, wasm) {
    const x = inputs.x!;
    return x.dtype === 'string' ? wasm.stock('Identity', { inputs, attrs }) : wasm.reshaped(x, x.shape);
  },
};
