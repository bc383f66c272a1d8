import { getKernel, type KernelConfig, registerKernel, unregisterKernel } from '@tensorflow/tfjs-core';
import { allKernels } from './all';
import type { Wasm } from './kernel';

/**
 * Replaces or adds all our kernels for a backend and returns a function that undoes it.
 * @param stockKernels receives the kernels that were replaced
 */
export function registerKernels(
  backendName: string,
  stockKernels: Map<string, KernelConfig>,
  access: (backend: object) => Wasm | undefined,
): () => void {
  for (const kernel of allKernels) {
    const stock = getKernel(kernel.name, backendName) as KernelConfig | undefined;
    if (stock) {
      stockKernels.set(kernel.name, stock);
      unregisterKernel(kernel.name, backendName);
    }
    registerKernel({
      ...stock, // its set-up stays, so that `Wasm.stock` can call it
      kernelName: kernel.name,
      backendName,
      kernelFunc({ inputs, attrs, backend }) {
        const wasm = access(backend);
        if (!wasm) throw new Error(`${kernel.name} ran on a wasm backend that is no longer registered.`);
        return kernel.run({ inputs, attrs: attrs ?? {} }, wasm);
      },
    });
  }
  return () => {
    for (const { name } of allKernels) {
      unregisterKernel(name, backendName);
      const stock = stockKernels.get(name);
      if (stock) registerKernel(stock);
    }
  };
}
