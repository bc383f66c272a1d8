// Whether what a module gives is an experiment: every part is looked at, and the first that is wrong is named.
import { ExperimentModuleError } from '../../src/errors';
import type { Hyperparameter } from '../declare';
import { type AnyExperiment, experiment } from '../experiment';
import { isPlain, isRecord } from './plain';

type Parts = Record<string, unknown>;

/** What an experiment may consist of. Those with a question mark may be absent. */
const PARTS: Record<keyof AnyExperiment | 'optionalMetrics', string> = {
  ...{ title: 'text', description: 'text', hyperparameters: 'record', presets: 'record?', metrics: 'record' },
  ...{ optionalMetrics: 'record?', options: 'record?', data: 'record?', unit: 'unit?', output: 'output?' },
  ...{ train: 'train', predict: 'function', inspect: 'function?' },
  ...{ takesLists: 'boolean?', encode: 'function?', restore: 'function?', project: 'function?' },
};

const KINDS: Record<string, readonly [fits: (value: unknown) => boolean, allowed: string]> = {
  text: [(value) => typeof value === 'string' && value.trim() !== '', 'a text that is not empty'],
  record: [isRecord, 'an object'],
  function: [isFunction, 'a function'],
  train: [isFunction, 'an async generator function: async *train(hyperparameters, context)'],
  boolean: [(value) => typeof value === 'boolean', 'true or false'],
  unit: [(value) => value === 'epoch' || value === 'octave', 'epoch or octave'],
  output: [(value) => value === 'picture', 'picture'],
};

/** What every run takes: no experiment may call one of its own so. */
const RESERVED = ['preset', 'data', 'seed', 'signal'];

const OPTION_TYPES = ['files', 'picture', 'network', 'coefficients', 'value'];

const METRIC_KINDS = ['loss', 'fraction', 'count'];

/**
 * @param module where it comes from, to be told in errors
 * @returns the experiment as a registry holds it
 * @throws ExperimentModuleError naming the first part that is missing or wrong
 */
