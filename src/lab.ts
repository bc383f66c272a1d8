// createLab(): one worker, one backend, a queue of runs.
import { call } from './call';
import type { Dataset } from './dataset';
import type { DatasetSource, OpenDatasetOptions } from './dataset-source';
import { createEmitter, type Unsubscribe } from './emitter';
import { InvalidOptionError, TerminatedError } from './errors';
import {
  type DatasetPrediction,
  type FitData,
  type FitNetwork,
  type FitTypes,
  type PortableFit,
  portableFit,
} from './fit';
import type { FitOptions } from './fit-protocol';
import { createLabWorker } from './lab-worker';
import { type Model, modelOf } from './model';
import { moduleAddress } from './module-address';
import { openDataset } from './open-dataset';
import { portable } from './portable-data';
import { portableOptions } from './portable-options';
import type {
  AnyRunEvent,
  BackendName,
  BackendReport,
  CheckpointInfo,
  ExperimentDescription,
  ExperimentTypes,
  LabEvents,
  MemoryInfo,
  NetworkDescription,
  NetworkFiles,
  NetworkSource,
  OptionDescription,
  SavedModel,
} from './protocol';
import { type ResumeOptions, Run, type Task } from './run';
import type { OwnExperiments, TrainOptions, TypesIn } from './types';
import { createWakeLock } from './wake-lock';

/** How a lab starts; all optional. */
export interface LabOptions {
  /** Backends to try, in this order; `webgpu`, `wasm`, `cpu` where absent. */
  backends?: BackendName[];
  /** A module worker that runs this package's worker file, made by the page. */
  worker?: Worker;
  /** Where the worker file lies, on any origin; beside this module where absent. */
  workerUrl?: string | URL;
  /** How long the worker file may take to load, in milliseconds from 1; 30,000 where absent. */
  startTimeout?: number;
  /**
   * How long the worker may be silent while something is asked of it, in milliseconds from 1; 120,000 where absent. Ten
   * times the longest silence so far is always allowed: a long step is no stuck one. Then another worker takes its place.
   */
  stallTimeout?: number;
  /** Folder of the WASM binaries; the worker file's own where absent. */
  assetsUrl?: string | URL;
  /** WASM threads, from 1 to 64; as many as there are logical cores, at most 8, where absent. */
  threads?: number;
  /** Keeps the screen awake while runs train, where the browser can; `false` where absent. */
  wakeLock?: boolean;
  /** Ends the lab, also while it starts: what is pending then rejects with the signal's reason. */
  signal?: AbortSignal;
}

/**
 * Downloads that are kept by the Cache API, for all labs of this site, up to 1 GiB together: what was used longest ago
 * goes first. A data set is loaded anew once its server says that it has another file.
 */
export interface DownloadCache {
  /** Bytes of all that are kept; 0 where the browser keeps none, as in pages that are no secure context. */
  size(): Promise<number>;
  /** Drops all of them. */
  clear(): Promise<void>;
}

/**
 * One worker with its backend, and a queue of runs: what `createLab` gives. `Own` names the experiments of the page's
 * own, by the types of their modules.
 */
