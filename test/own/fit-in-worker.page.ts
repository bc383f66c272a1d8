// A page with stock TensorFlow.js on its CPU backend: what `model.fit` makes of a model, and what `fitInWorker` does.
import * as tf from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-core/dist/register_all_gradients';
import '@tensorflow/tfjs-core/dist/public/chained_ops/register_all_chained_ops';
import '@tensorflow/tfjs-backend-cpu';
import * as tfl from '@tensorflow/tfjs-layers';
import { cases, numbers } from '../fit/fit.page';

type FitInWorker = typeof import('../../src/tfjs/index').fitInWorker;
type Args = Parameters<FitInWorker>[3] & object;

async function opened(): Promise<FitInWorker> {
  await tf.setBackend('cpu');
  const url = '/dist/tfjs.js'; // not the bundler's to resolve
  return (await import(url)).fitInWorker;
}

const lab = () => window.trainlab.createLab({ backends: ['wasm', 'cpu'], threads: 1 });

const arrays = (tensors: tf.Tensor[]) => tensors.map((one) => Array.from(one.dataSync()));

function furthest(a: tfl.LayersModel, b: tfl.LayersModel): number {
  const [one, other] = [arrays(a.getWeights()), arrays(b.getWeights())];
  return Math.max(...one.flatMap((values, i) => values.map((value, j) => Math.abs(value - other[i]![j]!))));
}

/**
 * What TensorFlow.js 4.22 tells wrongly: of several outputs it gives the losses over the validation examples under
 * each other's names, and it leaves the penalties of regularizers out of that loss.
 */
const WRONG: Record<string, RegExp> = { severalInputs: /^val_/, table: /^val_loss$/ };

/** Numbers beside numbers: the names, and the largest difference. */
function differences(ours: Record<string, unknown[]>, theirs: Record<string, unknown[]>, wrong?: RegExp) {
  const names = [Object.keys(ours).sort(), Object.keys(theirs).sort()];
  const values = Object.entries(theirs)
    .filter(([name]) => !wrong?.test(name))
    .flatMap(([name, list]) =>
      list.map((value, i) => Math.abs((value as number) - (ours[name]?.[i] as number))),
    );
  return { names, values: Math.max(...values) };
}

/** Twice, so that the second training goes on from the moments of the first. */
export async function compare(name: string) {
  const fitInWorker = await opened();
  const { build, x, y, optimizer, loss, epochs = 1, batchSize } = cases[name]!();
  const [theirs, ours] = [build(), build()];
  const metrics = name === 'table' ? ['accuracy', 'mse'] : name === 'severalInputs' ? ['mae'] : [];
  theirs.compile({ optimizer: optimizer(), loss, metrics });
  ours.compile({ optimizer: optimizer(), loss, metrics });
  const args: Args = { epochs, batchSize, shuffle: false, verbose: 0 };
  const own = await lab();
  let leaked = 0;
  const found = [];
  for (const more of [{ validationSplit: 0.25 }, { initialEpoch: epochs, epochs: epochs + 2 }]) {
    const expected = await theirs.fit(x, y, { ...args, ...more } as tfl.ModelFitArgs);
    const before = tf.memory().numTensors;
    const history = await fitInWorker(ours, x, y, { ...args, ...more }, { lab: own });
    leaked += tf.memory().numTensors - before;
    found.push({
      weights: furthest(theirs, ours),
      epochs: [history.epoch, expected.epoch],
      ...differences(history.history, expected.history, WRONG[name]),
    });
  }
  const inWorker = await own.memory();
  own.terminate();
  return { found, leaked, inWorker };
}

const small = (rate = 0.1) => {
  const model = tfl.sequential({
    layers: [
      tfl.layers.dense({
        inputShape: [3],
        units: 4,
        activation: 'tanh',
        kernelInitializer: tfl.initializers.glorotUniform({ seed: 1 }),
      }),
      tfl.layers.dense({
        units: 2,
        activation: 'softmax',
        kernelInitializer: tfl.initializers.glorotUniform({ seed: 2 }),
      }),
    ],
  });
  model.compile({ optimizer: tf.train.sgd(rate), loss: 'categoricalCrossentropy', metrics: ['accuracy'] });
  return model;
};
const x = () => tf.tensor2d(numbers(30, 1), [10, 3]);
const y = () => tf.tensor2d(Array.from({ length: 10 }, (_, i) => (i % 3 ? [0, 1] : [1, 0])));

/** Which callbacks were called, with what, and what the model's weights were then. */
function recorder(model: tfl.LayersModel, calls: unknown[][]): tfl.CustomCallbackArgs {
  const sum = () =>
    arrays(model.getWeights())
      .flat()
      .reduce((a, b) => a + b, 0);
  const rounded = (logs?: object) =>
    Object.entries(logs ?? {})
      .map(([name, value]) => `${name} ${(value as number).toFixed(3)}`)
      .sort();
  return {
    onTrainBegin: () => void calls.push(['onTrainBegin']),
    onTrainEnd: () => void calls.push(['onTrainEnd', sum().toFixed(3)]),
    onEpochBegin: async (epoch) => void calls.push(['onEpochBegin', epoch]),
    onEpochEnd: async (epoch, logs) => {
      await tf.nextFrame();
      calls.push(['onEpochEnd', epoch, rounded(logs), sum().toFixed(3)]);
    },
    onBatchBegin: (batch) => void calls.push(['onBatchBegin', batch]),
    onBatchEnd: (batch, logs) => void calls.push(['onBatchEnd', batch, rounded(logs)]),
  };
}

