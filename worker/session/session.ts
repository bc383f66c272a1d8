// The worker's side of a lab: answers its calls, trains one run at a time, keeps its models.
import * as tf from '@tensorflow/tfjs-core';
import { InvalidOptionError, StoppedError, toWire } from '../../src/errors';
import type { AnyRunEvent, Reply, StartReply, TrainRequest, WireResult, WorkerApi } from '../../src/protocol';
import { setAssetsFolder } from '../assets';
import { type ChosenBackend, chooseBackend } from '../backend/choose';
import type { Registry, TrainContext } from '../experiment';
import { Random } from '../training/random';
import { RunControl } from './control';
import { createDatasets, isDatasetReference } from './datasets';
import { describe } from './describe';
import { drive } from './drive';
import { inspect } from './inspect';
import { createModels, isModelReference } from './models';
import { readOptions } from './options';
import { createOwned } from './owned';

/** @param experiments those that it serves, by name */
export function createSession(experiments: Registry): WorkerApi {
  const models = createModels();
  const datasets = createDatasets();
  const controls = new Map<number, RunControl>();
  let chosen: ChosenBackend;
  let post: (event: AnyRunEvent) => unknown = () => {};
  let last: Promise<unknown> = Promise.resolve();

  async function train({ run, experiment: name, options }: TrainRequest): Promise<WireResult> {
    const {
      experiment,
      hyperparameters,
      seed,
      data,
      options: rest,
    } = readOptions(experiments, name, options);
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
          ...{ networkOf: held.networkOf, own: owned.own },
          datasetOf: examples.datasetOf,
        };
        const start = performance.now();
        const outcome = await drive(experiment.train(hyperparameters, context), control, {
          ...{ run, experiment: name, backend, unit: experiment.unit ?? 'epoch', post },
          keep: owned.release,
        });
        const { network, settings, output, ...told } = outcome;
        const durationMs = performance.now() - start;
        owned.release(network);
        const model = models.add(network, { name, experiment, settings });
        const origin = { experiment: name, hyperparameters, seed, backend, threads };
        return { ...told, ...origin, output, durationMs, model };
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
        setAssetsFolder(request.assetsUrl);
        chosen = await chooseBackend(request);
        return {
          backend: chosen.backend,
          backendReports: chosen.reports,
          experiments: describe(experiments),
        };
      }),
    train: (request) => reply(() => train(request)),
    pause: (run) => reply(async () => controls.get(run)?.pause()),
    resume: (run) => reply(async () => controls.get(run)?.resume()),
    stop: (run, drop) => reply(async () => controls.get(run)?.stop(drop)),
    predict: (id, input) => reply(() => models.predict(id, input)),
    saveModel: (id, url) =>
      reply(async () => {
        if (!/^indexeddb:\/\/./.test(url)) throw new InvalidOptionError('url', url, 'indexeddb://NAME');
        await models.network(id).save(url);
      }),
    disposeModel: (id) => reply(async () => models.dispose(id)),
    openDataset: (request, progress, rasterize) => reply(() => datasets.open(request, progress, rasterize)),
    stopDataset: (request) => reply(async () => datasets.stop(request)),
    previewDataset: (id, count) => reply(() => datasets.preview(id, count)),
    splitDataset: (id, how) => reply(() => datasets.split(id, how)),
    addToDataset: (id, one) => reply(() => datasets.addPicture(id, one)),
    disposeDataset: (id) => reply(async () => datasets.dispose(id)),
    inspect: (network) => reply(() => inspect(network, experiments, models)),
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
