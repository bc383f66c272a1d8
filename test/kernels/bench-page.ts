import * as tf from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-core/dist/public/chained_ops/register_all_chained_ops';
import '@tensorflow/tfjs-core/dist/register_all_gradients';
import { setThreadsCount, setWasmPaths } from '@tensorflow/tfjs-backend-wasm';
import { registerTrainingBackend } from '../../worker/kernels/index';

/** One computation to time. `NAME.bench.ts` exports `benches`; `node test/kernels/bench.mjs NAME` runs them. */
export interface KernelBench {
  readonly name: string;
  /** Floating-point operations of one run; 0 where GB/s say more. */
  readonly flops: number;
  /** Bytes that one run must at least read and write. */
  readonly bytes?: number;
  /** Makes the inputs, which live on, and returns what is timed. What that returns is disposed. */
  prepare(context: typeof tf): () => tf.Tensor | tf.Tensor[];
}

export interface BenchRequest {
  readonly file: string;
  readonly backend: 'stock' | 'ours';
  readonly threads: number;
  /** Runs only the benches whose names hold this. */
  readonly only: string;
}

/** Milliseconds a run, at best; null where it throws. */
export type BenchTimes = Record<string, number | null>;

const ROUND_MS = 0.3; // short: on a busy machine a short round is sometimes undisturbed
const LEAST_ROUNDS = 3;
const PATIENCE_MS = 600; // for one bench

export function serveBenches(files: Record<string, { benches: readonly KernelBench[] }>): void {
  globalThis.onmessage = async ({ data }: MessageEvent<BenchRequest>) => {
    try {
      globalThis.postMessage({ report: await timeAll(files[data.file]!.benches, data) });
    } catch (error) {
      globalThis.postMessage({ error: error instanceof Error ? error.stack : String(error) });
    }
  };
}

async function timeAll(benches: readonly KernelBench[], { backend, threads, only }: BenchRequest) {
  if (backend === 'ours') {
    await registerTrainingBackend({ threads });
  } else {
    setWasmPaths('/');
    setThreadsCount(threads);
  }
  await tf.setBackend('wasm');
  const times: BenchTimes = {};
  for (const bench of benches) {
    if (bench.name.includes(only)) times[bench.name] = time(bench);
  }
  return times;
}

/** The fastest of many rounds, each just long enough for the clock. */
function time(bench: KernelBench): number | null {
  tf.engine().startScope();
  try {
    const run = bench.prepare(tf);
    const end = performance.now() + PATIENCE_MS;
    let best = Infinity;
    let runs = 1;
    for (let round = 0; round < LEAST_ROUNDS || performance.now() < end; round++) {
      const start = performance.now();
      for (let i = 0; i < runs; i++) tf.dispose(run());
      best = Math.min(best, (performance.now() - start) / runs);
      runs = Math.max(1, Math.round(ROUND_MS / best));
    }
    return best;
  } catch {
    return null;
  } finally {
    tf.engine().endScope();
  }
}
