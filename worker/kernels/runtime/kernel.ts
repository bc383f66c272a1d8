// What a kernel is, and what it works with.
import type { DataType, NamedAttrMap, NamedTensorInfoMap, TensorInfo } from '@tensorflow/tfjs-core';
import type { AssemblyExports, RangedExports } from './assembly-exports';

/** The exports that `parallel` takes, and what each takes before its range. */
export type RangedName = keyof RangedExports;
export type Arguments<N extends RangedName> = RangedExports[N];

/** The ends of the exports' names that begin with this: of one family, by what tells them apart. */
export type NamedAfter<Prefix extends string> = RangedName extends infer N
  ? N extends `${Prefix}${infer End}`
    ? End
    : never
  : never;

/** One operation of TensorFlow.js, under the name that its engine asks for, for instance `BatchMatMul`. */
export interface TrainingKernel {
  readonly name: string;
  /**
   * Computes the outputs from the inputs; the same contract as TensorFlow.js' `KernelFunc`.
   * It throws an Error for what it does not support; a trap in the WASM code surfaces as an Error too.
   */
  run(call: KernelCall, wasm: Wasm): TensorInfo | TensorInfo[];
}

export interface KernelCall {
  readonly inputs: NamedTensorInfoMap;
  readonly attrs: NamedAttrMap;
}

/** What a kernel works with: tensors where they lie in the heap, and our compiled functions over them. */
export interface Wasm {
  /** Threads that `parallel` may use, the calling one included. */
  readonly threads: number;
  readonly relaxedSimd: boolean;

  /** Where the tensor's first element lies, in bytes. Valid while the tensor lives: the heap never moves. */
  address(tensor: TensorInfo): number;

  /** A new tensor with undefined contents. Throws an Error when the heap is full. */
  output(shape: readonly number[], dtype?: DataType): TensorInfo;

  /** The same data under another shape of the same size: no copy, and an output of its own to return. */
  reshaped(tensor: TensorInfo, shape: readonly number[]): TensorInfo;

  /** The tensor's elements; gone stale as soon as anything is allocated, so take it late and drop it. */
  elements(tensor: TensorInfo): Float32Array | Int32Array | Uint8Array;

  /** The elements of a string tensor, which do not lie in the heap, as UTF-8. */
  strings(tensor: TensorInfo): Uint8Array[];

  /** A new string tensor. */
  stringOutput(shape: readonly number[], values: Uint8Array[]): TensorInfo;

  /** `count` 32-bit words of the heap; they go stale as elements do. */
  words(address: number, count: number): Int32Array;

  /** Hands out `bytes` of heap, aligned to 64, for the time of `use`. Throws an Error when the heap is full. */
  scratch<T>(bytes: number, use: (address: number) => T): T;

  /**
   * The same with `bytes` (a multiple of 64) for each thread, one after the other: in AssemblyScript a
   * thread's own part begins at address + bytes * threadIndex().
   */
  scratchPerThread<T>(bytes: number, use: (address: number) => T): T;

  /** Lets go of a tensor that a kernel made or was given by `run`, and does not return. */
  dispose(tensor: TensorInfo): void;

  /** Calls an export of the kernel binaries (worker/kernels/assembly) on this thread. */
  call<N extends keyof AssemblyExports>(
    name: N,
    ...args: Parameters<AssemblyExports[N]>
  ): ReturnType<AssemblyExports[N]>;

  /**
   * Calls the export `name(...args, start, end)` so that [0, units) is covered once, in ranges of at least
   * `grain` units (but for the last), on all threads; below two grains on this thread alone. Ranges and their
   * order differ from call to call, so a unit's result must not depend on the range it comes in: a
   * reduction takes a fixed number of partial sums as its units. At most 32 arguments.
   */
  parallel<N extends RangedName>(name: N, args: Arguments<N>, units: number, grain?: number): void;

  /** Runs another kernel of this backend, ours or not. */
  run(name: string, inputs: NamedTensorInfoMap, attrs?: NamedAttrMap): TensorInfo | TensorInfo[];

  /** Runs the kernel that ours replaced: for dtypes and cases that ours leave to it. */
  stock(name: string, call: KernelCall): TensorInfo | TensorInfo[];
}
