// What an experiment is: a network, its data and its way of training, as an async generator of events. It names
// no TensorFlow.js: the types that a page sees are read off the experiments, and must not need its types.
import type {
  BackendName,
  DatasetInfo,
  DatasetReference,
  EpochRecord,
  ExperimentTypes,
  HyperparameterValue,
  MetricDescription,
  Metrics,
  ModelArray,
  ModelRecord,
  ModelReference,
  NetworkDescription,
  NetworkSource,
  PhaseResult,
} from '../src/protocol';
import type { Dataset } from './data/dataset';
import type { GivenOf, Hyperparameter, Option, ValuesOf } from './declare';
import type { Random } from './training/random';

/** What the session hands to an experiment. */
export interface TrainContext<Data = unknown, Options = unknown> {
  /** The run's seed: every random choice must come from it. */
  seed: number;
  random: Random;
  /** As the page gave it; `undefined` for the embedded data set. */
  data: Data | undefined;
  /** As the readers of the options gave them. */
  options: Options;
  /** Hands over a thing that the session disposes at the end of the run, unless it is the result's network. */
  own<T extends Disposable>(thing: T): T;
  /**
   * Names a part of the run that its checkpoints hold. Where the run goes on from one, the part takes its state up
   * here and now.
   * @throws CheckpointError if the state does not fit
   */
  keep(name: string, part: Part): void;
  /** The network of a model of the lab that an option refers to. It lives at least as long as the run. */
  networkOf(reference: ModelReference): LabNetwork;
  /** The data set of the lab that `data` refers to. It lives at least as long as the run. */
  datasetOf(reference: DatasetReference): Dataset;
  /** Aborts when the run is stopped: for downloads. */
  signal: AbortSignal;
  /** Stops the run after the event that is yielded next, as its page can: what was learned is kept. */
  stop(): void;
  backend: BackendName;
}

/** Something whose state belongs to a run's checkpoints. States are plain data with typed arrays, which are copies. */
export interface Part<State = unknown> {
  save(): State | Promise<State>;
  /** @throws Error if the state is of something else */
  load(state: State): void;
}

/** What holds memory until it is told to give it back: tensors, networks, optimizers. */
export interface Disposable {
  /** Gives it back. */
  dispose(): unknown;
}

/** A number on the backend, as a tensor of rank 0. */
export interface Reading extends Disposable {
  /** Reads it back. */
  data(): Promise<ArrayLike<number>>;
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
      metrics: Record<string, Reading>;
      /** The part of the plan's work that it is; 1 where absent. */
      work?: number;
    }
  /** Between two epochs: a good place for a checkpoint, as is every step. */
  | { type: 'epoch-end' }
  /** Some of the plan's work, done outside a training step, such as validation. */
  | { type: 'work'; work: number }
  /** Of a network that gets its best epoch's weights back at the end, `best` is that epoch so far. */
  | ({ type: 'epoch'; epochs: number; best?: number } & EpochRecord)
  | { type: 'sample'; epoch: number; sample: Sample }
  | { type: 'warning'; message: string }
  /**
   * From now on a stopped run has a network to give: `outcome` gives it, between two events, and is told the epoch
   * that it is of, 0 before the first. Its phase is the last one where absent.
   */
  | {
      type: 'so-far';
      phase?: string;
      /** Gives the network as it is. @param epoch that it is of, 0 before the first */
      outcome: (epoch: number) => SoFar | Promise<SoFar>;
    };

/** A network that can be held by a handle. */
export interface Network extends Disposable {
  /** Saves it as TensorFlow.js does. */
  save(url: string): Promise<unknown>;
}

/** A weight that was kept; its numbers lie in the bytes, one weight after the other. */
export interface KeptWeight {
  name: string;
  shape: number[];
  dtype: string;
  trainable: boolean;
  /** Of a graph's: how its numbers are packed. */
  quantization?: unknown;
}

