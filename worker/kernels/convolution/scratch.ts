import type { Wasm } from '../kernel';

/** Lays out one block of scratch: each `take` is aligned to a cache line. */
export class ScratchLayout {
  #bytes = 0;

  /** The offset of a new piece of `bytes`. */
  take(bytes: number): number {
    const offset = this.#bytes;
    this.#bytes += Math.ceil(bytes / 64) * 64;
    return offset;
  }

  /** The offset of a workspace (assembly/workspace.ts) with a slot of `slotBytes` for each thread. */
  takeWorkspace(wasm: Wasm, slotBytes: number): number {
    return this.take(Math.ceil((4 * wasm.threads) / 64) * 64 + wasm.threads * slotBytes);
  }

  get bytes(): number {
    return this.#bytes;
  }
}

export function storeWords(wasm: Wasm, address: number, words: readonly number[]): void {
  for (let i = 0; i < words.length; i++) wasm.call('storeWord', address + 4 * i, words[i]!);
}
