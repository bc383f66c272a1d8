import type { TrainingKernel } from '../runtime/kernel';

/** A clone shares its data. The stock kernel copies it, and a gradient clones every tensor that it saves. */
export const identity: TrainingKernel = {
  name: 'Identity',
  run(call, wasm) {
    const x = call.inputs.x!;
    if (x.dtype === 'string') return wasm.stock('Identity', call);
    return wasm.reshaped(x, x.shape);
  },
};
