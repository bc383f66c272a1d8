// model.fit, off the main thread: the page's model is trained in a lab, and gets its weights back.
import type { FitOptions, Moment, NumbersByName } from '../fit-protocol';
import { createLab, InvalidOptionError, type Lab, type Model } from '../index';
import { type FitCallbacks, type Logs, readCallbacks } from './callbacks';
import { type Compiled, readCompiled } from './compiled';
import { inside, type PageModel, type PageOptimizer, readWeights, writeWeights } from './model';

/** What `model.fit` takes, of which all is heeded but what only a main thread needs. */
export interface FitInWorkerArgs {
  /** 32 where absent. */
  batchSize?: number;
  /** The epoch to end with; 1 where absent. */
  epochs?: number;
  /** The epoch to begin with, from 0. */
  initialEpoch?: number;
  /** The last share of the examples, to validate on. */
  validationSplit?: number;
  /** Examples to validate on. */
  validationData?: readonly unknown[];
  /** true where absent. */
  shuffle?: boolean | string;
  /** By number of the class; of several outputs a list, or by name. */
  classWeight?: unknown;
  /** What each example counts for. */
  sampleWeight?: unknown;
  callbacks?: FitCallbacks | readonly FitCallbacks[] | readonly object[];
  /** Not heeded: `model.fit` of TensorFlow.js writes nothing either. */
  verbose?: unknown;
  /** Not heeded: nothing here holds up the page. `onYield` is called about twenty times a second. */
  yieldEvery?: unknown;
  stepsPerEpoch?: unknown;
  validationSteps?: unknown;
}

/** Where and how long `fitInWorker` trains. */
export interface FitInWorkerOptions {
  /** Where to train; a lab of its own, kept for the next time, where absent. */
  lab?: Pick<Lab, 'fit'>;
  /** Aborts the training; the model then keeps the weights that it has. */
  signal?: AbortSignal;
}

/** What `model.fit` gives. */
export interface History {
  /** Numbers of the epochs, from 0. */
  epoch: number[];
  /** The value of each epoch, by name: `loss`, `acc`, `val_loss`. */
  history: Record<string, number[]>;
  params: Record<string, unknown>;
}

const KNOWN = [
  ...['batchSize', 'epochs', 'initialEpoch', 'validationSplit', 'validationData', 'shuffle', 'classWeight'],
  ...['sampleWeight', 'callbacks', 'verbose', 'yieldEvery', 'stepsPerEpoch', 'validationSteps'],
];

/** What is left of a training for the next one of the same model: the optimizer's moments. */
interface Left {
  lab: Pick<Lab, 'fit'>;
  optimizer: unknown;
  /** Which weights were trained. */
  trained: string;
  model: Model;
}

const left = new WeakMap<PageModel, Left>();

/**
 * Trains a model of the page as `model.fit` does, in a lab's worker, and writes the weights back into it. It is
 * trained as it was compiled; optimizer state goes on where the last call ended.
 * @param model a compiled `tf.LayersModel`, of any copy of TensorFlow.js 4
 * @param x inputs: tensors of the page, one, a list or by name, as `model.fit` takes them
 * @param y targets, likewise
 * @param args as `model.fit` takes them
 * @throws InvalidOptionError for a function as loss or metric, and for what `lab.fit` refuses; the model is then as
 *   it was
 */
