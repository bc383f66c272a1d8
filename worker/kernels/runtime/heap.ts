// TensorFlow.js' WASM module, in whose heap all tensors lie.
import type { BackendWasmModule } from '@tensorflow/tfjs-backend-wasm/wasm-out/tfjs-backend-wasm.js';
import * as plain from '@tensorflow/tfjs-backend-wasm/wasm-out/tfjs-backend-wasm.js';
import * as threaded from '@tensorflow/tfjs-backend-wasm/wasm-out/tfjs-backend-wasm-threaded-simd.js';
import { HeapError } from './errors';

/** TensorFlow.js' WASM module, up and running, and the memory that holds its heap and tensors. */
export interface Heap {
  readonly module: HeapModule;
  readonly memory: WebAssembly.Memory;
  /** What tensors take of it now. */
  tensorBytes: number;
}

/** What the module lets its heap grow to: 4 GiB less a page. */
export const HEAP_BYTES = 2 ** 32 - 2 ** 16;

/** What we use of Emscripten's module, beside what its own type says. */
export interface HeapModule extends BackendWasmModule {
  _malloc(bytes: number): number;
  /** The instance's exports. */
  asm: { malloc(bytes: number): number };
  _free(address: number): void;
  cwrap(name: string, result: 'number' | null, parameters: 'number'[]): (...args: number[]) => number;
}

type Factory = (settings: object) => Promise<HeapModule>;
type Receive = (instance: WebAssembly.Instance, module: WebAssembly.Module) => void;

/**
 * Instantiates the SIMD build of TensorFlow.js' module: the threaded one on shared memory, or the plain one.
 * Either way the module computes on the calling thread alone.
 */
export async function createHeap(binary: BufferSource, shared: boolean): Promise<Heap> {
  const compiled = await WebAssembly.compile(binary);
  let memory: WebAssembly.Memory | undefined;
  let fail: (reason: unknown) => void = () => {};
  const failed = new Promise<never>((_, reject) => {
    fail = reject;
  });
  const settings = {
    locateFile: (path: string) => path,
    instantiateWasm(imports: WebAssembly.Imports, receive: Receive) {
      // The factory would wait for ever.
      WebAssembly.instantiate(compiled, imports).then((instance) => {
        memory = (shared ? imports.env!.memory : instance.exports.memory) as WebAssembly.Memory;
        receive(instance, compiled);
      }, fail);
      return {};
    },
  };
  const made = shared ? withoutThreads(() => factoryOf(threaded)(settings)) : factoryOf(plain)(settings);
  const module = await Promise.race([made, failed]);
  const heap: Heap = { module, memory: memory!, tensorBytes: 0 };
  Object.assign(module, { tfjs: bindings(module), _malloc: checkedMalloc(heap) });
  return heap;
}

/** The factories are CommonJS: depending on the bundler, the function is the module or its default. */
function factoryOf(module: object): Factory {
  return 'default' in module ? (module.default as Factory) : (module as unknown as Factory);
}

/**
 * The threaded build starts eight workers and waits until they have loaded it, though with a thread count
 * of one it never uses them. It does so synchronously by the global `Worker`, so for that moment there is
 * one that says at once that it has loaded.
 */
function withoutThreads<T>(create: () => T): T {
  const original = globalThis.Worker;
  globalThis.Worker = IdleWorker as unknown as typeof Worker;
  try {
    return create();
  } finally {
    globalThis.Worker = original;
  }
}

class IdleWorker {
  onmessage?: (event: { data: object }) => void;
  postMessage(): void {
    queueMicrotask(() => this.onmessage?.({ data: { cmd: 'loaded' } }));
  }
  terminate(): void {}
}

/** What `BackendWasm` calls. Its thread count is not passed on: our own threads do the work. */
function bindings(module: HeapModule): BackendWasmModule['tfjs'] {
  const bind = (name: string, result: 'number' | null, parameters: number) =>
    module.cwrap(name, result, new Array<'number'>(parameters).fill('number'));
  const initWithThreadsCount = bind('init_with_threads_count', null, 1);
  return {
    init: bind('init', null, 0),
    initWithThreadsCount: () => initWithThreadsCount(1),
    getThreadsCount: bind('get_threads_count', 'number', 0),
    registerTensor: bind('register_tensor', null, 3),
    disposeData: bind('dispose_data', null, 1),
    dispose: bind('dispose', null, 0),
  };
}

/** `malloc` gives 0 when the heap is full, and takes sizes modulo 4 GiB: TensorFlow.js would go on to write there. */
function checkedMalloc(heap: Heap): (bytes: number) => number {
  const { malloc } = heap.module.asm; // `_malloc` puts this into its own place when it is first called
  return (bytes) => {
    const address = bytes >= 0 && bytes <= HEAP_BYTES ? malloc(bytes) >>> 0 : 0;
    if (address === 0 && bytes !== 0) throw new HeapError(bytes, HEAP_BYTES - heap.tensorBytes);
    return address;
  };
}
