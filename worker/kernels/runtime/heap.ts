// TensorFlow.js' WASM module, in whose heap all tensors lie.
import type { BackendWasmModule } from '@tensorflow/tfjs-backend-wasm/wasm-out/tfjs-backend-wasm.js';
import * as plain from '@tensorflow/tfjs-backend-wasm/wasm-out/tfjs-backend-wasm.js';
import * as threaded from '@tensorflow/tfjs-backend-wasm/wasm-out/tfjs-backend-wasm-threaded-simd.js';
import { HeapError } from './errors';
import { growTo, HEAP_BYTES } from './shared-memory';

/** TensorFlow.js' WASM module, up and running, and the memory that holds its heap and tensors. */
export interface Heap {
  readonly module: HeapModule;
  readonly memory: WebAssembly.Memory;
  /** What it can grow to at most, in bytes. */
  readonly limit: number;
  /** What tensors take of it now. */
  tensorBytes: number;
}

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
 * @param shared the memory with its maximum; absent for the plain build, whose memory has none
 */
export async function createHeap(
  binary: BufferSource,
  shared?: Pick<Heap, 'memory' | 'limit'>,
): Promise<Heap> {
  const compiled = await WebAssembly.compile(binary);
  let memory = shared?.memory;
  let fail: (reason: unknown) => void = () => {};
  const failed = new Promise<never>((_, reject) => {
    fail = reject;
  });
  const settings = {
    locateFile: (path: string) => path,
    wasmMemory: memory,
    instantiateWasm(imports: WebAssembly.Imports, receive: Receive) {
      if (shared) growToTheLast(imports.env!, shared);
      // The factory would wait for ever.
      WebAssembly.instantiate(compiled, imports).then((instance) => {
        memory ??= instance.exports.memory as WebAssembly.Memory;
        receive(instance, compiled);
      }, fail);
      return {};
    },
  };
  const made = shared ? withoutThreads(() => factoryOf(threaded)(settings)) : factoryOf(plain)(settings);
  const module = await Promise.race([made, failed]);
  const heap: Heap = { module, memory: memory!, limit: shared?.limit ?? HEAP_BYTES, tensorBytes: 0 };
  Object.assign(module, { tfjs: bindings(module), _malloc: checkedMalloc(heap) });
  return heap;
}

/** Emscripten asks for a twentieth more than it needs, at least, and gives up where the memory's maximum is nearer. */
function growToTheLast(
  env: WebAssembly.ModuleImports,
  { memory, limit }: Pick<Heap, 'memory' | 'limit'>,
): void {
  const resize = env.emscripten_resize_heap as (bytes: number) => boolean;
  env.emscripten_resize_heap = (signed: number) => {
    if (resize(signed)) return true;
    const bytes = signed >>> 0;
    if (bytes > limit || !growTo(memory, bytes)) return false;
    resize(0); // looks at the memory as it is now
    return true;
  };
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
    const address = bytes >= 0 && bytes <= heap.limit ? malloc(bytes) >>> 0 : 0;
    if (address === 0 && bytes !== 0) throw new HeapError(bytes, heap);
    return address;
  };
}
