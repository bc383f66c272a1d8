import {
  getKernel,
  getKernelsForBackend,
  type KernelConfig,
  type NamedAttrMap,
  type NamedTensorInfoMap,
  registerKernel,
  unregisterKernel,
} from '@tensorflow/tfjs-core';
import { allKernels } from '../ops';
import { complexRuns } from '../ops/complex';
import { contracts } from '../ops/contracts';
import { stringRuns } from '../ops/strings';
import { type BackendAccess, BACKEND } from './access';
import { callOperation, type Operation, type Run } from './border';
import { KernelError } from './errors';

/**
 * Replaces or adds all our kernels for the wasm backend, puts the border before each, the stock ones' too, and
 * returns a function that undoes it.
 * @param stockKernels receives the kernels as they were
 */
export function registerKernels(
  stockKernels: Map<string, KernelConfig>,
  access: (backend: object) => BackendAccess | undefined,
): () => void {
  for (const stock of getKernelsForBackend(BACKEND)) stockKernels.set(stock.kernelName, stock);
  const runs = new Map<string, Run>();
  for (const { kernelName } of stockKernels.values()) runs.set(kernelName, (call, wasm) => wasm.stock(kernelName, call));
  for (const { name, run } of allKernels) runs.set(name, run);

  for (const [name, run] of runs) {
    const operation: Operation = {
      name,
      run,
      complex: complexRuns[name],
      strings: stringRuns[name],
      contract: contracts[name],
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
