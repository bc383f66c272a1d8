// The types of each experiment by name, read off the worker's registry.
import type { Experiment } from '../worker/experiment';
import type { experiments } from '../worker/experiments';
import type { Given } from './model';
import type { ExperimentTypes } from './protocol';

type Registry = typeof experiments;

/** Name of an experiment. */
export type ExperimentName = keyof Registry;

type TypesOf<E> = E extends Experiment<infer T> ? T : never;

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
  /** Aborts the run; its promise then rejects with the signal's reason. */
  signal?: AbortSignal;
};
