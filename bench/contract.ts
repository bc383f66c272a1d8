// What the benchmark's two sides tell each other: the Node.js side asks, workers in the browser compute.

/** What a column of a table runs on. */
export interface Setup {
  /** Heads the column. */
  title: string;
  /** `ours` and `stock` are both TensorFlow.js' `wasm`, with this package's kernels and without. */
  backend: 'ours' | 'stock' | 'cpu' | 'webgpu';
  /** The machine's where absent. */
  threads?: number;
}

export interface Opened {
  threads: number;
  /** The instruction set or the graphics adapter. */
  device: string;
}

export interface FirstStep {
  /** Floating-point operations of a step; flops.ts says how they are counted. */
  flops: number;
  firstStepMs: number;
}

/** Milliseconds a run of each kernel benchmark, at best; null where it throws. */
export type KernelTimes = Record<string, number | null>;

export interface KernelSize {
  name: string;
  /** Floating-point operations of a run; 0 where GB/s say more. */
  flops: number;
  /** Bytes that a run must at least read and write. */
  bytes: number;
}

/** What one kernel took in the profiled steps, without the kernels that it called itself. */
export interface KernelShare {
  kernel: string;
  calls: number;
  ms: number;
}

export interface Profile {
  steps: number;
  /** Of all steps. */
  totalMs: number;
  kernels: KernelShare[];
}
