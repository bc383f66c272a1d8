// One training in progress: a promise of its result, and a source of events.
import { type Connection, call } from './call';
import { createEmitter, type Unsubscribe } from './emitter';
import { InvalidOptionError } from './errors';
import { Model } from './model';
import { portable } from './portable-data';
import type { AnyRunEvent, ExperimentTypes, RunEvents, WireResult } from './protocol';

/** What a finished run gives. */
export interface Result<T extends ExperimentTypes = ExperimentTypes>
  extends Omit<WireResult, 'model' | 'output' | 'hyperparameters'> {
  /** As used: defaults, preset and options together. */
  hyperparameters: T['hyperparameters'];
  output: T['output'];
  /** The trained network; it stays in the worker until `dispose` or the end of the lab. */
  model: Model<T>;
}

export class Run<T extends ExperimentTypes = ExperimentTypes>
  implements Promise<Result<T>>, AsyncIterable<AnyRunEvent<T['sample']>>
{
  readonly [Symbol.toStringTag] = 'Run';
  readonly #connection: Connection;
  readonly #emitter = createEmitter<RunEvents<T['sample']> & { any: AnyRunEvent<T['sample']> }>();
  readonly #result: Promise<Result<T>>;

  /** @internal */
  constructor(
    connection: Connection,
    /** Number of the run in its lab, from 1. */
    readonly id: number,
    readonly experiment: string,
    options: Record<string, unknown> & { signal?: AbortSignal },
  ) {
    this.#connection = connection;
    this.#result = this.#train(options);
    // One who only listens to events must not be told of a rejection nobody handles.
    this.#result.catch(() => {});
  }

  /** Calls `listener` on every event of that type, until unsubscribed or `signal` aborts. */
  on<K extends keyof RunEvents>(
    type: K,
    listener: (event: RunEvents<T['sample']>[K]) => void,
    options?: { signal?: AbortSignal },
  ): Unsubscribe {
    return this.#emitter.on(type, listener as never, options);
  }

  /** Holds the training after the step in progress. */
  pause(): void {
    call(this.#connection, (api) => api.pause(this.id)).catch(() => {});
  }

  /** Goes on after `pause`. */
  resume(): void {
    call(this.#connection, (api) => api.resume(this.id)).catch(() => {});
  }

  /** Ends the run after the step in progress; its promise rejects with a `StoppedError`. Resolves when it has ended. */
  async stop(): Promise<void> {
    await call(this.#connection, (api) => api.stop(this.id)).catch(() => {});
    await this.#result.catch(() => {});
  }

  // biome-ignore lint/suspicious/noThenProperty: a Run is awaited like a promise
  then<A = Result<T>, B = never>(
    resolved?: ((result: Result<T>) => A | PromiseLike<A>) | null,
    rejected?: ((reason: unknown) => B | PromiseLike<B>) | null,
  ): Promise<A | B> {
    return this.#result.then(resolved, rejected);
  }

  catch<B = never>(rejected?: ((reason: unknown) => B | PromiseLike<B>) | null): Promise<Result<T> | B> {
    return this.#result.catch(rejected);
  }

  finally(settled?: (() => void) | null): Promise<Result<T>> {
    return this.#result.finally(settled);
  }

  /** Every event from now on, until the run settles; throws what the run rejects with. */
  async *[Symbol.asyncIterator](): AsyncGenerator<AnyRunEvent<T['sample']>, void, void> {
    const waiting: AnyRunEvent<T['sample']>[] = [];
    let wake = () => {};
    let settled = false;
    const unsubscribe = this.#emitter.on('any', (event) => {
      waiting.push(event);
      wake();
    });
    const settle = () => {
      settled = true;
      wake();
    };
    this.#result.then(settle, settle);
    try {
      while (true) {
        for (let event = waiting.shift(); event; event = waiting.shift()) yield event;
        if (settled) break;
        await new Promise<void>((resolve) => {
          wake = resolve;
        });
      }
      await this.#result;
    } finally {
      unsubscribe();
    }
  }

  /** @internal */
  deliver(event: AnyRunEvent): void {
    this.#emitter.emit(event.type, event as never);
    this.#emitter.emit('any', event as never);
  }

  async #train({
    signal,
    ...options
  }: Record<string, unknown> & { signal?: AbortSignal }): Promise<Result<T>> {
    signal?.throwIfAborted();
    const abort = () => void this.stop();
    signal?.addEventListener('abort', abort);
    try {
      const data = portable(options.data);
      const request = { run: this.id, experiment: this.experiment, options: { ...options, data } };
      const { model, ...result } = await call(this.#connection, (api) => api.train(request));
      return { ...result, model: new Model(this.#connection, model, this.experiment) } as Result<T>;
    } catch (error) {
      const { name } = error as Error;
      if (name === 'DataCloneError') throw notCloneable(options);
      throw signal?.aborted && name === 'StoppedError' ? signal.reason : error;
    } finally {
      signal?.removeEventListener('abort', abort);
    }
  }
}

/** The option that cannot cross to the worker, such as a function. */
function notCloneable(options: Record<string, unknown>): InvalidOptionError {
  for (const [field, value] of Object.entries(options)) {
    try {
      structuredClone(portable(value));
    } catch {
      return new InvalidOptionError(field, value, 'plain data, files and bytes');
    }
  }
  return new InvalidOptionError('options', options, 'plain data, files and bytes');
}
