/**
 * The entry `trainlab/wasm`: TensorFlow.js' WASM backend with kernels and patches that train, for code of one's own.
 * @module trainlab/wasm
 */
import '@tensorflow/tfjs-backend-wasm/dist/register_all_kernels'; // the stock kernels, before ours replace some
import { findBackendFactory, registerBackend, removeBackend } from '@tensorflow/tfjs-core';
import * as families from './ops';
import { complexRuns } from './ops/complex';
import { contracts } from './ops/contracts';
import { stringRuns } from './ops/strings';
import { installCorrections } from './patches/corrections/install';
import { installFusedLayers } from './patches/fused-layers';
import { installGradients } from './patches/gradients/install';
import { installOptimizers } from './patches/optimizers/install';
import { installRecurrentLayers } from './patches/recurrent-layers';
import { BACKEND } from './runtime/access';
import type { Border } from './runtime/border';
import { createTrainingBackend } from './runtime/create-backend';
import { registerKernels } from './runtime/register-kernels';

export { HeapError, KernelError } from './runtime/errors';

/** How the backend starts; all optional. */
export interface TrainingBackendOptions {
  /**
   * The folder that holds `tfjs-backend-wasm-simd.wasm`, `tfjs-backend-wasm-threaded-simd.wasm`,
   * `kernels-simd.wasm` and `kernels-relaxed-simd.wasm`. Default: beside this script.
   */
  wasmUrl?: string;
  /** Threads, the calling one included. Default: the machine's, at most 8. One without isolation. */
  threads?: number;
}

/** What `registerTrainingBackend` found, and the way back. */
export interface TrainingBackend {
  /** Threads in use, the calling one included; 1 where the page is not cross-origin isolated. */
  readonly threads: number;
  /** Whether the browser has relaxed SIMD, with which products are faster. */
  readonly relaxedSimd: boolean;
  /** Ends the threads, removes the backend with its tensors and puts the stock `wasm` backend back. */
  dispose(): void;
}

const border: Border = { complex: complexRuns, strings: stringRuns, contracts };
const PRIORITY = 2; // as the stock backend has
let current: { dispose(): void } | undefined;

/**
 * Registers TensorFlow.js' `wasm` backend anew, with kernels that train: what the stock one lacks, and what
 * it does slowly. Call it before `tf.setBackend('wasm')`; it may be called again, also after `dispose`.
 * An initialized `wasm` backend is removed, with its tensors.
 * @throws Error where the engine has no WASM SIMD, or a binary cannot be fetched
 */
export async function registerTrainingBackend(
  options: TrainingBackendOptions = {},
): Promise<TrainingBackend> {
  const created = await createTrainingBackend(options);
  current?.dispose();
  const stockFactory = registeredFactory();
  if (stockFactory) removeBackend(BACKEND);
  const restore = [
    registerKernels(Object.values(families).flat(), border, created.stockKernels, created.access),
    installCorrections(),
    installGradients(),
    installOptimizers(),
    installRecurrentLayers(),
    installFusedLayers(),
  ];
  registerBackend(BACKEND, created.factory, PRIORITY);
  let disposed = false;
  const backend: TrainingBackend = {
    threads: created.threads,
    relaxedSimd: created.relaxedSimd,
    dispose() {
      if (disposed) return;
      disposed = true;
      if (current === backend) current = undefined;
      if (registeredFactory() === created.factory) removeBackend(BACKEND);
      created.dispose();
      for (const undo of restore.reverse()) undo();
      if (stockFactory && !registeredFactory()) registerBackend(BACKEND, stockFactory, PRIORITY);
    },
  };
  current = backend;
  return backend;
}

/** TensorFlow.js' type leaves out that it gives null where there is none. */
function registeredFactory(): ReturnType<typeof findBackendFactory> | null {
  return findBackendFactory(BACKEND);
}
