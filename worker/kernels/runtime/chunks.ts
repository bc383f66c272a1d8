// A job in shared memory, and how a thread takes its chunks of it.
import type { KernelExports } from './exports';

/**
 * The threads' block in shared memory; the first fields belong to assembly/threads.ts, which says how they work.
 * A job is an export's index, its arguments and how many units and chunks it has.
 */
const BYTES = 1024;
export const MAX_ARGUMENTS = 32;

const at = { exportIndex: 132, argumentCount: 136, units: 140, chunk: 144, failed: 148, messageBytes: 152 };
const ARGUMENTS = 256;
const MESSAGE = 512;

export interface Job {
  readonly exportIndex: number;
  readonly args: readonly number[];
  readonly units: number;
  /** Units a chunk, but for the last. */
  readonly chunk: number;
}

export class ControlBlock {
  static readonly bytes = BYTES;
  readonly #words: DataView;
  readonly #message: Uint8Array;

  /** A shared memory that grows keeps what it had where it was: these views never go stale. */
  constructor(
    memory: WebAssembly.Memory,
    readonly address: number,
  ) {
    this.#words = new DataView(memory.buffer, address, BYTES);
    this.#message = new Uint8Array(memory.buffer, address + MESSAGE, BYTES - MESSAGE);
  }

  write(job: Job): void {
    const words = this.#words;
    words.setInt32(at.exportIndex, job.exportIndex, true);
    words.setInt32(at.argumentCount, job.args.length, true);
    words.setInt32(at.units, job.units, true);
    words.setInt32(at.chunk, job.chunk, true);
    words.setInt32(at.failed, 0, true);
    for (let i = 0; i < job.args.length; i++) words.setFloat64(ARGUMENTS + 8 * i, job.args[i]!, true);
  }

  read(): Job {
    const words = this.#words;
    const args = new Array<number>(words.getInt32(at.argumentCount, true));
    for (let i = 0; i < args.length; i++) args[i] = words.getFloat64(ARGUMENTS + 8 * i, true);
    return {
      exportIndex: words.getInt32(at.exportIndex, true),
      args,
      units: words.getInt32(at.units, true),
      chunk: words.getInt32(at.chunk, true),
    };
  }

  get failed(): boolean {
    return this.#words.getInt32(at.failed, true) !== 0;
  }

  /** Keeps an error's text; with errors on several threads any one of them wins. */
  fail(error: unknown): void {
    const text = new TextEncoder().encode(error instanceof Error ? error.message : String(error));
    const kept = text.subarray(0, this.#message.length);
    this.#message.set(kept);
    this.#words.setInt32(at.messageBytes, kept.length, true);
    this.#words.setInt32(at.failed, 1, true);
  }

  get message(): string {
    return new TextDecoder().decode(this.#message.slice(0, this.#words.getInt32(at.messageBytes, true)));
  }

  /** For a new block: malloc does not clear. */
  clear(): void {
    for (let i = 0; i < BYTES; i += 4) this.#words.setInt32(i, 0, true);
  }
}

/**
 * Claims and runs chunks of the job of this generation until none is left. After an error, on any thread,
 * the remaining chunks are only counted, so that the caller's join returns.
 */
export function runChunks(exports: KernelExports, block: ControlBlock, generation: number): void {
  const { jobClaim, jobDone } = exports.jobs;
  let index = jobClaim(block.address, generation);
  if (index < 0) return;
  const { exportIndex, args, units, chunk } = block.read();
  const run = exports.at(exportIndex);
  for (; index >= 0; index = jobClaim(block.address, generation)) {
    try {
      if (!block.failed) run(...args, index * chunk, Math.min(units, (index + 1) * chunk));
    } catch (error) {
      block.fail(error);
    }
    jobDone(block.address);
  }
}
