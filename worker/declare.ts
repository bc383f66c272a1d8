// How an experiment declares what it takes: once. Descriptions, checks and the types of values follow from it.
import type { OptionDescription } from '../src/protocol';

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

export function boolean(standard: boolean, description: string): Flag {
  return { type: 'boolean', default: standard, description };
}

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

export function option<V>(
  type: OptionDescription['type'],
  description: string,
  read: Option<V>['read'],
): Option<V> {
  return { type, description, read };
}

/** Files of a data set, or where they lie. They are checked as they are read, by whoever knows their format. */
export function files<V>(description: string): Option<V> {
  return option('files', description, (value) => value as V);
}