export async function fitInWorker(
  model: PageModel,
  x: unknown,
  y: unknown,
  args: FitInWorkerArgs = {},
  options: FitInWorkerOptions = {},
): Promise<History> {
  const state = inside(model);
  const compiled = readCompiled(model);
  const settings = readArgs(args, model.outputNames);
  const callbacks = readCallbacks(args.callbacks);
  // In the words of TensorFlow.js.
  if (state.isTraining) throw new Error('Cannot start training because another fit() call is ongoing.');
  state.isTraining = true;
  try {
    const lab = options.lab ?? (await labOfOurs());
    const { initialEpoch, epochs } = settings;
    const history = createHistory(compiled, settings.validates, {
      ...{ epochs, initialEpoch, steps: null, batchSize: settings.batchSize, verbose: args.verbose ?? 1 },
      ...{ samples: settings.samples(x), doValidation: settings.validates },
    });
    state.history = history.history;
    // A Sequential trains a model inside it, and its callbacks hear of that one.
    callbacks.prepare(history.history.params, state.model ?? model);
    if (epochs <= initialEpoch) return history.history;

    const optimizer = model.optimizer as PageOptimizer;
    const before = await resumable(model, lab);
    let failure: unknown;
    /** Those of an epoch that has not ended. */
    let unfinished: { epoch: number; logs: Logs } | undefined;

    const hears = async (moment: Moment): Promise<void> => {
      if (moment.type === 'begin') {
        await callbacks.call('onTrainBegin', {});
        model.stopTraining = false;
        await callbacks.call('onEpochBegin', initialEpoch, {});
        await callbacks.call('onBatchBegin', 0, {});
      } else if (moment.type === 'batch') {
        const { epoch, batch, batches } = moment;
        const size = settings.sizeOf(batch - 1, x);
        const logs = { batch: batch - 1, size, ...history.logsOf(moment.metrics, false) };
        unfinished = { epoch: initialEpoch + epoch - 1, logs: history.seen(logs) };
        await callbacks.call('onBatchEnd', batch - 1, logs);
        if (!model.stopTraining && batch < batches) await callbacks.call('onBatchBegin', batch, {});
      } else {
        const epoch = initialEpoch + moment.epoch - 1;
        unfinished = undefined;
        await writeWeights(model, moment.weights);
        const logs = history.add(epoch, history.logsOf(moment.metrics, settings.validates));
        await callbacks.call('onEpochEnd', epoch, logs);
        if (model.stopTraining || epoch + 1 === epochs) return;
        await callbacks.call('onEpochBegin', epoch + 1, {});
        await callbacks.call('onBatchBegin', 0, {});
      }
    };
    const hear = async (moment: Moment) => {
      try {
        await hears(moment);
      } catch (error) {
        failure = error;
        throw error;
      }
      // Callbacks may have changed it.
      const { learningRate } = optimizer;
      return {
        ...(typeof learningRate === 'number' && { learningRate }),
        // An epoch whose last step is done is ended.
        ...(model.stopTraining && !endsEpoch(moment) && { stop: true }),
      };
    };
    const run = lab.fit(
      (before?.model ?? model) as never,
      { x, y } as never,
      {
        ...settings.fit,
        epochs: epochs - initialEpoch,
        ...{ optimizer: compiled.optimizer, loss: compiled.loss, metrics: compiled.metrics },
        signal: options.signal,
        between: {
          moments: callbacks.has('onBatchBegin', 'onBatchEnd') ? ['batch', 'epoch'] : ['epoch'],
          hear,
        },
      } as FitOptions,
    );
    run.on('batch', ({ epoch, batch, metrics }) => {
      // A button of the page may say so at any time.
      if (model.stopTraining) void run.stop();
      void callbacks.call('onYield', initialEpoch + epoch - 1, batch - 1, history.logsOf(metrics, false));
    });
    const result = await run.catch((error) => {
      throw failure ?? error;
    });
    const trained = result.model as unknown as Model;
    keep(model, { lab, optimizer, trained: trainedIn(model), model: trained });
    await writeWeights(model, await trained.weights());
    if (unfinished) {
      const { epoch, logs } = unfinished;
      await callbacks.call('onEpochEnd', epoch, history.add(epoch, logs));
    }
    await callbacks.call('onTrainEnd', {});
    return history.history;
  } finally {
    state.isTraining = false;
  }
}

const endsEpoch = (moment: Moment) => moment.type === 'batch' && moment.batch === moment.batches;

interface Settings {
  epochs: number;
  initialEpoch: number;
  batchSize: number;
  validates: boolean;
  /** How many examples there are to train on. */
  samples(x: unknown): number;
  /** How many of them a batch has. */
  sizeOf(batch: number, x: unknown): number;
  fit: Partial<FitOptions>;
}

function readArgs(args: FitInWorkerArgs, outputs: readonly string[]): Settings {
  for (const [field, value] of Object.entries(args)) {
    if (!KNOWN.includes(field))
      throw new InvalidOptionError(field, value, `none: there are ${KNOWN.join(', ')}`);
  }
  const { stepsPerEpoch, validationSteps, validationData, shuffle, classWeight, sampleWeight } = args;
  for (const [field, value] of Object.entries({ stepsPerEpoch, validationSteps })) {
    if (value !== undefined && value !== null) {
      throw new InvalidOptionError(
        field,
        value,
        'none, as in model.fit; lab.fit takes batches of the page’s own',
      );
    }
  }
  if (typeof shuffle === 'string') throw new InvalidOptionError('shuffle', shuffle, 'true or false');
  const epochs = whole('epochs', args.epochs, 1);
  const initialEpoch = whole('initialEpoch', args.initialEpoch, 0);
  const batchSize = whole('batchSize', args.batchSize, 32, 1);
  const share = args.validationSplit ?? 0;
  const held = validationData && validationData.length > 0 ? validationData : undefined;
  if (held && held.length !== 2) {
    throw new InvalidOptionError('validationData', `a list of ${held.length}`, '[x, y], as in model.fit');
  }
  const splits = !held && share > 0 && share < 1;
  const samples = (x: unknown) => {
    const all = countOf(x);
    return splits ? Math.floor(all * (1 - share)) : all;
  };
  return {
    ...{ epochs, initialEpoch, batchSize, samples, validates: splits || held !== undefined },
    sizeOf: (batch, x) => Math.min(batchSize, samples(x) - batch * batchSize),
    fit: {
      // The last epoch's weights, as model.fit has it.
      ...{ batchSize, shuffle: shuffle ?? true, restoreBest: false },
      ...(held && { validation: { x: held[0] as NumbersByName, y: held[1] as NumbersByName } }),
      ...(splits && { validation: share }),
      ...(isGiven(classWeight) && {
        classWeight: byOutput(classWeight, outputs) as FitOptions['classWeight'],
      }),
      ...(isGiven(sampleWeight) && { sampleWeight: sampleWeight as NumbersByName }),
    } as Partial<FitOptions>,
  };
}

