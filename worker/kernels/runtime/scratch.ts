/** Lays out one block of scratch memory: each `take` is aligned to a cache line. */
export class ScratchLayout {
  #bytes = 0;

  /** The offset of a new piece of `bytes`. */
  take(bytes: number): number {
    const offset = this.#bytes;
    this.#bytes += Math.ceil(bytes / 64) * 64;
    return offset;
  }

  get bytes(): number {
    return this.#bytes;
  }
}