/** A network as plain data: it can be stored and built again. */
export interface KeptNetwork {
  kind: 'layers' | 'graph';
  /** Of layers: class name and configuration, in TensorFlow.js' own words. Of a graph: as its `model.json` has it. */
  topology: Record<string, unknown>;
  /** What the network was given to carry. */
  metadata?: Record<string, unknown>;
  weights: KeptWeight[];
  bytes: ArrayBuffer;
  /** Names of the layers that are frozen. */
  frozen: string[];
  /** Where its dropout layers stand in their sequences of masks. */
  dropout: { seed: number; counter: number }[];
}

/** What a network is given: an array for each of its inputs, the first axis counting the examples. */
export type NetworkInput = ModelArray;

/** A model's network, with what its experiment keeps beside it. */
export interface LabNetwork {
  network: Network;
  /** Name of the experiment that trained it. */
  experiment: string;
  /** What its training left of its optimizer, as plain data. */
  optimizer?: unknown;
}

/** What a training ends with. The session owns the network from then on; one that a model has it shares with it. */
export interface Outcome<Output = unknown, Settings = unknown, N extends Network = Network> {
  network: N;
  /** The epoch that network and metrics are of. */
  epoch: number;
  metrics: Metrics;
  phases: PhaseResult[];
  history: EpochRecord[];
  dataset: DatasetInfo;
  /** What the result holds besides metrics and model. */
  output?: Output;
  /** Handed to `predict`. Plain data: it is saved with the model. */
  settings?: Settings;
  /** As used, where that is more than was asked for. */
  hyperparameters?: Record<string, unknown>;
  /** What is left of the optimizer, as plain data, to go on with. */
  optimizer?: unknown;
  /** Names of the classes, in the order of the network's outputs, where it tells classes apart. */
  classes?: readonly string[];
}

/** What a stopped run ends with; its history and its metrics the session has heard. */
export type SoFar = Pick<
  Outcome,
  'network' | 'dataset' | 'output' | 'settings' | 'classes' | 'hyperparameters' | 'optimizer'
>;

/** A training: yields what happens, returns what came of it. */
export type Training<Sample = unknown, O extends Outcome = Outcome> = AsyncGenerator<
  ExperimentEvent<Sample>,
  O,
  void
>;

/** A prediction at once, or one that takes steps: its events count for nothing, but let messages in between. */
export type Predicting<Prediction> = Promise<Prediction> | AsyncGenerator<ExperimentEvent, Prediction, void>;

/** How a model is trained on in Python. */
export interface Project {
  /** train.py. */
  script: string;
  data: {
    /** data.npz, where the data go along. */
    file?: Blob;
    /** Where they come from, for the README. */
    told: string;
    /** Whether train.py is to be given them. */
    required: boolean;
  };
}

/** What an experiment says of itself besides its way of training. */
interface Described {
  title: string;
  description: string;
  /** What its events count; `epoch` where absent. With `octave` each one is a phase of its own. */
  unit?: 'epoch' | 'octave';
  /** Where its result's `output` can be shown: as a picture in `output.image`. */
  output?: 'picture';
  /**
   * Says what a network is made of, for an experiment that takes networks of others; of its own where none is given.
   * @throws NetworkError if it cannot be read
   */
  inspect?(
    source: ModelReference | NetworkSource | undefined,
    networkOf: (reference: ModelReference) => LabNetwork,
  ): Promise<NetworkDescription>;
}

/** An experiment as it is written down. The types that make it differ from others are inferred from this. */
export interface Definition<
  H,
  P extends string,
  M extends string,
  S extends string,
  O,
  Data,
  Sample,
  Output,
  Settings,
  N extends Network,
  Input,
  Prediction,
