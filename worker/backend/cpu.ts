// Plain JavaScript: runs everywhere, some hundred times slower than WASM.
import '@tensorflow/tfjs-backend-cpu';
import { registerCpuRandom } from '../kernels/cpu/random';
import { installCorrections } from '../kernels/patches/corrections/install';
import { installOptimizers } from '../kernels/patches/optimizers/install';
import type { OpenBackend } from './open';

export const open: OpenBackend = async () => {
  registerCpuRandom();
  installCorrections();
  installOptimizers();
  return { threads: 1 };
};
