import { dispose, engine } from '@tensorflow/tfjs-core';
import type { KernelTimes } from '../contract';
import type { KernelBench } from './bench';
import { benches } from './index';

const ROUND_MS = 0.3; // short: on a busy machine a short round is sometimes undisturbed
const LEAST_ROUNDS = 3;
const PATIENCE_MS = 200; // for one bench

/** Times the named benches. */
export function timeKernels(names: readonly string[], stock: boolean): KernelTimes {
  const chosen = benches.filter(({ name }) => names.includes(name));
  return Object.fromEntries(chosen.map((bench) => [bench.name, time(bench, stock)]));
}

/** The fastest of many rounds, each just long enough for the clock; null where it throws. */
function time(bench: KernelBench, stock: boolean): number | null {
  engine().startScope();
  try {
    const run = bench.prepare(stock);
    const end = performance.now() + PATIENCE_MS;
    let best = Infinity;
    let runs = 1;
    for (let round = 0; round < LEAST_ROUNDS || performance.now() < end; round++) {
      const start = performance.now();
      for (let i = 0; i < runs; i++) {
        const result = run();
        if (result) dispose(result);
      }
      best = Math.min(best, (performance.now() - start) / runs);
      runs = Math.max(1, Math.round(ROUND_MS / best));
    }
    return best;
  } catch {
    return null;
  } finally {
    engine().endScope();
  }
}