> extends Described {
  hyperparameters: H;
  /** Named sets of hyperparameters, such as `quick` and `full`. */
  presets?: { [K in P]: Partial<ValuesOf<H>> };
  /** The metrics that every epoch has. */
  metrics: { [K in M]: MetricDescription };
  /** Those that only some runs have. */
  optionalMetrics?: { [K in S]: MetricDescription };
  /** What `options.data` takes; absent for an experiment that makes its own. */
  data?: Option<Data>;
  /** The options that are no hyperparameters. */
  options?: O;
  /** Trains: the loop itself, as an async generator. */
  train(
    hyperparameters: ValuesOf<H>,
    context: TrainContext<Data, GivenOf<O>>,
  ): Training<Sample, Outcome<Output, Settings, N>>;
  /** What the network makes of an input; plain data. */
  predict(network: N, input: Input, settings: Settings): Predicting<Prediction>;
  /** Whether a list is one input of `predict`, and not several. */
  takesLists?: boolean;
  /** What the network is given for an input of `predict`: for activations. */
  encode?(network: N, input: Input, settings: Settings): NetworkInput[] | Promise<NetworkInput[]>;
  /**
   * Takes up a network that was kept, before anything is asked of it: one of layers built, a graph as data.
   * Without it, only networks of layers can come back.
   */
  restore?(network: N | KeptNetwork, settings: Settings): Promise<N>;
  /**
   * Writes how a model is trained on in Python; without it none is.
   * @throws ExportError for what Python cannot have so
   */
  project?(network: N, record: ModelRecord): Promise<Project>;
}

/** The types of an experiment that is written down so. */
export interface TypesOfDefinition<
  H,
  P extends string,
  M extends string,
  S extends string,
  O,
  Data,
  Sample,
  Output,
  Settings,
  Input,
  Prediction,
> extends ExperimentTypes {
  hyperparameters: ValuesOf<H>;
  preset: P;
  metrics: { [K in M]: number } & { [K in S]?: number };
  options: GivenOf<O>;
  data: Data;
  sample: [Sample] extends [never] ? undefined : Sample;
  output: Output;
  settings: Settings;
  input: Input;
  prediction: Prediction;
}

/** An experiment as the registry holds it. */
export interface Experiment<T extends ExperimentTypes = ExperimentTypes> extends Described {
  hyperparameters: Record<string, Hyperparameter>;
  presets: Record<string, Record<string, HyperparameterValue>>;
  metrics: Record<string, MetricDescription>;
  data?: Option<T['data']>;
  options: Record<string, Option<unknown>>;
  /** Trains: the loop itself, as an async generator. */
  train(
    hyperparameters: T['hyperparameters'],
    context: TrainContext<T['data'], T['options']>,
  ): Training<T['sample'], Outcome<T['output'], T['settings']>>;
  /** What the network makes of an input; plain data. */
  predict(network: Network, input: T['input'], settings: T['settings']): Predicting<T['prediction']>;
  takesLists?: boolean;
  /** What the network is given for an input of `predict`. */
  encode?(
    network: Network,
    input: T['input'],
    settings: T['settings'],
  ): NetworkInput[] | Promise<NetworkInput[]>;
  /** Takes up a network that was kept. */
  restore?(network: Network | KeptNetwork, settings: T['settings']): Promise<Network>;
  /** Writes how a model is trained on in Python. */
  project?(network: Network, record: ModelRecord): Promise<Project>;
}

/** Any experiment, where all meet: what a page hands in was typed there, and is checked by `readOptions`. */
// biome-ignore lint/suspicious/noExplicitAny: experiments share no narrower type
export type AnyExperiment = Experiment<any>;

/** The experiments that a worker serves, by name. */
export type Registry = Readonly<Record<string, AnyExperiment>>;

/** Writes an experiment down. */
export function experiment<
  H extends Record<string, Hyperparameter>,
  const M extends string,
  N extends Network,
  Input,
  Prediction,
  Sample = undefined,
  Output = undefined,
  Settings = undefined,
  P extends string = never,
  const S extends string = never,
  O extends Record<string, Option<unknown>> = Record<never, never>,
  Data = undefined,
>(
  definition: Definition<H, P, M, S, O, Data, Sample, Output, Settings, N, Input, Prediction>,
): Experiment<TypesOfDefinition<H, P, M, S, O, Data, Sample, Output, Settings, Input, Prediction>> {
  const { presets, options, metrics, optionalMetrics, ...rest } = definition;
  return {
    ...rest,
    ...{ presets: presets ?? {}, options: options ?? {}, metrics: { ...metrics, ...optionalMetrics } },
  } as unknown as Experiment<
    TypesOfDefinition<H, P, M, S, O, Data, Sample, Output, Settings, Input, Prediction>
  >;
}
