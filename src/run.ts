// One training in progress: a promise of its result, and a source of events.
import { type Connection, call, callOnce, WorkerLost } from './call';
import { createEmitter, type Unsubscribe } from './emitter';
import { TrainingDivergedError } from './errors';
import { Model } from './model';
import { notCloneable, type PortableOptions } from './portable-options';
import type {
  AnyRunEvent,
  BackendName,
  EpochRecord,
  ExperimentTypes,
  MetricsOf,
  Reply,
  RunEvents,
  WireResult,
  WorkerApi,
} from './protocol';

/** What a finished run gives. */
export interface Result<T extends ExperimentTypes = ExperimentTypes>
  extends Omit<WireResult, 'model' | 'output' | 'hyperparameters' | 'metrics' | 'history'> {
  /** As used: defaults, preset and options together. */
  hyperparameters: T['hyperparameters'];
  /** Of the epoch that the model is of: `epoch`. */
  metrics: MetricsOf<T>;
  /** Every epoch of every phase. */
  history: EpochRecord<MetricsOf<T>>[];
  output: T['output'];
  /** The trained network; it stays in the worker until `dispose` or the end of the lab. */
  model: Model<T>;
}

/** What a checkpoint may not hold, and the signal that aborts the run. */
export interface ResumeOptions {
  data?: unknown;
  network?: unknown;
  signal?: AbortSignal;
  [option: string]: unknown;
}

/** What a run has of its lab. */
export interface RunSide {
  /** Tells an event of the run to whoever listens. */
  announce(event: AnyRunEvent): void;
  /** Has another worker take the place of one whose memory cannot be trusted any more. */
  replaceWorker(reason: Error): void;
}

/** What kind of training a run is: how its options cross the boundary, and what they are sent to. */
export interface Task {
  convert(options: Record<string, unknown>, connection: Connection): PortableOptions;
  /** @param state bytes of a checkpoint of this run to go on from; `undefined` at first */
  ask(api: WorkerApi, run: number, converted: PortableOptions, state: unknown): Promise<Reply<WireResult>>;
}

type Events<T extends ExperimentTypes> = RunEvents<T['sample'], MetricsOf<T>>;
type AnyEvent<T extends ExperimentTypes> = AnyRunEvent<T['sample'], MetricsOf<T>>;

/**
 * One training in progress: awaited like a promise of its result, heard by `on`, or iterated over for its events.
 * One who only listens never causes an unhandled rejection.
 */
