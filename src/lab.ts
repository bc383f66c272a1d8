// createLab(): one worker, one backend, a queue of runs.
import { proxy, releaseProxy, wrap } from 'comlink';
import { type Connection, call } from './call';
import { createEmitter, type Unsubscribe } from './emitter';
import { InvalidOptionError, TerminatedError } from './errors';
import type { Model } from './model';
import { portableOptions } from './portable-options';
import type {
  AnyRunEvent,
  BackendName,
  BackendReport,
  ExperimentDescription,
  MemoryInfo,
  NetworkLayer,
  NetworkSource,
  RunEvents,
  WorkerApi,
} from './protocol';
import { Run } from './run';
import { failureOf, startWorker } from './start-worker';
import type { ExperimentName, TrainOptions, TypesByName } from './types';

export interface LabOptions {
  /** Backends to try, in this order; `webgpu`, `wasm`, `cpu` where absent. */
  backends?: BackendName[];
  /** A module worker that runs this package's worker file, made by the page. */
  worker?: Worker;
  /** Where the worker file lies; beside this module where absent. */
  workerUrl?: string | URL;
  /** Folder of the WASM binaries; the worker file's own where absent. */
  assetsUrl?: string | URL;
  /** WASM threads, from 1 to 64; as many as there are logical cores, at most 8, where absent. */
  threads?: number;
}

export interface Lab {
  /** The backend that trains. */
  readonly backend: BackendName;
  /** Every backend asked for, with the reason why it was passed over. */
  readonly backends: BackendReport[];
  /** What can be trained. */
  experiments(): ExperimentDescription[];
  /** Starts a training, or queues it behind the one in progress. */
  train<N extends ExperimentName>(name: N, options?: TrainOptions<TypesByName[N]>): Run<TypesByName[N]>;
  /** Hears every run of the lab. */
  on<K extends keyof RunEvents>(
    type: K,
    listener: (event: RunEvents[K]) => void,
    options?: { signal?: AbortSignal },
  ): Unsubscribe;
  /**
   * The layers of a network that can be dreamt on, in their order; of the embedded one where none is given. Reads
   * no weights of networks by address or files.
   * @throws DatasetError if it cannot be read; InvalidOptionError if it is no network for pictures
   * @throws ModelDisposedError for a model that was disposed
   */
  layers(network?: Model | NetworkSource): Promise<NetworkLayer[]>;
  /** Tensors and bytes that the backend holds now. */
  memory(): Promise<MemoryInfo>;
  /** Ends the worker; everything pending rejects with a `TerminatedError`. */
  terminate(): void;
}

const backendNames: readonly BackendName[] = ['webgpu', 'wasm', 'cpu'];

/**
 * Starts a worker, finds the best backend that trains correctly here, and gives the lab.
 * @throws UnsupportedEnvironmentError where there are no module workers (such as on a server).
 * @throws BackendUnavailableError if no backend asked for works, with every reason.
 * @throws WorkerFailedError if the worker file cannot be loaded.
 * @throws InvalidOptionError for an unknown backend or a number of threads that is not allowed.
 */
export async function createLab(options: LabOptions = {}): Promise<Lab> {
  const { backends = [...backendNames], threads, assetsUrl } = options;
  checkBackends(backends);
  checkThreads(threads);
  const worker = startWorker(options);
  const emitter = createEmitter<RunEvents>();
  const runs = new Map<number, Run>();
  const api = wrap<WorkerApi>(worker);

  let rejectEnded: (reason: Error) => void = () => {};
  const ended = new Promise<never>((_, reject) => {
    rejectEnded = reject;
  });
  ended.catch(() => {}); // nobody has to be waiting
  const connection: Connection = { api, ended };
  const end = (reason: Error) => {
    if (connection.end) return;
    connection.end = reason;
    rejectEnded(reason);
    worker.terminate();
    api[releaseProxy]();
  };
  worker.addEventListener('error', (event) => end(failureOf(event)));
  worker.addEventListener('messageerror', () => end(failureOf()));

  const deliver = (event: AnyRunEvent) => {
    runs.get(event.run)?.deliver(event);
    emitter.emit(event.type, event as never);
  };
  const request = { backends, threads, assetsUrl: assetsUrl && folder(assetsUrl) };
  const info = await call(connection, (remote) => remote.start(request, proxy(deliver))).catch((error) => {
    end(error);
    throw error;
  });

  let count = 0;
  return {
    backend: info.backend,
    backends: info.backends,
    experiments: () => info.experiments,
    train<N extends ExperimentName>(name: N, trainOptions: TrainOptions<TypesByName[N]> = {}) {
      const run = new Run<TypesByName[N]>(connection, ++count, name, { ...trainOptions });
      runs.set(run.id, run as unknown as Run);
      run.finally(() => runs.delete(run.id)).catch(() => {});
      return run;
    },
    on: emitter.on,
    async layers(network) {
      const { crossing } = portableOptions({ network }, connection);
      return call(connection, (remote) => remote.layers(crossing.network));
    },
    memory: () => call(connection, (remote) => remote.memory()),
    terminate() {
      end(new TerminatedError('The lab was terminated.'));
      emitter.clear();
    },
  };
}

function folder(url: string | URL): string {
  const { href } = new URL(url, location.href);
  return href.endsWith('/') ? href : `${href}/`;
}

function checkBackends(backends: unknown): void {
  const allowed = `a list of ${backendNames.join(', ')}, each at most once`;
  if (!Array.isArray(backends) || backends.length === 0) {
    throw new InvalidOptionError('backends', backends, allowed);
  }
  for (const [i, name] of backends.entries()) {
    if (!backendNames.includes(name) || backends.indexOf(name) !== i) {
      throw new InvalidOptionError(`backends[${i}]`, name, allowed);
    }
  }
}

function checkThreads(threads: unknown): void {
  if (threads === undefined) return;
  if (!Number.isInteger(threads) || (threads as number) < 1 || (threads as number) > 64) {
    throw new InvalidOptionError('threads', threads, 'a whole number from 1 to 64');
  }
}