export interface Lab<Own extends OwnExperiments = Record<never, never>> {
  /** The backend that trains; another one may take its place, as a `backend` event says. */
  readonly backend: BackendName;
  /** Every backend asked for, with the reason why it was passed over. */
  readonly backendReports: BackendReport[];
  /** What can be trained. */
  experiments(): ExperimentDescription[];
  /** Starts a training, or queues it behind the one in progress. */
  train<N extends keyof TypesIn<Own> & string>(
    name: N,
    options?: TrainOptions<TypesIn<Own>[N]>,
  ): Run<TypesIn<Own>[N]>;
  /**
   * Trains a network of the page's own, or queues it behind the training in progress. Nothing that is given changes.
   * @param network a `tf.LayersModel` of the page, topology as JSON, files or an address, a model of this lab (its
   *   copy goes on from its weights), or a list of layers
   * @param data numbers as `{ x, y }`, a Dataset of this lab, or batches as they come
   */
  fit(network: FitNetwork, data: Dataset, options?: FitOptions): Run<FitTypes<DatasetPrediction>>;
  /** The same on data that are no Dataset. */
  fit(network: FitNetwork, data: FitData, options?: FitOptions): Run<FitTypes>;
  /**
   * Adds an experiment of the page's own, which `train` then takes as it takes the built-in ones. The module runs in
   * the worker; it exports an experiment or a function that makes one, by default or named `experiment`, and under
   * `layers` the classes of its layers, if it has some.
   * @param name a letter, and then letters, digits, dots, hyphens or underscores
   * @param url of the ES module, relative to the page; another origin has to allow it by CORS
   * @throws InvalidOptionError for a name that is none or is taken, or for what is no address
   * @throws ExperimentModuleError if the module cannot be loaded, or lacks a part; it says which
   */
  register(
    name: [keyof Own] extends [never] ? string : keyof Own & string,
    url: string | URL,
  ): Promise<ExperimentDescription>;
  /**
   * Makes layers of the page's own known to whatever loads networks. The module exports `layers`: a list of classes
   * that extend `tf.layers.Layer`, or a function that gives one.
   * @param url of the ES module, as for `register`
   * @returns the names of its layers
   * @throws ExperimentModuleError if the module cannot be loaded, or exports no such classes
   */
  registerLayers(url: string | URL): Promise<string[]>;
  /**
   * Goes on from a checkpoint that `train` has written, to the same weights as if nothing had been in between. Options
   * that the checkpoint does not hold, such as files, have to be given again.
   * @param name as `checkpoint.name` was
   * @returns a run that rejects with a CheckpointError if it cannot go on, and with a StorageError if another lab
   *   writes checkpoints of this name; the checkpoint is kept
   */
  resume(name: string, options?: ResumeOptions): Run;
  /** The checkpoints that the browser keeps for this site. */
  checkpoints(): Promise<CheckpointInfo[]>;
  /** @throws CheckpointError if there is none of this name; StorageError while a run writes under it */
  removeCheckpoint(name: string): Promise<void>;
  /**
   * Reads a data set in the worker. What it is written in is found out by its content.
   * @throws DatasetError if it cannot be had or read: the file, and offset or line with the cause
   * @throws InvalidOptionError for what is no source, and for an option that is not allowed
   * @throws the signal's reason once that is aborted
   */
  dataset(source: DatasetSource, options?: OpenDatasetOptions): Promise<Dataset>;
  /** Hears every run of the lab, and the lab's own warnings: the ones of its start come right after it. */
  on<K extends keyof LabEvents>(
    type: K,
    listener: (event: LabEvents[K]) => void,
    options?: { signal?: AbortSignal },
  ): Unsubscribe;
  /**
   * What a network is made of: layers with shapes and parameters, and what of it can be dreamt on; the embedded one
   * where none is given. Reads no weights of networks by address or files.
   * @throws NetworkFileError if it cannot be read; InvalidOptionError if it is no network
   * @throws ModelDisposedError for a model that was disposed
   */
  inspect(network?: Model | NetworkSource): Promise<NetworkDescription>;
  /** The models that were saved in this browser, for this site, by name. */
  models(): Promise<SavedModel[]>;
  /**
   * Opens a model: one that was saved, by its name; one that was saved for TensorFlow.js, by `indexeddb://NAME`; or
   * one in files, or at an address, that was exported here or comes from elsewhere. Those from elsewhere answer arrays
   * to arrays: their experiment is `network`.
   * @throws ModelNotFoundError if there is none of that name
   * @throws StorageError if the storage cannot be used, or what lies there is not what was saved
   * @throws NetworkFileError for files that cannot be had or read: it names the file and, where it is one, the layer
   */
  load<T extends ExperimentTypes = ExperimentTypes>(source: string | NetworkFiles): Promise<Model<T>>;
  /**
   * Removes a model that was saved.
   * @throws ModelNotFoundError, StorageError
   */
  remove(name: string): Promise<void>;
  /**
   * Gives a model that was saved another name.
   * @throws InvalidOptionError if the new one is taken
   * @throws ModelNotFoundError, StorageError
   */
  rename(oldName: string, newName: string): Promise<void>;
  /** The downloads that the browser keeps for this site: data sets by address, and weights. */
  readonly cache: DownloadCache;
  /** Tensors and bytes that the backend holds now. */
  memory(): Promise<MemoryInfo>;
  /** Ends the worker; everything pending rejects with a `TerminatedError`. */
  terminate(): void;
}

