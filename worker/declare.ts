// How an experiment declares what it takes: once. Descriptions, checks and the types of values follow from it.
import type { MetricDescription, OptionDescription } from '../src/protocol';

/** A hyperparameter that is a number. */
export interface Numeric {
  type: 'integer' | 'number';
  default: number;
  min: number;
  max: number;
  description: string;
}

/** A hyperparameter that is true or false. */
export interface Flag {
  type: 'boolean';
  default: boolean;
  description: string;
}

/** A hyperparameter that is one of several words. */
export interface Choice<C extends string = string> {
  type: 'choice';
  default: C;
  choices: readonly C[];
  description: string;
}

/** A hyperparameter of any kind. */
export type Hyperparameter = Numeric | Flag | Choice;

/** The value of a hyperparameter declared so. */
export type ValueOf<H> = H extends Choice<infer C> ? C : H extends Flag ? boolean : number;

/** The values of hyperparameters, by name. */
export type ValuesOf<H> = { [K in keyof H]: ValueOf<H[K]> };

interface Bounds {
  /** Both are allowed themselves. */
  min: number;
  max: number;
}

/** A whole number. */
export function integer(standard: number, { min, max }: Bounds, description: string): Numeric {
  return { type: 'integer', default: standard, min, max, description };
}

/** Any finite number. */
export function number(standard: number, { min, max }: Bounds, description: string): Numeric {
  return { type: 'number', default: standard, min, max, description };
}

/** True or false. */
export function boolean(standard: boolean, description: string): Flag {
  return { type: 'boolean', default: standard, description };
}

/** One of several words. */
export function choice<const C extends string>(
  standard: NoInfer<C>,
  choices: readonly C[],
  description: string,
): Choice<C> {
  return { type: 'choice', default: standard, choices, description };
}

/** An option that is no hyperparameter: what it takes in words, and how it is read. */
export interface Option<V> extends OptionDescription {
  /** @throws InvalidOptionError that says what is allowed */
  read(value: unknown, field: string): V;
}

/** The values of options, by name; each may be left out. */
export type GivenOf<O> = { [K in keyof O]?: O[K] extends Option<infer V> ? V : never };

/** An option that is no hyperparameter, with what checks and reads it. */
export function option<V>(
  type: OptionDescription['type'],
  description: string,
  read: Option<V>['read'],
): Option<V> {
  return { type, description, read };
}

/**
 * Files of a data set, or where they lie. They are checked as they are read, by whoever knows their format.
 * @param otherwise what there is to train on without them
 */
export function files<V>(dataset: string, otherwise: string, description: string): Option<V> {
  return { ...option('files', description, (value) => value as V), dataset, otherwise };
}

type ValidationName<N extends string> = `val${Capitalize<N>}`;

/** What a metric is called where it is over the validation examples: `loss` becomes `valLoss`. */
export function validationName<N extends string>(name: N): ValidationName<N> {
  return `val${name.charAt(0).toUpperCase()}${name.slice(1)}` as ValidationName<N>;
}

/** Metrics of the training, each with its counterpart over the validation examples. */
export function withValidation<N extends string>(
  kinds: Record<N, MetricDescription['kind']>,
): Record<N | ValidationName<N>, MetricDescription> {
  const all = Object.entries<MetricDescription['kind']>(kinds);
  return Object.fromEntries([
    ...all.map(([name, kind]) => [name, { kind }]),
    ...all.map(([name, kind]) => [validationName(name), { kind, validates: name }]),
  ]);
}
