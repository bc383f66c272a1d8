// TensorFlow.js' WASM backend with this package's training kernels.
import { registerTrainingBackend } from '../kernels';
import type { OpenBackend } from './open';

export const open: OpenBackend = async ({ assetsUrl, threads }) => {
  const backend = await registerTrainingBackend({ wasmUrl: assetsUrl, threads });
  return {
    threads: backend.threads,
    device: backend.relaxedSimd ? 'relaxed SIMD' : 'SIMD',
    close: () => backend.dispose(),
  };
};
