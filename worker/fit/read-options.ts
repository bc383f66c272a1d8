// The options of `lab.fit`, checked as far as they can be without network and data.
import { InvalidOptionError } from '../../src/errors';
import type {
  AugmentOptions,
  LearningRateSchedule,
  OptimizerName,
  OptimizerOptions,
  StopEarly,
} from '../../src/fit-protocol';
import { gradientOptions, optimizerDefaults } from '../training/optimizers';

/** Checked; what depends on network and data is as it was given. */
export interface ReadOptions {
  epochs: number;
  batchSize: number;
  seed: number;
  /** Where it was given. */
  optimizer?: OptimizerOptions;
  loss?: unknown;
  lossWeights?: unknown;
  metrics?: unknown;
  validation?: unknown;
  learningRate?: LearningRateSchedule;
  stopEarly?: StopEarly;
  restoreBest?: boolean;
  classWeight?: unknown;
  sampleWeight?: unknown;
  augment?: AugmentOptions;
  shuffle: boolean;
  freeze: string[];
  unfreeze: string[];
  resetOptimizer: boolean;
  stepsPerEpoch?: number;
}

const KNOWN = [
  ...[
    'epochs',
    'batchSize',
    'seed',
    'optimizer',
    'loss',
    'lossWeights',
    'metrics',
    'validation',
    'learningRate',
  ],
  ...[
    'stopEarly',
    'classWeight',
    'sampleWeight',
    'augment',
    'shuffle',
    'freeze',
    'unfreeze',
    'resetOptimizer',
  ],
  ...['stepsPerEpoch', 'restoreBest', 'signal'],
];

type Given = Record<string, unknown>;

/** @throws InvalidOptionError naming the option, what came and what is allowed */
export function readFitOptions(given: Given): ReadOptions {
  onlyKnown(given, KNOWN, '');
  const { epochs, batchSize, seed, stepsPerEpoch, shuffle, resetOptimizer } = given;
  const rest = { ...given };
  for (const field of ['loss', 'lossWeights', 'metrics', 'validation', 'classWeight', 'sampleWeight']) {
    if (rest[field] === undefined) delete rest[field];
  }
  const { loss, lossWeights, metrics, validation, classWeight, sampleWeight } = rest;
  return {
    ...{ loss, lossWeights, metrics, validation, classWeight, sampleWeight },
    epochs: whole('epochs', epochs, 1, 1e6) ?? 10,
    batchSize: whole('batchSize', batchSize, 1, 2 ** 20) ?? 32,
    seed: whole('seed', seed, 0, 2 ** 32 - 1) ?? crypto.getRandomValues(new Uint32Array(1))[0]!,
    ...readRates(given),
    stopEarly: given.stopEarly === undefined ? undefined : readStopEarly(given.stopEarly),
    restoreBest: flag('restoreBest', given.restoreBest),
    augment: given.augment === undefined ? undefined : readAugment(given.augment),
    shuffle: flag('shuffle', shuffle) ?? true,
    freeze: patterns('freeze', given.freeze),
    unfreeze: patterns('unfreeze', given.unfreeze),
    resetOptimizer: flag('resetOptimizer', resetOptimizer) ?? false,
    stepsPerEpoch: whole('stepsPerEpoch', stepsPerEpoch, 1, 1e9),
  };
}

function readRates(given: Given): Pick<ReadOptions, 'optimizer' | 'learningRate'> {
  const optimizer = given.optimizer === undefined ? undefined : readOptimizer(given.optimizer);
  const { learningRate } = given;
  if (learningRate === undefined) return { optimizer };
  const twice = typeof given.optimizer === 'object' && (given.optimizer as Given).learningRate !== undefined;
  const isNumber = typeof learningRate === 'number';
  if (twice && (isNumber || (learningRate as Given)?.initial !== undefined)) {
    throw new InvalidOptionError('learningRate', learningRate, 'none, as optimizer.learningRate is given');
  }
  if (isNumber) {
    const rate = positive('learningRate', learningRate)!;
    return { optimizer, learningRate: { schedule: 'constant', initial: rate } };
  }
  return { optimizer, learningRate: readSchedule(learningRate) };
}

const optimizerNames = Object.keys(optimizerDefaults) as OptimizerName[];

function readOptimizer(given: unknown): OptimizerOptions {
  const options: Given =
    typeof given === 'string' ? { name: given } : asObject('optimizer', given, optimizerWords());
  const name = optimizerNames.find((one) => one === String(options.name).toLowerCase());
  if (!name) {
    const field = typeof given === 'string' ? 'optimizer' : 'optimizer.name';
    throw new InvalidOptionError(field, options.name, `one of ${optimizerNames.join(', ')}`);
  }
  const defaults = optimizerDefaults[name];
  onlyKnown(options, ['name', ...Object.keys(defaults), ...gradientOptions], 'optimizer.', name);
  const read: Given = { name };
  for (const [field, standard] of Object.entries(defaults)) {
    const value = options[field];
    const path = `optimizer.${field}`;
    if (typeof standard === 'boolean') read[field] = flag(path, value) ?? standard;
    else if (field === 'learningRate') read[field] = positive(path, value) ?? standard;
    else if (field === 'epsilon') read[field] = number(path, value, 0, 1) ?? standard;
    else if (field === 'weightDecay') read[field] = number(path, value, 0, 1) ?? standard;
    else read[field] = share(path, value) ?? standard;
  }
  for (const field of gradientOptions) {
    if (options[field] === undefined) continue;
    read[field] =
      field === 'weightDecay'
        ? number(`optimizer.${field}`, options[field], 0, 1)
        : positive(`optimizer.${field}`, options[field]);
  }
  if (name === 'adagrad') delete read.epsilon; // TensorFlow.js has its own
  return read as unknown as OptimizerOptions;
}