export class Run<T extends ExperimentTypes = ExperimentTypes>
  implements Promise<Result<T>>, AsyncIterable<AnyEvent<T>>
{
  readonly [Symbol.toStringTag] = 'Run';
  readonly #connection: Connection;
  readonly #emitter = createEmitter<Events<T> & { any: AnyEvent<T> }>();
  readonly #result: Promise<Result<T>>;
  /** Resolves when the worker knows of the run, or never will. */
  readonly #known: Promise<void>;
  readonly #announce: RunSide['announce'];
  readonly #replaceWorker: RunSide['replaceWorker'];
  #experiment: string;
  #paused = false;
  #dropping = false;
  /** Bytes of its last checkpoint, to go on from in another worker. */
  #checkpoint: unknown;
  /** How far it has come: the last step that was told, and the epochs. */
  #step = 0;
  readonly #epochs = new Set<string>();
  readonly #history: EpochRecord[] = [];
  /** That it is on; `undefined` until it has told. */
  #backend: BackendName | undefined;
  #ending = false;
  #settled = false;

  /** @internal */
  constructor(
    connection: Connection,
    /** Number of the run in its lab, from 1. */
    readonly id: number,
    experiment: string,
    options: Record<string, unknown> & { signal?: AbortSignal },
    task: Task,
    { announce, replaceWorker }: RunSide,
  ) {
    this.#connection = connection;
    this.#experiment = experiment;
    this.#announce = announce;
    this.#replaceWorker = replaceWorker;
    let known = () => {};
    this.#known = new Promise((resolve) => {
      known = resolve;
    });
    this.#result = this.#train(options, task, known).finally(() => {
      this.#settled = true;
      known();
    });
    // One who only listens to events must not be told of a rejection nobody handles.
    this.#result.catch(() => {});
  }

  /** Name of what it trains; of a run that goes on from a checkpoint, '' until that is read. */
  get experiment(): string {
    return this.#experiment;
  }

  /** Calls `listener` on every event of that type, until unsubscribed or `signal` aborts. */
  on<K extends keyof RunEvents>(
    type: K,
    listener: (event: Events<T>[K]) => void,
    options?: { signal?: AbortSignal },
  ): Unsubscribe {
    return this.#emitter.on(type, listener as never, options);
  }

  /** Holds the training after the step in progress. */
  pause(): void {
    this.#paused = true;
    this.#ask((api) => api.pause(this.id));
  }

  /** Goes on after `pause`. */
  resume(): void {
    this.#paused = false;
    this.#ask((api) => api.resume(this.id));
  }

  /**
   * Ends the run after the step in progress and keeps what it has learned: its promise resolves with the network as
   * it is, and `stopped: true`. Before there is a network (queued, loading) the promise rejects with a
   * `StoppedError`. After the end it does nothing.
   * @returns when it has ended: its result; `undefined` where there is none
   */
  async stop(): Promise<Result<T> | undefined> {
    await this.#end(false);
    return this.#result.catch(() => undefined);
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
  async *[Symbol.asyncIterator](): AsyncGenerator<AnyEvent<T>, void, void> {
    const waiting: AnyEvent<T>[] = [];
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
    if (event.type === 'status') this.#backend = event.backend;
    if (event.type === 'progress') this.#step = event.step;
    this.#experiment = event.experiment;
    if (event.type === 'epoch') {
      // After a restart, what was done since the last checkpoint comes again.
      const key = `${event.phase} ${event.epoch}`;
      if (this.#epochs.has(key)) return;
      this.#epochs.add(key);
      const { phase, epoch, metrics, durationMs } = event;
      this.#history.push({ phase, epoch, metrics, durationMs });
    }
    this.#emitter.emit(event.type, event as never);
    this.#emitter.emit('any', event as never);
  }

  /** @param drop whether what was learned is thrown away */
  async #end(drop: boolean): Promise<void> {
    const running = !this.#settled && !this.#ending;
    if (running && this.#backend) {
      const { id: run, experiment } = this;
      const message = 'Stopping after the step in progress';
      // The worker may be in a long step, and then cannot say so itself.
      this.#announce({ type: 'status', run, experiment, state: 'stopping', backend: this.#backend, message });
    }
    this.#ending = true;
    this.#dropping ||= drop;
    await this.#ask((api) => api.stop(this.id, drop));
  }

  /** @internal */
  checkpointed(state: unknown): void {
    this.#checkpoint = state;
  }

  async #ask(request: (api: WorkerApi) => Promise<Reply<void>>): Promise<void> {
    await this.#known;
    await call(this.#connection, request).catch(() => {});
  }

  /** In another worker where the one that trains ends by itself: once for each place that it has come to. */
  async #asked(task: Task, converted: PortableOptions, known: () => void): Promise<WireResult> {
    let failedAt = -1;
    while (true) {
      try {
        const answer = callOnce(this.#connection, (api) =>
          task.ask(api, this.id, converted, this.#checkpoint),
        );
        known();
        if (failedAt >= 0) this.#again();
        return await answer;
      } catch (error) {
        const lost = error instanceof WorkerLost;
        if (!lost && !isOfBrokenWorker(error)) throw this.#withModel(error);
        const reason = lost ? error.reason : (error as Error);
        if (!lost) this.#replaceWorker(reason);
        if (!lost && !isTrap(error)) throw reason;
        if (this.#step <= failedAt) throw Object.assign(reason, { history: [...this.#history] });
        failedAt = this.#step;
      }
    }
  }

  /** What the page has asked of the run, asked of the worker that has taken it over. */
  #again(): void {
    if (this.#ending) void call(this.#connection, (api) => api.stop(this.id, this.#dropping)).catch(() => {});
    else if (this.#paused) void call(this.#connection, (api) => api.pause(this.id)).catch(() => {});
  }

  #withModel(error: unknown): unknown {
    const { model } = error as { model?: unknown };
    if (!(error instanceof TrainingDivergedError) || typeof model !== 'number') return error;
    return Object.assign(error, { model: new Model(this.#connection, model, this.#experiment) });
  }

  async #train(
    { signal, ...options }: Record<string, unknown> & { signal?: AbortSignal },
    task: Task,
    known: () => void,
  ): Promise<Result<T>> {
    signal?.throwIfAborted();
    const abort = () => void this.#end(true);
    signal?.addEventListener('abort', abort);
    let crossing: Record<string, unknown> = {};
    try {
      const converted = task.convert(options, this.#connection);
      if (converted.ready) await converted.ready;
      crossing = converted.crossing;
      const { model, ...result } = await this.#asked(task, converted, known);
      return { ...result, model: new Model(this.#connection, model, result.experiment) } as Result<T>;
    } catch (error) {
      const { name } = error as Error;
      if (name === 'DataCloneError') throw notCloneable(crossing);
      throw signal?.aborted && name === 'StoppedError' ? signal.reason : error;
    } finally {
      signal?.removeEventListener('abort', abort);
    }
  }
}

/** Names of what the kernels throw that leaves their heap in an unknown state, or full. */
const isTrap = (error: unknown) => ['RuntimeError', 'KernelError'].includes((error as Error).name);
const isOfBrokenWorker = (error: unknown) => isTrap(error) || (error as Error).name === 'OutOfMemoryError';