const isGiven = (value: unknown) => value !== undefined && value !== null;

function whole(field: string, value: unknown, standard: number, least = 0): number {
  if (value === undefined || value === null) return standard;
  if (Number.isInteger(value) && (value as number) >= least) return value as number;
  throw new InvalidOptionError(field, value, `a whole number from ${least}`);
}

/** A list has one for each output. */
function byOutput(given: unknown, outputs: readonly string[]): unknown {
  if (!Array.isArray(given)) return given;
  return outputs.length === 1
    ? given[0]
    : Object.fromEntries(outputs.map((name, i) => [name, given[i] ?? {}]));
}

/** How many examples the first input has. */
function countOf(x: unknown): number {
  if (typeof x !== 'object' || x === null) return 0;
  const { shape } = x as { shape?: readonly number[] };
  if (shape) return shape[0] ?? 0;
  return countOf(Object.values(x)[0]);
}

function createHistory({ labels }: Compiled, validates: boolean, params: Record<string, unknown>) {
  const names = labels.map(([label]) => label);
  const metrics = validates ? [...names, ...names.map((name) => `val_${name}`)] : names;
  const history: History = { epoch: [], history: {}, params: { ...params, metrics } };
  let sums: Logs = {};
  let count = 0;
  return {
    history,
    /** The numbers of `lab.fit` under TensorFlow.js' names. */
    logsOf(found: Record<string, number>, withValidation: boolean): Logs {
      const logs: Logs = {};
      const put = (label: string, metric: string) => {
        if (found[metric] !== undefined) logs[label] = found[metric];
      };
      if (withValidation) for (const [label, metric] of labels) put(`val_${label}`, validated(metric));
      for (const [label, metric] of labels) put(label, metric);
      return logs;
    },
    /** The means of an epoch that has not ended, with one more batch. */
    seen({ batch, size = 0, ...values }: Logs): Logs {
      if (batch === 0) [sums, count] = [{}, 0];
      count += size;
      for (const [name, value] of Object.entries(values)) sums[name] = (sums[name] ?? 0) + value * size;
      return Object.fromEntries(Object.entries(sums).map(([name, sum]) => [name, sum / count]));
    },
    add(epoch: number, logs: Logs): Logs {
      history.epoch.push(epoch);
      for (const [name, value] of Object.entries(logs)) {
        history.history[name] ??= [];
        history.history[name].push(value);
      }
      return logs;
    },
  };
}

/** As `lab.fit` names what is over validation examples: `digit.loss` becomes `digit.valLoss`. */
function validated(metric: string): string {
  const at = metric.lastIndexOf('.') + 1;
  return `${metric.slice(0, at)}val${metric.charAt(at).toUpperCase()}${metric.slice(at + 1)}`;
}

/** Models that the page has let go of need no moments any more. */
const forgotten =
  typeof FinalizationRegistry === 'undefined'
    ? undefined
    : new FinalizationRegistry<Left>(({ model }) => void model.dispose().catch(() => {}));

function keep(model: PageModel, next: Left): void {
  const old = left.get(model);
  old?.model.dispose().catch(() => {});
  forgotten?.unregister(model);
  left.set(model, next);
  forgotten?.register(model, next, model);
}

/** What the last training left, with the weights that the page's model has now. */
async function resumable(model: PageModel, lab: Pick<Lab, 'fit'>): Promise<Left | undefined> {
  const before = left.get(model);
  const same =
    before?.lab === lab && before.optimizer === model.optimizer && before.trained === trainedIn(model);
  if (!before || !same) return undefined;
  try {
    await before.model.setWeights((await readWeights(model)) as never);
    return before;
  } catch {
    // The lab may have ended, or somebody has disposed of it: then the moments are lost.
    return undefined;
  }
}

const trainedIn = (model: PageModel) =>
  inside(model)
    .trainableWeights.map(({ name }) => name)
    .join();

let ours: Promise<Lab> | undefined;

async function labOfOurs(): Promise<Lab> {
  const alive = await ours
    ?.then(
      (lab) => lab.memory().then(() => true),
      () => false,
    )
    .catch(() => false);
  if (!alive) ours = createLab();
  return ours!;
}
