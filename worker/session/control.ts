// The page's hold on one run: pause, resume, stop.

export class RunControl {
  readonly #abort = new AbortController();
  #paused = false;
  #dropped = false;
  #wake: (() => void) | undefined;

  /** Aborts when the run is stopped; for what waits outside the generator, such as a download. */
  get signal(): AbortSignal {
    return this.#abort.signal;
  }

  get stopped(): boolean {
    return this.#abort.signal.aborted;
  }

  /** Whether nobody waits for what a stopped run has learned. */
  get dropped(): boolean {
    return this.#dropped;
  }

  get paused(): boolean {
    return this.#paused;
  }

  pause(): void {
    this.#paused = true;
  }

  resume(): void {
    this.#paused = false;
    this.#wake?.();
  }

  /** @param drop whether what was learned is thrown away */
  stop(drop = false): void {
    this.#dropped ||= drop;
    this.#abort.abort();
    this.#wake?.();
  }

  /** Resolves at once unless paused; then when resumed or stopped. */
  async gate(): Promise<void> {
    while (this.#paused && !this.stopped) {
      await new Promise<void>((resolve) => {
        this.#wake = resolve;
      });
    }
  }

  /** Waits for `promise`; throws the signal's reason if the run is stopped first. */
  unlessStopped<T>(promise: Promise<T>): Promise<T> {
    const { signal } = this;
    return new Promise<T>((resolve, reject) => {
      const abort = () => reject(signal.reason);
      if (signal.aborted) abort();
      signal.addEventListener('abort', abort, { once: true });
      promise.then(resolve, reject).finally(() => signal.removeEventListener('abort', abort));
    });
  }
}
