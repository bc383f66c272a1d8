// Puts our kernels in the place of stock ones.
import { getKernel, type KernelConfig, registerKernel, unregisterKernel } from '@tensorflow/tfjs-core';
import { BACKEND } from './access';
import type { TrainingKernel, Wasm } from './kernel';

/**
 * Replaces or adds our kernels for the wasm backend and returns a function that undoes it.
 * @param stockKernels receives the kernels that were replaced
 */
export function registerKernels(
  kernels: readonly TrainingKernel[],
  stockKernels: Map<string, KernelConfig>,
  access: (backend: object) => Wasm | undefined,
): () => void {
  for (const kernel of kernels) {
    const stock = getKernel(kernel.name, BACKEND) as KernelConfig | undefined;
    if (stock) {
      stockKernels.set(kernel.name, stock);
      unregisterKernel(kernel.name, BACKEND);
    }
    registerKernel({
      ...stock, // its set-up stays, so that `Wasm.stock` can call it
      kernelName: kernel.name,
      backendName: BACKEND,
      kernelFunc({ inputs, attrs, backend }) {
        const wasm = access(backend);
        if (!wasm) throw new Error(`${kernel.name} ran on a wasm backend that is no longer registered.`);
        return kernel.run({ inputs, attrs: attrs ?? {} }, wasm);
      },
    });
  }
  return () => {
    for (const { name } of kernels) {
      unregisterKernel(name, BACKEND);
      const stock = stockKernels.get(name);
      if (stock) registerKernel(stock);
    }
  };
}
