// Plain JavaScript: runs everywhere, some hundred times slower than WASM.
import '@tensorflow/tfjs-backend-cpu';
import { installCorrections } from '../kernels/patches/corrections';
import { registerCpuRandom } from '../kernels/random/cpu';
import type { OpenBackend } from './open';

export const open: OpenBackend = async () => {
  registerCpuRandom();
  installCorrections();
  return { threads: 1 };
};