const START_TIMEOUT = 30_000;
const STALL_TIMEOUT = 120_000;

const ANY_FILES: OptionDescription = { type: 'files', description: 'What the run was training on' };

const FIT: Task = {
  convert: portableFit,
  ask: (api, run, { crossing, pull, between }: PortableFit, state) =>
    api.fit({ run, options: crossing, state }, pull, between),
};

const NETWORK: OptionDescription = { type: 'network', description: 'What to look into' };

const backendNames: readonly BackendName[] = ['webgpu', 'wasm', 'cpu'];

/**
 * Starts a worker, finds the best backend that trains correctly here, and gives the lab.
 * @throws UnsupportedEnvironmentError where there are no module workers (such as on a server).
 * @throws BackendUnavailableError if no backend asked for works, with every reason.
 * @throws WorkerFailedError if the worker file cannot be loaded, does not answer in time, or is not ours.
 * @throws InvalidOptionError for an option with a value that is not allowed; it names the option.
 * @throws the signal's reason once that is aborted.
 */
export async function createLab<Own extends OwnExperiments = Record<never, never>>(
  options: LabOptions = {},
): Promise<Lab<Own>> {
  const { backends = [...backendNames], threads, assetsUrl, signal, startTimeout = START_TIMEOUT } = options;
  const { stallTimeout = STALL_TIMEOUT, wakeLock = false } = options;
  checkBackends(backends);
  checkWhole('threads', threads, 1, 64);
  checkWhole('startTimeout', startTimeout, 1, 2 ** 31 - 1); // browsers' timers know no longer one
  checkWhole('stallTimeout', stallTimeout, 1, 2 ** 31 - 1);
  checkSwitch('wakeLock', wakeLock);
  checkSignal(signal);
  signal?.throwIfAborted();
  const emitter = createEmitter<LabEvents>();
  const runs = new Map<number, Run>();
  const deliver = (event: AnyRunEvent) => {
    runs.get(event.run)?.deliver(event);
    emitter.emit(event.type, event as never);
  };
  // A server has none, and no workers either, as is said below.
  const page = globalThis.location?.href.replace(/[?#].*/, '');
  const worker = createLabWorker({
    ...{ worker: options.worker, workerUrl: options.workerUrl, startTimeout, stallTimeout },
    request: { backends, threads, assetsUrl: assetsUrl && folder(assetsUrl), page },
    onEvent: deliver,
    onCheckpoint: (run, state) => runs.get(run)?.checkpointed(state),
    onRestart(reason, reply) {
      info = reply;
      const message = `${reason.message} Another worker has taken its place, on ${reply.backend}.`;
      emitter.emit('warning', { type: 'warning', message });
      emitter.emit('backend', { type: 'backend', backend: reply.backend, reason: reason.message });
    },
  });
  const { connection } = worker;
  const onAbort = () => end(signal?.reason);
  const end = (reason: Error) => {
    signal?.removeEventListener('abort', onAbort);
    worker.end(reason);
  };
  signal?.addEventListener('abort', onAbort);
  let info = await worker.start().catch((error) => {
    end(error);
    throw error;
  });
  warnOfCpu(info.backendReports, (message) => {
    // Whoever awaits the lab has its listeners in place by then.
    setTimeout(() => emitter.emit('warning', { type: 'warning', message }));
  });

  const experiments = [...info.experiments];
  const side = { announce: deliver, replaceWorker: worker.replace };
  let count = 0;
  const screen = wakeLock && typeof document !== 'undefined' ? createWakeLock() : undefined;
  const follow = <T extends ExperimentTypes>(run: Run<T>): Run<T> => {
    runs.set(run.id, run as unknown as Run);
    const letGo = screen?.hold();
    run
      .finally(() => {
        runs.delete(run.id);
        letGo?.();
      })
      .catch(() => {});
    return run;
  };
  return {
    get backend() {
      return info.backend;
    },
    get backendReports() {
      return info.backendReports;
    },
    experiments: () => [...experiments],
    train<N extends keyof TypesIn<Own> & string>(name: N, trainOptions: TrainOptions<TypesIn<Own>[N]> = {}) {
      const described = experiments.find((one) => one.name === name);
      const task: Task = {
        convert: (given) => portableOptions(given, connection, described),
        ask: (api, run, { crossing }, state) =>
          api.train({ run, experiment: name, options: crossing, state }),
      };
      return follow(new Run<TypesIn<Own>[N]>(connection, ++count, name, { ...trainOptions }, task, side));
    },
    fit(network: FitNetwork, data: FitData | Dataset, fitOptions: FitOptions = {}) {
      const options = { ...fitOptions, network, data };
      // What it predicts depends on the data.
      return follow(new Run<FitTypes>(connection, ++count, 'fit', options, FIT, side)) as never;
    },
    resume(name, given = {}) {
      checkName(name);
      const task: Task = {
        convert: (options) =>
          options.network === undefined
            ? portableOptions(options, connection, { options: {}, data: ANY_FILES })
            : portableFit(options, connection),
        ask: (api, run, { crossing }, state) =>
          api.train({ run, experiment: '', options: crossing, from: name, state }),
      };
      return follow(new Run(connection, ++count, '', { ...given }, task, side));
    },
    checkpoints: () => call(connection, (remote) => remote.checkpoints()),
    async removeCheckpoint(name) {
      checkName(name);
      return call(connection, (remote) => remote.removeCheckpoint(name));
    },
    dataset: (source, options) => openDataset(connection, source, options),
    async register(name, url) {
      const address = await moduleAddress(url);
      const described = await call(connection, (remote) => remote.register(name, address));
      connection.revivals.set(`experiment ${name}`, (remote) => remote.register(name, address));
      experiments.push(described);
      return described;
    },
    async registerLayers(url) {
      const address = await moduleAddress(url);
      const names = await call(connection, (remote) => remote.registerLayers(address));
      connection.revivals.set(`layers ${address}`, (remote) => remote.registerLayers(address));
      return names;
    },
    on: emitter.on,
    async inspect(network) {
      const { crossing } = portableOptions({ network }, connection, { options: { network: NETWORK } });
      return call(connection, (remote) => remote.inspect(crossing.network));
    },
    models: () => call(connection, (remote) => remote.savedModels()),
    async load(source) {
      const type = typeof source === 'string' ? undefined : 'network';
      const { value } = portable(source, connection, type);
      return modelOf(connection, await call(connection, (remote) => remote.loadModel(value)));
    },
    remove: (name) => call(connection, (remote) => remote.removeModel(name)),
    rename: (oldName, newName) => call(connection, (remote) => remote.renameModel(oldName, newName)),
    cache: {
      size: () => call(connection, (remote) => remote.cacheSize()),
      clear: () => call(connection, (remote) => remote.clearCache()),
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

function checkWhole(field: string, value: unknown, min: number, max: number): void {
  if (value === undefined) return;
  if (!Number.isInteger(value) || (value as number) < min || (value as number) > max) {
    throw new InvalidOptionError(field, value, `a whole number from ${min} to ${max}`);
  }
}

function checkName(name: unknown): void {
  if (typeof name === 'string' && name !== '') return;
  throw new InvalidOptionError('name', name, 'a text of at least one character');
}

function checkSwitch(field: string, value: unknown): void {
  if (typeof value !== 'boolean') throw new InvalidOptionError(field, value, 'true or false');
}

function checkSignal(signal: unknown): void {
  if (signal === undefined || signal instanceof AbortSignal) return;
  throw new InvalidOptionError('signal', signal, 'an AbortSignal');
}

/** Plain JavaScript trains some hundred times slower than WASM: nobody should find that out by waiting. */
function warnOfCpu(backends: readonly BackendReport[], warn: (message: string) => void): void {
  const running = backends.find(({ state }) => state === 'running');
  const wasm = backends.find(({ name }) => name === 'wasm');
  if (running?.name !== 'cpu' || wasm?.state !== 'passed-over') return;
  const message = `Training runs on the CPU backend, some hundred times slower than on WASM, because WASM was passed over: ${wasm.reason}`;
  console.warn(`trainlab: ${message}`);
  warn(message);
}
