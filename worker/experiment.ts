// What an experiment is: a network, its data and its way of training, as an async generator of events.
import type { Scalar } from '@tensorflow/tfjs-core';
import type { LayersModel } from '@tensorflow/tfjs-layers';
import type {
  BackendName,
  DatasetInfo,
  EpochRecord,
  ExperimentTypes,
  HyperparameterDescription,
  HyperparameterValue,
  Metrics,
  ModelReference,
  PhaseResult,
} from '../src/protocol';
import type { Random } from './training/random';

/** What the session hands to an experiment. */
export interface TrainContext<T extends ExperimentTypes> {
  /** The run's seed: every random choice must come from it. */
  seed: number;
  random: Random;
  /** As the page gave it; `undefined` for the embedded data set. */
  data: T['data'] | undefined;
  /** As `readOptions` read them. */
  options: T['options'];
  /** The network of a model of the lab that an option refers to. It lives at least as long as the run. */
  networkOf(reference: ModelReference): LabNetwork;
  /** Aborts when the run is stopped: for downloads. */
  signal: AbortSignal;
  backend: BackendName;
}

/** What an experiment yields. The session turns each into an event of the run and owns its tensors from then on. */
export type ExperimentEvent<Sample = unknown> =
  /** The training steps of the whole run, and all its work in units of a full step; comes before the first step. */
  | { type: 'plan'; steps: number; work: number }
  | { type: 'loading'; fraction: number; message: string }
  | { type: 'phase'; name: string; trainableParameters: number; frozenParameters: number }
  /** One training step is done. Metrics are read back only when a batch event is due, and then disposed. */
  | {
      type: 'step';
      phase: string;
      epoch: number;
      epochs: number;
      batch: number;
      batches: number;
      metrics: Record<string, Scalar>;
      /** The part of the plan's work that it is; 1 where absent. */
      work?: number;
    }
  /** Some of the plan's work, done outside a training step, such as validation. */
  | { type: 'work'; work: number }
  | ({ type: 'epoch'; epochs: number } & EpochRecord)
  | { type: 'sample'; epoch: number; sample: Sample }
  | { type: 'warning'; message: string }
  /** From now on a stopped run has something to show: `output` gives it, between two events. */
  | { type: 'so-far'; output: () => Promise<unknown> };

/** A network that can be held by a handle. */
export interface Network {
  dispose(): unknown;
  save(url: string): Promise<unknown>;
}

/** A model's network, with what its experiment keeps beside it. */
export interface LabNetwork {
  network: Network;
  /** Name of the experiment that trained it. */
  experiment: string;
}

/** What a training ends with. The session owns the network from then on; one that a model has it shares with it. */
export interface Outcome<T extends ExperimentTypes, N extends Network = LayersModel> {
  network: N;
  metrics: Metrics;
  phases: PhaseResult[];
  history: EpochRecord[];
  dataset: DatasetInfo;
  output: T['output'];
  /** Handed to `predict`. */
  settings?: T['settings'];
}

export type Training<T extends ExperimentTypes, N extends Network = LayersModel> = AsyncGenerator<
  ExperimentEvent<T['sample']>,
  Outcome<T, N>,
  void
>;

/** Reads one option that is no hyperparameter. It throws an InvalidOptionError that says what is allowed. */
export type OptionReader<V> = (value: unknown, field: string) => V;

export interface Experiment<T extends ExperimentTypes, N extends Network = LayersModel> {
  title: string;
  description: string;
  hyperparameters: { [K in keyof T['hyperparameters']]: HyperparameterDescription };
  presets?: Record<string, Partial<T['hyperparameters']> & Record<string, HyperparameterValue>>;
  /** A reader for each option that is no hyperparameter. */
  options?: { [K in keyof T['options']]-?: OptionReader<T['options'][K]> };
  train(hyperparameters: T['hyperparameters'], context: TrainContext<T>): Training<T, N>;
  predict(network: N, input: T['input'], settings: T['settings']): Promise<T['prediction']>;
}

/** Any experiment, where all meet: what a page hands in was typed there, and is checked by `readOptions`. */
// biome-ignore lint/suspicious/noExplicitAny: experiments share no narrower type
export type AnyExperiment = Experiment<any, any>;
