// Checks what a page asks for before anything starts: the experiment's name and every option.
import { InvalidOptionError } from '../../src/errors';
import type { HyperparameterDescription, HyperparameterValue } from '../../src/protocol';
import type { AnyExperiment, Registry } from '../experiment';

/** What a page asks for, checked. */
export interface CheckedOptions {
  experiment: AnyExperiment;
  hyperparameters: Record<string, HyperparameterValue>;
  seed: number;
  data: unknown;
  /** Those that are no hyperparameters. */
  options: Record<string, unknown>;
}

/** @throws InvalidOptionError naming the field, its value and what is allowed. */
export function readOptions(
  experiments: Registry,
  name: string,
  options: Record<string, unknown>,
): CheckedOptions {
  const experiment = Object.hasOwn(experiments, name) ? experiments[name] : undefined;
  if (!experiment) {
    throw new InvalidOptionError('experiment', name, `one of ${Object.keys(experiments).join(', ')}`);
  }
  const { preset, seed = randomSeed(), data, ...given } = options;
  if (!Number.isInteger(seed) || (seed as number) < 0 || (seed as number) > 0xffffffff) {
    throw new InvalidOptionError('seed', seed, 'a whole number from 0 to 4294967295');
  }
  const { hyperparameters: descriptions, options: readers } = experiment;
  for (const [field, value] of Object.entries(given)) {
    if (!Object.hasOwn(descriptions, field) && !Object.hasOwn(readers, field)) {
      const own = [...Object.keys(descriptions), ...Object.keys(readers)];
      const known = [...own, 'preset', 'data', 'seed', 'checkpoint', 'signal'].join(', ');
      throw new InvalidOptionError(field, value, `none: ${name} has only the options ${known}`);
    }
  }
  const values = { ...presetOf(experiment, preset), ...given };
  const hyperparameters: Record<string, HyperparameterValue> = {};
  for (const [field, description] of Object.entries(descriptions)) {
    const value = values[field];
    hyperparameters[field] = check(field, value === undefined ? description.default : value, description);
  }
  const read = Object.entries(readers)
    .filter(([field]) => given[field] !== undefined)
    .map(([field, reader]) => [field, reader.read(given[field], field)]);
  return { experiment, hyperparameters, seed: seed as number, data, options: Object.fromEntries(read) };
}

function presetOf({ presets }: AnyExperiment, preset: unknown): Record<string, unknown> {
  if (preset === undefined) return {};
  if (typeof preset === 'string' && Object.hasOwn(presets, preset)) return presets[preset]!;
  const names = Object.keys(presets);
  throw new InvalidOptionError('preset', preset, names.length ? `one of ${names.join(', ')}` : 'none');
}

function check(field: string, value: unknown, description: HyperparameterDescription): HyperparameterValue {
  const { type } = description;
  if (type === 'boolean' && typeof value === 'boolean') return value;
  if (type === 'choice' && typeof value === 'string' && description.choices.includes(value)) return value;
  if (type === 'integer' || type === 'number') {
    const whole = type === 'number' || Number.isInteger(value);
    // NaN fails every comparison.
    if (typeof value === 'number' && whole && value >= description.min && value <= description.max)
      return value;
  }
  throw new InvalidOptionError(field, value, allowedBy(description));
}

function allowedBy(description: HyperparameterDescription): string {
  switch (description.type) {
    case 'boolean':
      return 'true or false';
    case 'choice':
      return `one of ${description.choices.join(', ')}`;
    case 'integer':
      return `a whole number from ${description.min} to ${description.max}`;
    case 'number':
      return `a number from ${description.min} to ${description.max}`;
  }
}

function randomSeed(): number {
  return crypto.getRandomValues(new Uint32Array(1))[0]!;
}
