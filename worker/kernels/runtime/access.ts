// What kernels work with, on one backend.
import {
  type DataType,
  getKernel,
  type KernelConfig,
  type NamedAttrMap,
  type NamedTensorInfoMap,
  type TensorInfo,
} from '@tensorflow/tfjs-core';
import type { AssemblyExports } from './assembly-exports';
import type { KernelExports } from './exports';
import type { Heap } from './heap';
import type { HeapBackend } from './heap-backend';
import type { Arguments, KernelCall, RangedName, Wasm } from './kernel';
import type { Threads } from './threads';

const ALIGNMENT = 64; // a cache line

/** The name under which TensorFlow.js knows the backend. */
export const BACKEND = 'wasm';

/** `Wasm` over one backend, its heap and its threads. */
export class BackendAccess implements Wasm {
  constructor(
    readonly backend: HeapBackend,
    readonly relaxedSimd: boolean,
    private readonly heap: Heap,
    private readonly exports: KernelExports,
    private readonly team: Threads,
    private readonly stockKernels: ReadonlyMap<string, KernelConfig>,
  ) {}

  get threads(): number {
    return this.team.count;
  }

  address(tensor: TensorInfo): number {
    return this.backend.getMemoryOffset(tensor.dataId);
  }

  output(shape: readonly number[], dtype: DataType = 'float32'): TensorInfo {
    return this.backend.makeOutput(shape as number[], dtype);
  }

  reshaped(tensor: TensorInfo, shape: readonly number[]): TensorInfo {
    this.backend.incRef(tensor.dataId);
    return { dataId: tensor.dataId, shape: shape as number[], dtype: tensor.dtype };
  }

  elements(tensor: TensorInfo): Float32Array | Int32Array | Uint8Array {
    return this.backend.typedArrayFromHeap(tensor) as Float32Array | Int32Array | Uint8Array;
  }

  strings(tensor: TensorInfo): Uint8Array[] {
    return this.backend.readSync(tensor.dataId) as Uint8Array[];
  }

  stringOutput(shape: readonly number[], values: Uint8Array[]): TensorInfo {
    return this.backend.makeOutput(shape as number[], 'string', undefined, values);
  }

  words(address: number, count: number): Int32Array {
    return new Int32Array(this.heap.memory.buffer, address, count);
  }

  scratch<T>(bytes: number, use: (address: number) => T): T {
    const { module } = this.heap;
    const block = module._malloc(bytes + ALIGNMENT);
    try {
      return use(Math.ceil(block / ALIGNMENT) * ALIGNMENT);
    } finally {
      module._free(block);
    }
  }

  scratchPerThread<T>(bytes: number, use: (address: number) => T): T {
    return this.scratch(bytes * this.team.indices, use);
  }

  dispose(tensor: TensorInfo): void {
    this.backend.disposeData(tensor.dataId);
  }

  call<N extends keyof AssemblyExports>(
    name: N,
    ...args: Parameters<AssemblyExports[N]>
  ): ReturnType<AssemblyExports[N]> {
    return this.exports.at(this.exports.index(name))(...(args as number[])) as ReturnType<AssemblyExports[N]>;
  }

  parallel<N extends RangedName>(name: N, args: Arguments<N>, units: number, grain = 1): void {
    this.team.run(name, args, units, grain);
  }

  run(name: string, inputs: NamedTensorInfoMap, attrs: NamedAttrMap = {}): TensorInfo | TensorInfo[] {
    const kernel = getKernel(name, BACKEND) as KernelConfig | undefined;
    if (!kernel) throw new Error(`The ${BACKEND} backend has no kernel "${name}".`);
    return kernel.kernelFunc({ inputs, attrs, backend: this.backend });
  }

  stock(name: string, { inputs, attrs }: KernelCall): TensorInfo | TensorInfo[] {
    const kernel = this.stockKernels.get(name);
    if (!kernel) throw new Error(`TensorFlow.js has no WASM kernel "${name}" for these inputs.`);
    return kernel.kernelFunc({ inputs, attrs, backend: this.backend });
  }
}