const optimizerWords = () => `one of ${optimizerNames.join(', ')}, or { name, learningRate, ... }`;

const schedules: Readonly<Record<string, readonly string[]>> = {
  constant: [],
  exponential: ['rate', 'every', 'staircase'],
  inverseTime: ['rate', 'every'],
  step: ['every', 'factor'],
  cosine: ['end'],
  oneCycle: ['rise'],
  onPlateau: ['monitor', 'factor', 'patience', 'minDelta', 'min'],
};

function readSchedule(given: unknown): LearningRateSchedule {
  const names = Object.keys(schedules);
  const options = asObject('learningRate', given, `a number, or { schedule: one of ${names.join(', ')} }`);
  const { schedule } = options;
  if (typeof schedule !== 'string' || !Object.hasOwn(schedules, schedule)) {
    throw new InvalidOptionError('learningRate.schedule', schedule, `one of ${names.join(', ')}`);
  }
  onlyKnown(options, ['schedule', 'initial', 'warmup', ...schedules[schedule]!], 'learningRate.', schedule);
  const at = (field: string) => `learningRate.${field}`;
  positive(at('initial'), options.initial);
  whole(at('warmup'), options.warmup, 0, 1e9);
  number(at('rate'), options.rate, 0, 1e6);
  number(at('end'), options.end, 0, 1e6);
  number(at('min'), options.min, 0, 1e6);
  number(at('minDelta'), options.minDelta, 0, 1e9);
  positive(at('every'), options.every);
  whole(at('patience'), options.patience, 1, 1e6);
  number(at('factor'), options.factor, 0, 1);
  share(at('rise'), options.rise);
  flag(at('staircase'), options.staircase);
  text(at('monitor'), options.monitor);
  for (const field of schedule === 'exponential' || schedule === 'inverseTime' ? ['rate'] : []) {
    if (options[field] === undefined) throw new InvalidOptionError(at(field), undefined, 'a number above 0');
  }
  if (schedule === 'step' && options.every === undefined) {
    throw new InvalidOptionError(at('every'), undefined, 'a number of epochs');
  }
  return options as unknown as LearningRateSchedule;
}

function readStopEarly(given: unknown): StopEarly {
  const options = asObject('stopEarly', given, '{ monitor, patience, restoreBest, minDelta }');
  onlyKnown(options, ['monitor', 'patience', 'restoreBest', 'minDelta'], 'stopEarly.');
  return {
    monitor: text('stopEarly.monitor', options.monitor),
    patience: whole('stopEarly.patience', options.patience, 0, 1e6) ?? 0,
    restoreBest: flag('stopEarly.restoreBest', options.restoreBest),
    minDelta: number('stopEarly.minDelta', options.minDelta, 0, 1e9) ?? 0,
  };
}

function readAugment(given: unknown): AugmentOptions {
  const options = asObject('augment', given, '{ shift, flip, rotate, zoom }');
  onlyKnown(options, ['shift', 'flip', 'rotate', 'zoom'], 'augment.');
  return {
    shift: number('augment.shift', options.shift, 0, 0.5) ?? 0,
    flip: flag('augment.flip', options.flip) ?? false,
    rotate: number('augment.rotate', options.rotate, 0, 180) ?? 0,
    zoom: number('augment.zoom', options.zoom, 0, 0.9) ?? 0,
  };
}

function patterns(field: string, given: unknown): string[] {
  if (given === undefined) return [];
  const list = typeof given === 'string' ? [given] : given;
  if (Array.isArray(list) && list.every((one) => typeof one === 'string' && one !== '')) return list;
  throw new InvalidOptionError(field, given, "a list of layers' names, such as ['conv*']");
}

export function asObject(field: string, given: unknown, allowed: string): Given {
  if (typeof given === 'object' && given !== null && !Array.isArray(given)) return given as Given;
  throw new InvalidOptionError(field, given, allowed);
}

function onlyKnown(given: Given, known: readonly string[], before: string, of?: string): void {
  for (const [field, value] of Object.entries(given)) {
    if (value === undefined || known.includes(field)) continue;
    const who = of ?? (before ? before.slice(0, -1) : 'fit');
    throw new InvalidOptionError(
      `${before}${field}`,
      value,
      `none: ${who} has only the options ${known.join(', ')}`,
    );
  }
}

function number(field: string, value: unknown, min: number, max: number): number | undefined {
  if (value === undefined) return undefined;
  if (typeof value === 'number' && value >= min && value <= max) return value;
  throw new InvalidOptionError(field, value, `a number from ${min} to ${max}`);
}

function whole(field: string, value: unknown, min: number, max: number): number | undefined {
  if (value === undefined) return undefined;
  if (Number.isInteger(value) && (value as number) >= min && (value as number) <= max) return value as number;
  throw new InvalidOptionError(field, value, `a whole number from ${min} to ${max}`);
}

function positive(field: string, value: unknown): number | undefined {
  if (value === undefined) return undefined;
  if (typeof value === 'number' && value > 0 && value < Number.POSITIVE_INFINITY) return value;
  throw new InvalidOptionError(field, value, 'a number above 0');
}

function share(field: string, value: unknown): number | undefined {
  if (value === undefined) return undefined;
  if (typeof value === 'number' && value >= 0 && value < 1) return value;
  throw new InvalidOptionError(field, value, 'a number from 0 to below 1');
}

function flag(field: string, value: unknown): boolean | undefined {
  if (value === undefined || typeof value === 'boolean') return value;
  throw new InvalidOptionError(field, value, 'true or false');
}

function text(field: string, value: unknown): string | undefined {
  if (value === undefined || (typeof value === 'string' && value !== '')) return value as string | undefined;
  throw new InvalidOptionError(field, value, 'the name of a metric');
}
