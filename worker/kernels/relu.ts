import type { TrainingKernel } from './kernel';

/** Relu: y = max(x, 0). */
export const relu: TrainingKernel = {
  name: 'Relu',
  run({ inputs, attrs }, wasm) {
    const x = inputs.x!;
    if (x.dtype !== 'float32') return wasm.stock('Relu', { inputs, attrs });
    const y = wasm.output(x.shape);
    const size = x.shape.reduce((product, length) => product * length, 1);
    wasm.parallel('relu', [wasm.address(x), wasm.address(y)], size, 16384);
    return y;
  },
};
