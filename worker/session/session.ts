// The worker's side of a lab: answers its calls, trains one run at a time, keeps its models.
import * as tf from '@tensorflow/tfjs-core';
import {
  CheckpointError,
  OutOfMemoryError,
  StoppedError,
  TrainingError,
  TrainlabError,
  toWire,
} from '../../src/errors';
import type { Between, PullBatch } from '../../src/fit-protocol';
import type {
  AnyRunEvent,
  CheckpointInfo,
  Reply,
  StartReply,
  TrainRequest,
  WireResult,
  WorkerApi,
} from '../../src/protocol';
import { setAssetsFolder } from '../assets';
import { type ChosenBackend, chooseBackend } from '../backend/choose';
import { isDatasetReference } from '../data/dataset-reference';
import { clearDownloads, downloadsSize } from '../data/download-cache';
import type { AnyExperiment, Outcome, Registry, TrainContext } from '../experiment';
import { FIT, readFit } from '../fit';
import { createCheckpointStore } from '../library/checkpoints';
import { hold } from '../library/locks';
import { loadLayers } from '../own/module';
import { Random } from '../training/random';
import { type Checkpoint, type CheckpointBytes, headerOf, infoOf, readCheckpoint } from './checkpoint';
import { readCheckpointOption } from './checkpoint-option';
import { RunControl } from './control';
import { createDatasets } from './datasets';
import { describe } from './describe';
import { Diverged, drive } from './drive';
import { inspect } from './inspect';
import { keepCheckpoints } from './keep-checkpoints';
import { createModelCalls, recordOf } from './model-calls';
import { createModels, isModelReference } from './models';
import { readOptions } from './options';
import { createOwned } from './owned';
import { register } from './register';
import { createRunState } from './run-state';

/** How long a run waits for the name of its checkpoints: a page that was reloaded lets go of it a little later. */
const HOLD_MS = 5000;

/** How long after a step that fails a graphics processor may tell that it is lost. */
const LOST_MS = 500;

/** What a run is to do, and what it goes on from. */
interface Begun {
  name: string;
  options: Record<string, unknown>;
  checkpoint?: Checkpoint;
}

