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
  | { type: 'warning'; message: string };

/** What a training ends with. The session owns the network from then on. */
export interface Outcome<T extends ExperimentTypes> {
  network: LayersModel;
  metrics: Metrics;
  phases: PhaseResult[];
  history: EpochRecord[];
  dataset: DatasetInfo;
  output: T['output'];
}

export type Training<T extends ExperimentTypes> = AsyncGenerator<
  ExperimentEvent<T['sample']>,
  Outcome<T>,
  void
>;

export interface Experiment<T extends ExperimentTypes> {
  title: string;
  description: string;
  hyperparameters: { [K in keyof T['hyperparameters']]: HyperparameterDescription };
  presets?: Record<string, Partial<T['hyperparameters']> & Record<string, HyperparameterValue>>;
  train(hyperparameters: T['hyperparameters'], context: TrainContext<T>): Training<T>;
  predict(network: LayersModel, input: T['input']): Promise<T['prediction']>;
}

/** Any experiment, where all meet: what a page hands in was typed there, and is checked by `readOptions`. */
// biome-ignore lint/suspicious/noExplicitAny: experiments share no narrower type
export type AnyExperiment = Experiment<any>;