export function checkExperiment(given: unknown, module: string): AnyExperiment {
  const fault = (part: string, found: unknown, allowed: string) =>
    ExperimentModuleError.of(module, part, found, allowed);
  if (!isRecord(given)) throw fault('experiment', given, 'what experiment({ ... }) gives');
  const parts = given;
  for (const part of Object.keys(parts)) {
    if (Object.hasOwn(PARTS, part)) continue;
    throw fault(part, parts[part], `none: an experiment has only ${Object.keys(PARTS).join(', ')}`);
  }
  for (const [part, kind] of Object.entries(PARTS)) {
    const [fits, allowed] = KINDS[kind.replace('?', '')]!;
    if (parts[part] === undefined ? !kind.endsWith('?') : !fits(parts[part]))
      throw fault(part, parts[part], allowed);
  }
  const { hyperparameters, presets, metrics, optionalMetrics, options, data } = parts as Record<
    string,
    Parts
  >;
  for (const [name, one] of Object.entries(hyperparameters!)) {
    refuseReserved(name, 'hyperparameters');
    checkHyperparameter(one, `hyperparameters.${name}`);
  }
  for (const [name, preset] of Object.entries(presets ?? {})) checkPreset(preset, `presets.${name}`);
  const all = { ...metrics, ...optionalMetrics };
  for (const [name, one] of Object.entries(all)) {
    checkMetric(one, `${Object.hasOwn(metrics!, name) ? 'metrics' : 'optionalMetrics'}.${name}`);
  }
  for (const [name, one] of Object.entries(options ?? {})) {
    refuseReserved(name, 'options');
    if (Object.hasOwn(hyperparameters!, name)) {
      throw fault(`options.${name}`, one, 'another name: a hyperparameter is called so');
    }
    checkOption(one, `options.${name}`);
    if (!isFunction(one.read)) {
      throw fault(`options.${name}.read`, one.read, 'a function that checks the value and gives it');
    }
  }
  if (data !== undefined) checkOption(data, 'data');
  // What it has been given twice does not change it.
  return experiment(parts as never) as AnyExperiment;

  function refuseReserved(name: string, part: string): void {
    if (!RESERVED.includes(name)) return;
    throw fault(
      `${part}.${name}`,
      (parts[part] as Parts)[name],
      `another name: every run has ${RESERVED.join(', ')}`,
    );
  }

  function checkHyperparameter(one: unknown, part: string): asserts one is Hyperparameter {
    const allowed = 'what integer(), number(), boolean() or choice() gives';
    if (!isRecord(one)) throw fault(part, one, allowed);
    const { type, min, max, choices, description } = one;
    if (!['integer', 'number', 'boolean', 'choice'].includes(type as string))
      throw fault(`${part}.type`, type, allowed);
    if (type === 'integer' || type === 'number') {
      if (!(isNumber(min) && isNumber(max) && min <= max))
        throw fault(`${part}.min`, min, 'a number that is at most max');
    }
    if (type === 'choice' && !(Array.isArray(choices) && choices.every((word) => typeof word === 'string')))
      throw fault(`${part}.choices`, choices, 'a list of words');
    if (typeof description !== 'string') throw fault(`${part}.description`, description, KINDS.text![1]);
    const wrong = notAllowed(one as unknown as Hyperparameter, one.default);
    if (wrong) throw fault(`${part}.default`, one.default, wrong);
    if (!isPlain(one)) throw fault(part, one, allowed);
  }

  function checkPreset(preset: unknown, part: string): void {
    if (!isRecord(preset)) throw fault(part, preset, 'values of hyperparameters by name');
    for (const [name, value] of Object.entries(preset)) {
      const one = Object.hasOwn(hyperparameters!, name)
        ? (hyperparameters![name] as Hyperparameter)
        : undefined;
      const wrong = one
        ? notAllowed(one, value)
        : `none: the hyperparameters are ${Object.keys(hyperparameters!).join(', ') || 'none'}`;
      if (wrong) throw fault(`${part}.${name}`, value, wrong);
    }
  }

  function checkMetric(one: unknown, part: string): void {
    if (!isRecord(one)) throw fault(part, one, "an object such as { kind: 'loss' }");
    const { kind, validates } = one;
    if (!METRIC_KINDS.includes(kind as string)) throw fault(`${part}.kind`, kind, METRIC_KINDS.join(', '));
    if (validates === undefined) return;
    if (typeof validates !== 'string' || !Object.hasOwn(all, validates))
      throw fault(`${part}.validates`, validates, 'the name of another metric');
  }

  function checkOption(one: unknown, part: string): asserts one is Parts {
    if (!isRecord(one)) throw fault(part, one, 'what option() or files() gives');
    if (!OPTION_TYPES.includes(one.type as string))
      throw fault(`${part}.type`, one.type, OPTION_TYPES.join(', '));
    if (typeof one.description !== 'string')
      throw fault(`${part}.description`, one.description, KINDS.text![1]);
  }
}

/** What is allowed instead of the value; `undefined` where the value is. */
function notAllowed(one: Hyperparameter, value: unknown): string | undefined {
  switch (one.type) {
    case 'boolean':
      return typeof value === 'boolean' ? undefined : 'true or false';
    case 'choice':
      return one.choices.includes(value as string) ? undefined : `one of ${one.choices.join(', ')}`;
    default: {
      const whole = one.type === 'number' || Number.isInteger(value);
      if (isNumber(value) && whole && value >= one.min && value <= one.max) return undefined;
      return `${one.type === 'integer' ? 'a whole number' : 'a number'} from ${one.min} to ${one.max}`;
    }
  }
}

function isFunction(value: unknown): boolean {
  return typeof value === 'function';
}

function isNumber(value: unknown): value is number {
  return typeof value === 'number' && !Number.isNaN(value);
}
