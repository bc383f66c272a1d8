// The worker's side of a lab: answers its calls, trains one run at a time, keeps its models.
import * as tf from '@tensorflow/tfjs-core';
import { StoppedError, toWire } from '../../src/errors';
import type { AnyRunEvent, Reply, StartReply, TrainRequest, WireResult, WorkerApi } from '../../src/protocol';
import { setAssetsFolder } from '../assets';
import { type ChosenBackend, chooseBackend } from '../backend/choose';
import { isDatasetReference } from '../data/dataset-reference';
import { clearDownloads, downloadsSize } from '../data/download-cache';
import type { AnyExperiment, Registry, TrainContext } from '../experiment';
import { readFit } from '../fit';
import { loadLayers } from '../own/module';
import { Random } from '../training/random';
import { RunControl } from './control';
import { createDatasets } from './datasets';
import { describe } from './describe';
import { drive } from './drive';
import { inspect } from './inspect';
import { createModelCalls, recordOf } from './model-calls';
import { createModels, isModelReference } from './models';
import { type CheckedOptions, readOptions } from './options';
import { createOwned } from './owned';
import { register } from './register';

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

  async function train(
    { run, experiment: name }: Omit<TrainRequest, 'options'>,
    { experiment, hyperparameters, seed, data, options: rest }: CheckedOptions,
  ): Promise<WireResult> {
    const held = models.hold(Object.values(rest).filter(isModelReference));
    const examples = holdExamples(data, held.release);
    const control = new RunControl();
    const owned = createOwned();
    controls.set(run, control);
    try {
      const turn = last;
      let done = () => {};
      last = new Promise<void>((resolve) => {
        done = resolve;
      });
      try {
        const { backend, threads } = chosen;
        if (controls.size > 1) {
          post({
            type: 'status',
            run,
            experiment: name,
            state: 'queued',
            backend,
            message: 'Waiting its turn',
          });
        }
        await control.unlessStopped(turn);
        const context: TrainContext = {
          ...{ seed, random: new Random(seed), data, options: rest, backend, signal: control.signal },
          ...{ networkOf: held.networkOf, own: owned.own, stop: () => control.stop() },
          datasetOf: examples.datasetOf,
        };
        const start = performance.now();
        const outcome = await drive(experiment.train(hyperparameters, context), control, {
          ...{ run, experiment: name, backend, unit: experiment.unit ?? 'epoch', post },
          keep: owned.release,
        });
        const { network, settings: _, classes: __, optimizer, output, ...told } = outcome;
        const durationMs = performance.now() - start;
        owned.release(network);
        const model = models.add(network, {
          experiment,
          optimizer,
          record: recordOf(
            name,
            { hyperparameters: { ...hyperparameters, ...told.hyperparameters }, seed },
            outcome,
          ),
        });
        const origin = { experiment: name, hyperparameters, seed, backend, threads };
        return { ...origin, ...told, output, durationMs, model };
      } finally {
        // The next run waits for all before it, also when this one was stopped while it waited.
        turn.then(done);
      }
    } catch (error) {
      if (!control.stopped || error instanceof StoppedError) throw error;
      throw new StoppedError('The run was stopped.');
    } finally {
      owned.dispose();
      held.release();
      examples.release();
      controls.delete(run);
    }
  }

  function holdExamples(data: unknown, orElse: () => void) {
    try {
      return datasets.hold([data].filter(isDatasetReference));
    } catch (error) {
      orElse();
      throw error;
    }
  }

  return {
    start: (request, listener) =>
      reply(async (): Promise<StartReply> => {
        post = listener;
        if (request.page) page = request.page;
        setAssetsFolder(request.assetsUrl);
        Object.assign(experiments, await offered());
        chosen = await chooseBackend(request);
        return {
          backend: chosen.backend,
          backendReports: chosen.reports,
          experiments: describe(experiments),
        };
      }),
    train: (request) =>
      reply(async () => train(request, readOptions(experiments, request.experiment, request.options))),
    fit: ({ run, options }, pull, between) =>
      reply(async () => train({ run, experiment: 'fit' }, readFit(options, pull, between))),
    pause: (run) => reply(async () => controls.get(run)?.pause()),
    resume: (run) => reply(async () => controls.get(run)?.resume()),
    stop: (run, drop) => reply(async () => controls.get(run)?.stop(drop)),
    predict: (id, input) => reply(() => models.predict(id, input)),
    modelRecord: (id) => reply(() => calls.record(id)),
    summarizeModel: (id) => reply(() => calls.summarize(id)),
    modelWeights: (id) => reply(() => calls.weights(id)),
    setModelWeights: (id, weights) => reply(() => calls.setWeights(id, weights)),
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
    splitDataset: (id, how) => reply(() => datasets.split(id, how)),
    addToDataset: (id, one) => reply(() => datasets.addPicture(id, one)),
    disposeDataset: (id) => reply(async () => datasets.dispose(id)),
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

async function reply<T>(work: () => Promise<T>): Promise<Reply<T>> {
  try {
    return { ok: true, value: await work() };
  } catch (error) {
    return { ok: false, error: toWire(error) };
  }
}
