// The types of each experiment by name, read off the worker's registry.
import type { Experiment } from '../worker/experiment';
import type { experiments } from '../worker/experiments';
import type { CheckpointOption } from './fit-protocol';
import type { Given } from './model';
import type { ExperimentTypes } from './protocol';

type Registry = typeof experiments;

/** Name of an experiment. */
export type ExperimentName = keyof Registry;

/** Experiments of a page's own by name: the types of their modules, `{ mine: typeof import(…) }`; `unknown` for one that has none. */
export type OwnExperiments = object;

// What stands for an experiment in a module, or in the worker file that serves it.
type Exported<M> = M extends { default: infer E } ? E : M extends { experiment: infer E } ? E : M;
type Made<E> = E extends (toolbox: never) => infer R ? Awaited<R> : E;

/** The types of each experiment that a lab has, by name: the built-in ones and the page's own. */
export type TypesIn<Own extends OwnExperiments> = TypesByName & {
  [N in Exclude<keyof Own, ExperimentName>]: TypesOf<Made<Exported<Own[N]>>>;
};

// Where nothing is known of a module, anything may be given and got.
type Untyped = {
  // biome-ignore lint/suspicious/noExplicitAny: one that an experiment written in JavaScript does not declare
  [T in keyof ExperimentTypes]: any;
};

type TypesOf<E> = unknown extends E ? Untyped : E extends Experiment<infer T> ? T : never;

/** What each experiment takes and gives: hyperparameters, data, samples, predictions. */
export type TypesByName = { [N in ExperimentName]: TypesOf<Registry[N]> };

/** The hyperparameters of an experiment, its data, and what every run takes. */
export type TrainOptions<T extends ExperimentTypes> = Partial<T['hyperparameters']> & {
  [K in keyof T['options']]?: Given<T['options'][K]>;
} & {
  /** A named set of hyperparameters; the ones given beside it win. */
  preset?: T['preset'];
  /** Absent: the embedded data set. */
  data?: Given<T['data']>;
  /** A whole number from 0 to 2^32 - 1; drawn at random where absent, and told in the result. */
  seed?: number;
  /** Writes checkpoints in this browser, off where absent: `lab.resume(name)` goes on from the last one. */
  checkpoint?: CheckpointOption;
  /** Aborts the run; its promise then rejects with the signal's reason. */
  signal?: AbortSignal;
};
