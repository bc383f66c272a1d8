/** What the heap and the border of the kernels refuse. */

/** The heap has no room for what was asked for. Nothing was allocated, and the backend works on. */
export class HeapError extends Error {
  override name = 'HeapError';
  /** What the heap can still give at most; how much of it lies in one piece is not known. */
  readonly free: number;
  /** What the heap can have at most, in bytes: 4 GiB, or less where the device grants less. */
  readonly limit: number;

  /**
   * @param bytes what was asked for
   * @param heap the heap as it is
   * @param tensor what the bytes were for, where it was a tensor
   */
  constructor(
    readonly bytes: number,
    heap: { readonly limit: number; readonly tensorBytes: number },
    readonly tensor?: { readonly shape: readonly number[]; readonly dtype: string },
  ) {
    const what = tensor ? `A ${tensor.dtype} tensor [${tensor.shape}]` : 'A kernel';
    const free = heap.limit - heap.tensorBytes;
    const most = `at most ${Math.round(heap.limit / 2 ** 20)} MiB here`;
    super(
      `${what} needs ${bytes} bytes; the WASM heap (${most}) has ${free} left. Dispose tensors, or use smaller ones.`,
    );
    this.free = free;
    this.limit = heap.limit;
  }
}

/** A kernel was called with inputs that it cannot take. It was not run. */
export class KernelError extends Error {
  override name = 'KernelError';

  constructor(
    readonly kernel: string,
    problem: string,
  ) {
    super(`${kernel}: ${problem}`);
  }
}
