// Loads the binaries, starts the threads, and makes what registers as a backend.
import type { BackendWasm } from '@tensorflow/tfjs-backend-wasm/dist/backend_wasm';
import type { KernelConfig } from '@tensorflow/tfjs-core';
import { BackendAccess } from './access';
import { fetchBinary } from './binaries';
import { ControlBlock } from './chunks';
import { KernelExports } from './exports';
import { detectFeatures } from './features';
import { createHeap, type Heap } from './heap';
import { HeapBackend } from './heap-backend';
import { importUnsharedMemory } from './memory-import';
import { grantedMemory } from './shared-memory';
import { Threads } from './threads';

const MAX_DEFAULT_THREADS = 8;

/** A backend that is ready to be registered. */
export interface CreatedBackend {
  readonly threads: number;
  readonly relaxedSimd: boolean;
  /** Filled by `registerKernels`. */
  readonly stockKernels: Map<string, KernelConfig>;
  /** For `tf.registerBackend`. */
  factory(): BackendWasm;
  /** What kernels work with on this backend; undefined for a backend that is not ours. */
  access(backend: object): BackendAccess | undefined;
  dispose(): void;
}

/** Loads both modules into one memory and starts the threads. The options are those of the entry, index.ts. */
export async function createTrainingBackend({
  wasmUrl,
  threads,
}: {
  wasmUrl?: string;
  threads?: number;
}): Promise<CreatedBackend> {
  const features = detectFeatures();
  if (!features.simd) throw new Error('This browser has no WebAssembly SIMD, which the wasm backend needs.');
  const wanted = wantedThreads(threads);
  const shared = features.threads && wanted > 1 ? grantedMemory() : undefined;
  const [heapBinary, kernelBinary] = await Promise.all([
    fetchBinary(shared ? 'tfjs-backend-wasm-threaded-simd.wasm' : 'tfjs-backend-wasm-simd.wasm', wasmUrl),
    fetchBinary(features.relaxedSimd ? 'kernels-relaxed-simd.wasm' : 'kernels-simd.wasm', wasmUrl),
  ]);
  const [heap, module] = await Promise.all([
    createHeap(heapBinary, shared),
    WebAssembly.compile(shared ? kernelBinary : importUnsharedMemory(kernelBinary)),
  ]);
  const exports = new KernelExports(module, heap.memory);
  const running = shared
    ? await startThreads(exports, heap, module, wanted, wasmUrl)
    : Threads.single(exports);

  const stockKernels = new Map<string, KernelConfig>();
  const accesses = new WeakMap<object, BackendAccess>();
  return {
    threads: running.count,
    relaxedSimd: features.relaxedSimd,
    stockKernels,
    factory() {
      const backend = new HeapBackend(heap);
      accesses.set(
        backend,
        new BackendAccess(backend, features.relaxedSimd, heap, exports, running, stockKernels),
      );
      return backend;
    },
    access: (backend) => accesses.get(backend),
    dispose: () => running.dispose(),
  };
}

function wantedThreads(
  threads = Math.min(globalThis.navigator?.hardwareConcurrency ?? 1, MAX_DEFAULT_THREADS),
) {
  if (!Number.isInteger(threads) || threads < 1)
    throw new RangeError(`threads must be 1 or more, not ${threads}.`);
  return threads;
}

function startThreads(
  exports: KernelExports,
  { module: { _malloc }, memory }: Heap,
  module: WebAssembly.Module,
  threads: number,
  wasmUrl: string | undefined,
): Promise<Threads> {
  const line = 128; // the block's fields are laid out by cache lines: start it on one
  const block = Math.ceil(_malloc(ControlBlock.bytes + line) / line) * line;
  return Threads.start(exports, { module, memory, block }, threads, wasmUrl);
}