/** The same callbacks by TensorFlow.js and by ours, in several forms. */
export async function callbacks(form: string) {
  const fitInWorker = await opened();
  const own = await lab();
  const outcome = async (
    train: (model: tfl.LayersModel, args: Args) => Promise<{ epoch: number[]; history: object }>,
  ) => {
    const model = small();
    const calls: unknown[][] = [];
    const record = recorder(model, calls);
    const stop = (when: 'onEpochEnd' | 'onBatchEnd', at: number): tfl.CustomCallbackArgs => ({
      [when]: (index: number) => {
        if (index === at) model.stopTraining = true;
      },
    });
    const given = {
      all: record,
      list: [record, { onEpochEnd: async () => void calls.push(['second']) }],
      stopEpoch: [record, stop('onEpochEnd', 1)],
      stopBatch: [record, stop('onBatchEnd', 1)],
      earlyStopping: [
        tfl.callbacks.earlyStopping({ monitor: 'val_loss', minDelta: 10, patience: 1 }),
        new (class extends tfl.Callback {
          override async onEpochEnd(epoch: number) {
            calls.push(['of a class', epoch, this.model === model, Object.keys(this.params).sort().join()]);
          }
        })(),
      ],
      rate: [
        record,
        {
          onEpochBegin: async (epoch: number) =>
            (model.optimizer as tf.SGDOptimizer).setLearningRate(0.1 / (epoch + 1)),
        },
      ],
    }[form];
    const { epoch, history } = await train(model, {
      ...{
        epochs: 4,
        batchSize: 4,
        shuffle: false,
        validationSplit: 0.2,
        verbose: 0,
        callbacks: given as never,
      },
    });
    return {
      calls,
      epoch,
      history: JSON.parse(JSON.stringify(history)),
      weights: arrays(model.getWeights()).flat(),
      training: (model as unknown as { isTraining: boolean }).isTraining,
    };
  };
  const theirs = await outcome((model, args) => model.fit(x(), y(), args as tfl.ModelFitArgs));
  const ours = await outcome((model, args) => fitInWorker(model, x(), y(), args, { lab: own }));
  own.terminate();
  return { theirs, ours };
}

/** What is refused, and that the model is as it was. */
export async function refusals() {
  const fitInWorker = await opened();
  const own = await lab();
  const told: unknown[] = [];
  const model = small();
  const compiled = (how: object) => {
    const one = small();
    one.compile({ optimizer: 'sgd', loss: 'categoricalCrossentropy', ...how } as never);
    return one;
  };
  const fresh = tfl.sequential({ layers: [tfl.layers.dense({ inputShape: [3], units: 2 })] });
  const first = arrays(model.getWeights());
  const cases: [unknown, Args?, unknown?][] = [
    [5],
    [fresh],
    [compiled({ loss: (a: tf.Tensor, b: tf.Tensor) => tf.sub(a, b) })],
    [compiled({ metrics: [(a: tf.Tensor) => a] })],
    [compiled({ optimizer: tf.train.adagrad(0.1, 0.5) })],
    [model, { validationData: [1, 2, 3] }],
    [model, { shuffle: 'batch' }],
    [model, { stepsPerEpoch: 3 }],
    [model, { epochs: 1.5 }],
    [model, { callbacks: [5] as never }],
    [model, { callback: {} } as never],
    [model, {}, tf.tensor2d([[1, 2]])],
    [
      model,
      {
        callbacks: {
          onEpochEnd: () => {
            throw new RangeError('mine');
          },
        },
      },
    ],
  ];
  for (const [given, args, wrong] of cases) {
    const error = await fitInWorker(given as never, wrong ?? x(), y(), args, { lab: own }).then(
      () => new Error('nothing was refused'),
      (one) => one,
    );
    told.push([error.name, error.field, error.message, error instanceof window.trainlab.InvalidOptionError]);
  }
  const two = fitInWorker(model, x(), y(), { epochs: 2 }, { lab: own });
  const parallel = await fitInWorker(model, x(), y(), {}, { lab: own }).catch(({ message }) => message);
  await two;
  const abort = new AbortController();
  const other = small();
  const aborted = fitInWorker(
    other,
    x(),
    y(),
    { epochs: 1e5, callbacks: { onEpochEnd: () => abort.abort() } },
    { lab: own, signal: abort.signal },
  );
  const reason = await aborted.catch(({ name }) => name);
  own.terminate();
  return {
    told,
    parallel,
    reason,
    moved: arrays(model.getWeights())
      .flat()
      .some((value, i) => value !== first.flat()[i]),
    usable: await model.fit(x(), y(), { verbose: 0 }).then(({ epoch }) => epoch),
  };
}

/** Class weights, and labs that are made on demand and kept. */
export async function options() {
  const fitInWorker = await opened();
  const classWeight = { 0: 3, 1: 0.5 };
  const [theirs, ours] = [small(), small()];
  await theirs.fit(x(), y(), { epochs: 2, shuffle: false, verbose: 0, classWeight });
  await fitInWorker(ours, x(), y(), { epochs: 2, shuffle: false, classWeight });
  const weighted = furthest(theirs, ours);
  const held = { validationData: [x(), y()] as const, epochs: 1 };
  const { history } = await fitInWorker(ours, [x()], y(), held);
  const stopped = small();
  setTimeout(() => {
    stopped.stopTraining = true;
  }, 1000);
  const long = await fitInWorker(stopped, x(), y(), { epochs: 1_000_000, callbacks: { onYield() {} } });
  return { weighted, names: Object.keys(history).sort(), long: long.epoch.length };
}

export { tf, tfl };
