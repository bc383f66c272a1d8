// The page that the benchmark opens: starts workers and hands on what they are asked.
import { proxy, type Remote, wrap } from 'comlink';
import type { Opened, Setup } from './contract';
import type { BenchWorker } from './worker';

type Methods = Record<string, (...args: unknown[]) => Promise<unknown>>;

const running = new Map<string, { worker: Worker; remote: Remote<BenchWorker> }>();

export const bench = {
  /** Starts a column's worker and its backend; one of the same title is stopped first. */
  async start(setup: Setup): Promise<Opened> {
    bench.stop(setup.title);
    const worker = new Worker(new URL('./worker.js', import.meta.url), { type: 'module' });
    const remote = wrap<BenchWorker>(worker);
    running.set(setup.title, { worker, remote });
    const failed = new Promise<never>((_, reject) => {
      worker.addEventListener('error', ({ message }) => reject(new Error(message)));
    });
    return await Promise.race([remote.open(setup), failed]);
  },

  call(title: string, method: string, ...args: unknown[]): Promise<unknown> {
    return (running.get(title)!.remote as unknown as Methods)[method]!(...args);
  },

  /** The same for a method whose first argument hears of its progress. */
  callReporting(title: string, method: string, ...args: unknown[]): Promise<unknown> {
    const { report } = globalThis as unknown as { report(event: unknown): void };
    return bench.call(title, method, proxy(report), ...args);
  },

  stop(title: string): void {
    running.get(title)?.worker.terminate();
    running.delete(title);
  },
};

Object.assign(globalThis, { bench });
