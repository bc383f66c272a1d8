// The threads, and how a kernel is shared out among them.
import { ControlBlock, MAX_ARGUMENTS, runChunks } from './chunks';
import type { KernelExports } from './exports';
import { startThread, type ThreadStart } from './start-thread';

const CHUNKS_PER_THREAD = 4; // enough to even out a thread that wakes late, few enough to cost nothing
const JOIN_SPINS = 100_000;

/** Runs exports of the kernel binaries on several threads, each with its own instance on one memory. */
export class Threads {
  readonly #exports: KernelExports;
  readonly #block: ControlBlock | undefined;
  readonly #workers: readonly Worker[];
  readonly #maySleep = !('document' in globalThis); // a page's main thread must not

  private constructor(
    exports: KernelExports,
    block?: ControlBlock,
    workers: readonly Worker[] = [],
    /** Every thread's index is below this: `count`, unless some did not start. */
    readonly indices = 1,
  ) {
    this.#exports = exports;
    this.#block = block;
    this.#workers = workers;
  }

  /** The calling thread alone: what there is without shared memory. */
  static single(exports: KernelExports): Threads {
    return new Threads(exports);
  }

  /**
   * Starts `threads` - 1 workers and resolves when they are ready. Those that do not start are left out:
   * in the end the calling thread works alone.
   * @param block ControlBlock.bytes of heap, for as long as they live
   */
  static async start(
    exports: KernelExports,
    start: Omit<ThreadStart, 'index'>,
    threads: number,
    wasmUrl: string | undefined,
  ): Promise<Threads> {
    const block = new ControlBlock(start.memory, start.block);
    block.clear();
    exports.jobs.jobClose(start.block);
    const starting = Array.from({ length: threads - 1 }, (_, index) =>
      startThread({ ...start, index: index + 1 }, wasmUrl),
    );
    const workers = (await Promise.all(starting)).filter((worker) => worker !== undefined);
    return workers.length ? new Threads(exports, block, workers, threads) : Threads.single(exports);
  }

  /** Threads, the calling one included. */
  get count(): number {
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
    const { jobClose, jobOpen, jobJoin } = this.#exports.jobs;
    const chunk = Math.max(grain, chunkFor(units, this.count * CHUNKS_PER_THREAD));
    jobClose(block.address);
    block.write({ exportIndex, args, units, chunk });
    const generation = jobOpen(block.address, Math.ceil(units / chunk));
    runChunks(this.#exports, block, generation);
    jobJoin(block.address, JOIN_SPINS, this.#maySleep);
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
