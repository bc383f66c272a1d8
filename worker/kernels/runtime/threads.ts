import { ControlBlock, MAX_ARGUMENTS } from './control-block';
import type { KernelExports } from './exports';
import { runChunks } from './run-chunks';
import { startThread } from './start-thread';

/** What a thread is told once; from then on it hears only of the shared memory. */
export interface ThreadStart {
  readonly module: WebAssembly.Module;
  readonly memory: WebAssembly.Memory;
  readonly block: number;
  /** 1 and up: 0 is the calling thread. */
  readonly index: number;
}

const CHUNKS_PER_THREAD = 4; // enough to even out a thread that wakes late, few enough to cost nothing
const JOIN_SPINS = 100_000;

/** Runs exports of the kernel binaries on several threads, each with its own instance on one memory. */
export class Pool {
  readonly #exports: KernelExports;
  readonly #block: ControlBlock | undefined;
  readonly #workers: readonly Worker[];
  readonly #maySleep = !('document' in globalThis); // a page's main thread must not

  private constructor(
    exports: KernelExports,
    block?: ControlBlock,
    workers: readonly Worker[] = [],
    /** Every thread's index is below this: `threads`, unless some did not start. */
    readonly indices = 1,
  ) {
    this.#exports = exports;
    this.#block = block;
    this.#workers = workers;
  }

  /** A pool of the calling thread alone: what there is without shared memory. */
  static single(exports: KernelExports): Pool {
    return new Pool(exports);
  }

  /**
   * Starts `threads` - 1 workers and resolves when they are ready. Those that do not start are left out:
   * in the end the calling thread works alone.
   * @param block ControlBlock.bytes of heap, for as long as the pool lives
   */
  static async start(
    exports: KernelExports,
    start: Omit<ThreadStart, 'index'>,
    threads: number,
    wasmUrl: string | undefined,
  ): Promise<Pool> {
    const block = new ControlBlock(start.memory, start.block);
    block.clear();
    exports.pool.poolClose(start.block);
    const starting = Array.from({ length: threads - 1 }, (_, index) =>
      startThread({ ...start, index: index + 1 }, wasmUrl),
    );
    const workers = (await Promise.all(starting)).filter((worker) => worker !== undefined);
    return workers.length ? new Pool(exports, block, workers, threads) : Pool.single(exports);
  }

  /** Threads, the calling one included. */
  get threads(): number {
    return this.#workers.length + 1;
  }

  /** See `Wasm.parallel`. */
  run(name: string, args: readonly number[], units: number, grain: number): void {
    if (args.length > MAX_ARGUMENTS) throw new Error(`${name} has more than ${MAX_ARGUMENTS} arguments.`);
    if (units <= 0) return;
    const exportIndex = this.#exports.index(name);
    const block = this.#block;
    if (!block || units < 2 * grain) {
      this.#exports.at(exportIndex)(...args, 0, units);
      return;
    }
    const { poolClose, poolOpen, poolJoin } = this.#exports.pool;
    const chunk = Math.max(grain, chunkFor(units, this.threads * CHUNKS_PER_THREAD));
    poolClose(block.address);
    block.write({ exportIndex, args, units, chunk });
    const generation = poolOpen(block.address, Math.ceil(units / chunk));
    runChunks(this.#exports, block, generation);
    poolJoin(block.address, JOIN_SPINS, this.#maySleep);
    if (block.failed) throw new WebAssembly.RuntimeError(`${name}: ${block.message}`);
  }

  /** Ends the threads; none may be at work. */
  dispose(): void {
    for (const worker of this.#workers) worker.terminate();
  }
}

/** Long chunks start at multiples of 64 units, which for floats are cache lines. */
function chunkFor(units: number, chunks: number): number {
  const even = Math.ceil(units / chunks);
  return even < 1024 ? even : Math.ceil(even / 64) * 64;
}
