import type { TrainingKernel } from '../../runtime/kernel';
import { runPoolGradient } from './run-pool-gradient';

/** AvgPoolGrad: dy / (filter height × width) for every place of a window, as on the CPU backend. */
export const avgPoolGrad: TrainingKernel = {
  name: 'AvgPoolGrad',
  run({ inputs, attrs }, wasm) {
    const x = inputs.input!;
    const dy = inputs.dy!;
    return runPoolGradient(wasm, 'avgPoolGrad', [dy], { x, dy, attrs });
  },
};
