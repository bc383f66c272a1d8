// The types of each experiment by name, read off the worker's registry.
import type { Experiment, Network } from '../worker/experiment';
import type { experiments } from '../worker/experiments';
import type { Model } from './model';
import type { ExperimentTypes, ModelReference } from './protocol';

type Registry = typeof experiments;

/** Name of an experiment. */
export type ExperimentName = keyof Registry;

type TypesOf<E> = E extends Experiment<infer T, infer _ extends Network> ? T : never;

/** What each experiment takes and gives: hyperparameters, data, samples, predictions. */
export type TypesByName = { [N in ExperimentName]: TypesOf<Registry[N]> };

/** A picture that a page shows, as one may be given wherever a picture is taken. */
export type PictureElement = HTMLCanvasElement | OffscreenCanvas | HTMLImageElement;

/** What a page may give where the worker takes V: handles for references, and pictures as a page has them. */
export type Given<V> = V extends ModelReference ? Model : V extends ImageBitmap ? V | PictureElement : V;

/** The hyperparameters of an experiment, its data, and what every run takes. */
export type TrainOptions<T extends ExperimentTypes> = Partial<T['hyperparameters']> & {
  [K in keyof T['options']]?: Given<T['options'][K]>;
} & {
  /** A named set of hyperparameters; the ones given beside it win. */
  preset?: string;
  /** Absent: the embedded data set. */
  data?: T['data'];
  /** A whole number from 0 to 2^32 - 1; drawn at random where absent, and told in the result. */
  seed?: number;
  /** Aborts the run; its promise then rejects with the signal's reason. */
  signal?: AbortSignal;
};
