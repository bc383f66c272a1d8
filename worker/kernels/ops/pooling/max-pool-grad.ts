import type { TrainingKernel } from '../../runtime/kernel';
import { runPoolGradient } from './run-pool-gradient';

/** MaxPoolGrad: dy goes to each window's first largest value, as on the CPU backend. */
export const maxPoolGrad: TrainingKernel = {
  name: 'MaxPoolGrad',
  run({ inputs, attrs }, wasm) {
    const x = inputs.input!;
    const dy = inputs.dy!;
    if (x.dtype !== 'float32') return wasm.stock('MaxPoolGrad', { inputs, attrs });
    return runPoolGradient(wasm, 'maxPoolGrad', [x, dy], { x, dy, attrs });
  },
};
