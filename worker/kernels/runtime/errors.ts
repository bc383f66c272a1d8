/** What the heap and the border of the kernels refuse. */

/** The heap has no room for what was asked for. Nothing was allocated, and the backend works on. */
export class HeapError extends Error {
  override name = 'HeapError';

  /**
   * @param bytes what was asked for
   * @param free what the heap can still give at most; how much of it lies in one piece is not known
   * @param tensor what the bytes were for, where it was a tensor
   */
  constructor(
    readonly bytes: number,
    readonly free: number,
    readonly tensor?: { readonly shape: readonly number[]; readonly dtype: string },
  ) {
    const what = tensor ? `A ${tensor.dtype} tensor [${tensor.shape}]` : 'A kernel';
    super(
      `${what} needs ${bytes} bytes; the WASM heap (at most 4 GiB) has ${free} left. Dispose tensors, or use smaller ones.`,
    );
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
