import type { Tensor } from '@tensorflow/tfjs-core';

/** One computation to time, at a shape of one of the experiments. */
export interface KernelBench {
  name: string;
  /** Floating-point operations of one run; absent where GB/s say more. */
  flops?: number;
  /** Bytes that one run must at least read and write. */
  bytes?: number;
  /**
   * Makes the inputs, which live on, and returns what is timed. What that returns is disposed.
   * @param stock whether this is TensorFlow.js without our kernels
   */
  prepare(stock: boolean): () => Tensor | Tensor[] | undefined;
}

export const FLOAT = 4; // bytes

export function size(shape: readonly number[]): number {
  return shape.reduce((product, n) => product * n, 1);
}
