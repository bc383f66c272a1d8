/** Data that cannot be used: which file, and why, with what was expected and what was found. */
export class DatasetError extends Error {
  override readonly name = 'DatasetError';

  constructor(
    /** the file's name or address, or what it was to be (`trainImages`) where it has neither */
    readonly file: string,
    readonly reason: string,
    options?: ErrorOptions,
  ) {
    super(`${file}: ${reason}`, options);
  }
}
