// Puts our kernels in the place of stock ones, and the border before all.
import {
  getKernel,
  getKernelsForBackend,
  type KernelConfig,
  type NamedAttrMap,
  type NamedTensorInfoMap,
  registerKernel,
  unregisterKernel,
} from '@tensorflow/tfjs-core';
import { BACKEND, type BackendAccess } from './access';
import { type Border, callOperation, type Run } from './border';
import { KernelError } from './errors';
import type { TrainingKernel } from './kernel';

/**
 * Replaces or adds our kernels for the wasm backend, puts the border before each, the stock ones' too, and
 * returns a function that undoes it.
 * @param stockKernels receives the kernels as they were
 */
export function registerKernels(
  kernels: readonly TrainingKernel[],
  border: Border,
  stockKernels: Map<string, KernelConfig>,
  access: (backend: object) => BackendAccess | undefined,
): () => void {
  const runs = new Map<string, Run>();
  for (const stock of getKernelsForBackend(BACKEND)) {
    const { kernelName } = stock;
    stockKernels.set(kernelName, stock);
    runs.set(kernelName, (call, wasm) => wasm.stock(kernelName, call));
  }
  for (const { name, run } of kernels) runs.set(name, run);

  for (const [name, run] of runs) {
    const operation = {
      name,
      run,
      complex: border.complex[name],
      strings: border.strings[name],
      contract: border.contracts[name],
    };
    const stock = getKernel(name, BACKEND) as KernelConfig | undefined;
    if (stock) unregisterKernel(name, BACKEND);
    registerKernel({
      ...stock, // its set-up stays, so that `Wasm.stock` can call it
      kernelName: name,
      backendName: BACKEND,
      kernelFunc({ inputs, attrs, backend }) {
        const wasm = access(backend as object);
        if (!wasm) throw new KernelError(name, 'ran on a wasm backend that is no longer registered.');
        const call = { inputs: inputs as NamedTensorInfoMap, attrs: (attrs ?? {}) as NamedAttrMap };
        return callOperation(operation, call, wasm, wasm.backend);
      },
    });
  }
  return () => {
    for (const name of runs.keys()) {
      unregisterKernel(name, BACKEND);
      const stock = stockKernels.get(name);
      if (stock) registerKernel(stock);
    }
  };
}