/** @param offered gives the experiments that it serves from its start on, by name; a page may register more */
export function createSession(offered: () => Promise<Registry>): WorkerApi {
  const experiments: Record<string, AnyExperiment> = {};
  const models = createModels();
  const datasets = createDatasets();
  let page = 'this site';
  const calls = createModelCalls({ models, datasets, experiments, page: () => page });
  const controls = new Map<number, RunControl>();
  let chosen: ChosenBackend;
  let post: (event: AnyRunEvent) => unknown = () => {};
  let last: Promise<unknown> = Promise.resolve();
  const store = createCheckpointStore<Omit<CheckpointInfo, 'name'>, CheckpointBytes>();
  let handCheckpoint: (run: number, bytes: CheckpointBytes) => unknown = () => {};

  async function train(request: TrainRequest, pull?: PullBatch, between?: Between): Promise<WireResult> {
    const { run } = request;
    const control = new RunControl();
    const owned = createOwned();
    const turn = last;
    let done = () => {};
    last = new Promise<void>((resolve) => {
      done = resolve;
    });
    const held: { release(): void }[] = [];
    let batchSize: unknown;
    controls.set(run, control);
    try {
      const { name, options, checkpoint } = await begin(request);
      const { checkpoint: asked, ...given } = options;
      const plan = readCheckpointOption(asked);
      const checked = name === FIT ? readFit(given, pull, between) : readOptions(experiments, name, given);
      const { experiment, hyperparameters, seed, data, options: rest } = checked;
      batchSize = hyperparameters.batchSize;
      const heldModels = models.hold(Object.values(rest).filter(isModelReference));
      held.push(heldModels);
      const heldDatasets = datasets.hold([data].filter(isDatasetReference));
      held.push(heldDatasets);
      const { backend, threads } = chosen;
      if (controls.size > 1) {
        const message = 'Waiting its turn';
        post({ type: 'status', run, experiment: name, state: 'queued', backend, message });
      }
      await control.unlessStopped(turn);
      if (plan) held.push(await holdCheckpoint(plan.name, control.signal));
      const state = createRunState(checkpoint?.states);
      const checkpoints = keepCheckpoints({
        ...{ state, plan, header: headerOf({ name, given, seed, plan }) },
        hand: (bytes) => handCheckpoint(run, bytes),
        write: (one, bytes) => store.write(plan!.name, infoOf(one, bytes), bytes),
        warn: (message) => post({ type: 'warning', run, experiment: name, message }),
      });
      const context: TrainContext = {
        ...{ seed, random: new Random(seed), data, options: rest, backend, signal: control.signal },
        ...{
          networkOf: heldModels.networkOf,
          datasetOf: heldDatasets.datasetOf,
          own: owned.own,
          stop: () => control.stop(),
          keep: state.keep,
        },
      };
      const add = (outcome: Outcome) =>
        models.add(outcome.network, {
          experiment,
          optimizer: outcome.optimizer,
          record: recordOf(
            name,
            { hyperparameters: { ...hyperparameters, ...outcome.hyperparameters }, seed },
            outcome,
          ),
        });
      const start = performance.now();
      const outcome = await drive(experiment.train(hyperparameters, context), control, {
        ...{ run, experiment: name, backend, unit: experiment.unit ?? 'epoch', post, state, checkpoints },
        keep: owned.release,
        // Of a network of the page's own, by output where there are several: none of them is declared.
        isLoss: (metric) =>
          name === FIT ? /(^|\.)loss$/.test(metric) : experiment.metrics[metric]?.kind === 'loss',
      })
        .catch((error) => {
          if (!(error instanceof Diverged)) throw error;
          throw Object.assign(error.error, { model: add(error.lastGood) });
        })
        .finally(checkpoints.end);
      const { network, settings: _, classes: __, optimizer: ___, output, ...told } = outcome;
      const durationMs = performance.now() - start;
      owned.release(network);
      const model = add(outcome);
      const origin = { experiment: name, hyperparameters, seed, backend, threads };
      return { ...origin, ...told, output, durationMs, model };
    } catch (error) {
      if (!control.stopped || error instanceof StoppedError) throw asOutOfMemory(error, batchSize);
      throw new StoppedError('The run was stopped.');
    } finally {
      // The next run waits for all before it, also when this one was stopped while it waited.
      turn.then(done);
      owned.dispose();
      for (const one of held) one.release();
      controls.delete(run);
    }
  }

  /** @throws StorageError if another lab holds it */
  const holdCheckpoint = (name: string, signal: AbortSignal) =>
    hold({ kind: 'checkpoint', name, page }, { patience: HOLD_MS, signal });

  async function removeCheckpoint(name: string): Promise<void> {
    const { release } = await holdCheckpoint(name, new AbortController().signal);
    await store.remove(name).finally(release);
  }

  /** What a run is to do: as the page asks, or as the checkpoint that it goes on from says. */
  async function begin({ experiment, options, from, state }: TrainRequest): Promise<Begun> {
    if (state !== undefined) {
      const checkpoint = readCheckpoint(state as CheckpointBytes);
      return { name: experiment, options: { ...options, seed: checkpoint.seed }, checkpoint };
    }
    if (from === undefined) return { name: experiment, options };
    const quoted = `The checkpoint ${JSON.stringify(from)}`;
    const checkpoint = readCheckpoint(await store.read(from), quoted);
    const missing = checkpoint.needs.filter((field) => options[field] === undefined);
    if (missing.length > 0) {
      const message = `${quoted} does not hold ${missing.join(' and ')}: give ${missing.length > 1 ? 'them' : 'it'} again, as lab.resume(${JSON.stringify(from)}, { ${missing.join(', ')} }).`;
      throw new CheckpointError('incomplete', message);
    }
    const { experiment: name, seed, options: kept, every } = checkpoint;
    const before = { ...kept, seed, checkpoint: { name: from, every } };
    return { name, options: { ...before, ...options }, checkpoint };
  }

  async function reply<T>(work: () => Promise<T>): Promise<Reply<T>> {
    try {
      return { ok: true, value: await work() };
    } catch (error) {
      if (await isLost(error)) await new Promise(() => {});
      return { ok: false, error: toWire(asOutOfMemory(error)) };
    }
  }

  /**
   * On a graphics processor that is lost, steps fail in many ways. The page hears of the loss, and then asks another
   * worker: an answer of this one would only overtake that.
   */
  async function isLost(error: unknown): Promise<boolean> {
    const lost = chosen?.lost?.then(() => true);
    if (!lost || (error instanceof TrainlabError && !(error instanceof TrainingError))) return false;
    const late = new Promise<boolean>((resolve) => setTimeout(() => resolve(false), LOST_MS));
    return Promise.race([lost, late]);
  }

  return {
    start: (request, listener, help) =>
      reply(async (): Promise<StartReply> => {
        post = listener;
        handCheckpoint = help.checkpointed;
        if (request.lock) await holdForLife(request.lock);
        if (request.page) page = request.page;
        setAssetsFolder(request.assetsUrl);
        Object.assign(experiments, await offered());
        chosen = await chooseBackend(request);
        chosen.lost?.then(help.lost);
        return {
          backend: chosen.backend,
          backendReports: chosen.reports,
          experiments: describe(experiments),
        };
      }),
    ping: () => reply(async () => {}),
    train: (request) => reply(() => train(request)),
    fit: ({ run, options, state }, pull, between) =>
      reply(() => train({ run, experiment: FIT, options, state }, pull, between)),
    pause: (run) => reply(async () => controls.get(run)?.pause()),
    resume: (run) => reply(async () => controls.get(run)?.resume()),
    stop: (run, drop) => reply(async () => controls.get(run)?.stop(drop)),
    predict: (id, input) => reply(() => models.predict(id, input)),
    modelRecord: (id) => reply(() => calls.record(id)),
    summarizeModel: (id) => reply(() => calls.summarize(id)),
    modelWeights: (id) => reply(() => calls.weights(id)),
    setModelWeights: (id, weights) => reply(() => calls.setWeights(id, weights)),
    keptModel: (id) => reply(() => calls.kept(id)),
    reviveModel: (id, kept) => reply(() => calls.revive(id, kept)),
    cloneModel: (id) => reply(() => calls.clone(id)),
    evaluateModel: (id, data, options) => reply(() => calls.evaluate(id, data, options)),
    modelActivations: (id, input, layers) => reply(() => calls.activations(id, input, layers)),
    modelFilters: (id, layer) => reply(() => calls.filters(id, layer)),
    exportModel: (id, format) => reply(() => calls.export(id, format)),
    saveModel: (id, name, options) => reply(() => calls.save(id, name, options)),
    savedModels: () => reply(() => calls.list()),
    loadModel: (source) => reply(() => calls.load(source)),
    removeModel: (name) => reply(() => calls.remove(name)),
    renameModel: (from, to) => reply(() => calls.rename(from, to)),
    disposeModel: (id) => reply(async () => models.dispose(id)),
    openDataset: (request, progress, rasterize) => reply(() => datasets.open(request, progress, rasterize)),
    stopDataset: (request) => reply(async () => datasets.stop(request)),
    previewDataset: (id, count) => reply(() => datasets.preview(id, count)),
    splitDataset: (id, how, as) => reply(() => datasets.split(id, how, as)),
    addToDataset: (id, one) => reply(() => datasets.addPicture(id, one)),
    disposeDataset: (id) => reply(async () => datasets.dispose(id)),
    checkpoints: () => reply(async () => (await store.list()).map(([name, info]) => ({ ...info, name }))),
    removeCheckpoint: (name) => reply(() => removeCheckpoint(name)),
    inspect: (network) => reply(() => inspect(network, experiments, models)),
    register: (name, url) => reply(() => register(experiments, name, url)),
    registerLayers: (url) => reply(() => loadLayers(url)),
    cacheSize: () => reply(downloadsSize),
    clearCache: () => reply(clearDownloads),
    memory: () =>
      reply(async () => {
        const { numTensors, numBytes } = tf.memory();
        return { tensors: numTensors, bytes: numBytes };
      }),
  };
}

/** The page finds it free when this worker is no more, however it ended. Resolves when it is held. */
function holdForLife(lock: string): Promise<void> {
  return new Promise((resolve) => {
    const hold = () => new Promise(() => resolve());
    // Pages over plain http have no locks.
    if (!navigator.locks) resolve();
    else navigator.locks.request(lock, hold).catch(() => resolve());
  });
}

/** What the kernels say when their heap is full, in the words of who can do something about it. */
function asOutOfMemory(error: unknown, batchSize?: unknown): unknown {
  const { name, message, bytes, free } = error as Error & { bytes: number; free: number };
  if (name !== 'HeapError') return error;
  const half = typeof batchSize === 'number' && batchSize > 1 ? Math.floor(batchSize / 2) : undefined;
  const way = half
    ? ` Try a batchSize of ${half} or less, or a narrower network.`
    : ' Try a smaller network.';
  return new OutOfMemoryError(message + way, bytes, free);
}
