import { getBackend, getKernelsForBackend, type KernelConfig } from '@tensorflow/tfjs-core';
import type { KernelShare } from './contract';

/**
 * Times every kernel of the backend from now on. Those that call others are charged only for what they do
 * themselves. Only for backends that compute at once, as WASM does.
 * @returns the list that fills up, most time first when read by `read`, and what starts it anew
 */
export function profileKernels(): { reset(): void; read(): KernelShare[] } {
  const shares = new Map<string, KernelShare>();
  let inner = 0; // ms of the kernels that the current one has called
  for (const config of getKernelsForBackend(getBackend())) {
    const { kernelName: kernel, kernelFunc } = config;
    const timed: KernelConfig['kernelFunc'] = (call) => {
      const outer = inner;
      inner = 0;
      const start = performance.now();
      try {
        return kernelFunc(call);
      } finally {
        const ms = performance.now() - start;
        const share = shares.get(kernel) ?? { kernel, calls: 0, ms: 0 };
        shares.set(kernel, { kernel, calls: share.calls + 1, ms: share.ms + ms - inner });
        inner = outer + ms;
      }
    };
    Object.assign(config, { kernelFunc: timed });
  }
  return {
    reset: () => shares.clear(),
    read: () => [...shares.values()].sort((a, b) => b.ms - a.ms),
  };
}
