import {
  getKernel,
  type KernelConfig,
  type KernelFunc,
  registerKernel,
  unregisterKernel,
} from '@tensorflow/tfjs-core';

/**
 * Puts a kernel in the place of a backend's own, where that is registered.
 * @param make gets the backend's own
 * @returns what undoes it, unless another has taken the place since
 */
export function replaceKernel(
  kernelName: string,
  backendName: string,
  make: (stock: KernelFunc) => KernelFunc,
): () => void {
  const stock = getKernel(kernelName, backendName) as KernelConfig | undefined;
  if (!stock) return () => {};
  const kernelFunc = make(stock.kernelFunc);
  unregisterKernel(kernelName, backendName);
  registerKernel({ ...stock, kernelFunc });
  return () => {
    if (getKernel(kernelName, backendName)?.kernelFunc !== kernelFunc) return;
    unregisterKernel(kernelName, backendName);
    registerKernel(stock);
  };
}
