// Typed arrays that grow: what a column of a table is kept in while its length is not known.

type Kind =
  | Float32ArrayConstructor
  | Int32ArrayConstructor
  | Uint32ArrayConstructor
  | Uint16ArrayConstructor
  | Uint8ArrayConstructor;

export class Growing<T extends Float32Array | Int32Array | Uint32Array | Uint16Array | Uint8Array> {
  length = 0;
  #values: T;

  constructor(kind: Kind, capacity = 256) {
    this.#values = new kind(capacity) as T;
  }

  push(value: number): void {
    if (this.length === this.#values.length) this.#grow(this.length + 1);
    this.#values[this.length++] = value;
  }

  /** A view, good until more is added. */
  get values(): T {
    return this.#values.subarray(0, this.length) as T;
  }

  #grow(needed: number): void {
    const kind = this.#values.constructor as Kind;
    const grown = new kind(Math.max(needed, Math.ceil(1.5 * this.#values.length))) as T;
    grown.set(this.#values);
    this.#values = grown;
  }
}
