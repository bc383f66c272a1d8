// What `lab.fit` takes and gives: a network, data and options of the page's own. Types only: no logic, no imports.

/** Any typed array of numbers. */
export type NumericArray =
  | Float32Array
  | Float64Array
  | Uint8Array
  | Uint8ClampedArray
  | Int8Array
  | Uint16Array
  | Int16Array
  | Uint32Array
  | Int32Array;

/** Numbers in lists in lists: `[[0, 1], [1, 0]]` has the shape [2, 2]. */
export type NestedNumbers = readonly (number | boolean | NestedNumbers)[];

/** Numbers with their shape, row by row. */
export type ShapedNumbers =
  | { data: NumericArray | readonly number[]; shape: readonly number[] }
  | { values: NumericArray | readonly number[]; shape: readonly number[] };

/** A `tf.Tensor` of the page, of whatever copy of TensorFlow.js; it is read on the page, and not disposed. */
export interface PageTensor {
  readonly shape: readonly number[];
  readonly dtype: string;
  dataSync(): unknown;
  data(): Promise<unknown>;
}

/**
 * Numbers of many examples, the first axis counting them. A typed array alone takes the shape that the network
 * expects.
 */
export type Numbers = NumericArray | NestedNumbers | ShapedNumbers | PageTensor;

/** Numbers for each input or output: those of the only one, a list in their order, or by name. */
export type NumbersByName = Numbers | readonly Numbers[] | { readonly [name: string]: Numbers };

/** Examples of the page's own. */
export interface FitArrays {
  x: NumbersByName;
  y: NumbersByName;
  /** What each example counts for in the loss: one number an example; of several outputs, all or by name. */
  sampleWeight?: NumbersByName;
}

/** One batch of the page's own, as objects or pairs, or as tf.data gives them. */
export type FitBatch =
  | FitArrays
  | readonly [x: NumbersByName, y: NumbersByName]
  | { xs: NumbersByName; ys: NumbersByName };

/** Batches that the page makes as they are needed: a generator function is called anew for each epoch. */
export type FitBatches =
  | AsyncIterable<FitBatch>
  | Iterable<FitBatch>
  | (() => AsyncIterable<FitBatch> | Iterable<FitBatch>);

/** A `tf.LayersModel` of the page, of whatever copy of version 4. It stays as it is. */
export interface PageNetwork {
  /** Its layers. */
  toJSON(unused?: unknown, returnString?: boolean): unknown;
  readonly weights: readonly {
    readonly name: string;
    /** Its numbers, as a tensor. */
    read(): unknown;
  }[];
}

/**
 * One layer of a list: by the name of its function in `tf.layers`, with what that takes; or by class, as in Keras'
 * JSON.
 */
export type LayerConfiguration =
  | { type: string; [argument: string]: unknown }
  | { className: string; config?: Record<string, unknown> }
  | { class_name: string; config?: Record<string, unknown> };

/** A network's layers as JSON, text or parsed: what `model.toJSON()` gives, or a `model.json`. It starts anew. */
export type NetworkTopology = string | { class_name: string; config: unknown } | { modelTopology: unknown };

/** The names of the losses of TensorFlow.js layers. Short forms, such as `mse`, are taken too. */
export type LossName =
  | 'meanSquaredError'
  | 'meanAbsoluteError'
  | 'meanAbsolutePercentageError'
  | 'meanSquaredLogarithmicError'
  | 'squaredHinge'
  | 'hinge'
  | 'categoricalHinge'
  | 'logcosh'
  | 'categoricalCrossentropy'
  | 'sparseCategoricalCrossentropy'
  | 'binaryCrossentropy'
  | 'kullbackLeiblerDivergence'
  | 'poisson'
  | 'cosineProximity'
  | 'mse'
  | 'mae'
  | 'mape'
  | 'msle'
  | 'kld';

/** What an epoch is measured by, besides its loss: `topK5` is right where the class is among the likeliest five. */
export type FitMetricName =
  | LossName
  | 'accuracy'
  | 'binaryAccuracy'
  | 'categoricalAccuracy'
  | 'sparseCategoricalAccuracy'
  | `topK${number}`
  | 'precision'
  | 'recall'
  | 'f1';

/** An optimizer, as Keras and TensorFlow.js name it. */
export type OptimizerName =
  | 'sgd'
  | 'momentum'
  | 'rmsprop'
  | 'adam'
  | 'adamw'
  | 'adamax'
  | 'adagrad'
  | 'adadelta';

/** An optimizer with what it heeds; TensorFlow.js layers' own defaults where absent. */
export interface OptimizerOptions {
  name: OptimizerName;
  learningRate?: number;
  /** sgd, momentum, rmsprop. */
  momentum?: number;
  /** sgd and momentum: Nesterov's. */
  nesterov?: boolean;
  /** rmsprop, adadelta: how much of the mean of squares stays from step to step. */
  rho?: number;
  /** adam, adamw, adamax. */
  beta1?: number;
  beta2?: number;
  /** All but sgd and momentum: what keeps a step finite. */
  epsilon?: number;
  /** rmsprop: divides by the deviation instead of the root of the mean of squares. */
  centered?: boolean;
  /** Scales the gradient of each weight down to this length. */
  clipNorm?: number;
  /** Scales all gradients together down to this length. */
  globalClipNorm?: number;
  /** Cuts each element of the gradients to ±this. */
  clipValue?: number;
  /** The share of the learning rate by which weights shrink each step, apart from the gradient; adamw: 0.004. */
  weightDecay?: number;
}

/** How the learning rate goes from step to step, from `initial`, or the optimizer's rate. */
export type LearningRateSchedule = {
  /** The rate it starts from, or rises to; the optimizer's where absent. */
  initial?: number;
  /** Over so many first steps it rises evenly to its place. */
  warmup?: number;
} & (
  | { schedule: 'constant' }
  /** initial · rate^(step / every); `every` in steps, an epoch where absent; `staircase`: in whole powers. */
  | { schedule: 'exponential'; rate: number; every?: number; staircase?: boolean }
  /** initial / (1 + rate · step / every); `every` in steps, 1 where absent. */
  | { schedule: 'inverseTime'; rate: number; every?: number }
  /** initial · factor^⌊epoch / every⌋; `every` in epochs. */
  | { schedule: 'step'; every: number; factor?: number }
  /** Half a cosine from initial to `end`, 0 where absent, over the whole run. */
  | { schedule: 'cosine'; end?: number }
  /** From initial / 25 up to initial over `rise`, 0.3 of the run, and down to initial / 250,000 (Smith, 2018). */
  | { schedule: 'oneCycle'; rise?: number }
  /** Times `factor` (0.1) whenever `monitor` has not fallen by `minDelta` (1e-4) for `patience` (10) epochs. */
  | {
      schedule: 'onPlateau';
      monitor?: string;
      factor?: number;
      patience?: number;
      minDelta?: number;
      min?: number;
    }
);

/** When to end before the last epoch. */
export interface StopEarly {
  /** The metric; `valLoss`, or `loss` without validation, where absent. Losses and errors should fall, others rise. */
  monitor?: string;
  /** Epochs without anything better before it ends; 0 where absent. */
  patience?: number;
  /** Ends with the weights of the epoch that was best by `monitor`; as `restoreBest` of the run where absent. */
  restoreBest?: boolean;
  /** What counts as better. */
  minDelta?: number;
}

/** Pictures that look different each time. For inputs of [height, width, channels]. */
export interface AugmentOptions {
  /** The furthest shift to each side, and up and down, as a share of width and height. */
  shift?: number;
  /** Mirrors every other picture, left and right. */
  flip?: boolean;
  /** The furthest turn either way, in degrees. */
  rotate?: number;
  /** The furthest zoom in or out, as a share of the size. */
  zoom?: number;
}

/** How a run's checkpoints are kept. */
export interface CheckpointOption {
  /**
   * Each takes the place of the one before it of this name. Only one run at a time writes under a name: in a second
   * lab it is refused by a StorageError (`busy`) that says whose lab holds it.
   */
  name: string;
  /** A time such as `30s` (which is what it is where absent) or `5min`, a number of steps, or each epoch. */
  every?: number | 'epoch' | `${number}${'ms' | 's' | 'min' | 'h'}`;
}

/** What `lab.fit` takes besides network and data; all optional. */
export interface FitOptions {
  /** Writes checkpoints in this browser, off where absent: `lab.resume(name, { network, data })` goes on from the last. */
  checkpoint?: CheckpointOption;
  /** 10 where absent. */
  epochs?: number;
  /** Examples a step; 32 where absent. Batches of the page's own are as large as they come. */
  batchSize?: number;
  /** Of first weights, order, dropout and augmentation: a whole number from 0 to 2^32 - 1; random where absent. */
  seed?: number;
  /** `adam` where absent; on a model of the lab the one it was trained with. */
  optimizer?: OptimizerName | OptimizerOptions;
  /** By output name where there are several; where absent, what goes with the last layer. */
  loss?: LossName | { readonly [output: string]: LossName };
  /** What each output's loss counts for, by output name; 1 where absent. */
  lossWeights?: { readonly [output: string]: number };
  /** `accuracy` for classes where absent. By output name for several. */
  metrics?:
    | readonly FitMetricName[]
    | { readonly [output: string]: FitMetricName | readonly FitMetricName[] };
  /** The last share of the examples, or examples of their own; of a Dataset its test examples where absent. */
  validation?: number | FitArrays;
  /** A number, or how it goes; the optimizer's own where absent. */
  learningRate?: number | LearningRateSchedule;
  stopEarly?: StopEarly;
  /**
   * Gives the model the weights of its best epoch: by what `stopEarly` watches, else by the validation's accuracy, or
   * loss where there is none. True where there is a validation.
   */
  restoreBest?: boolean;
  /** What the examples of a class count for, by number or name; 1 where absent. Of several outputs, by output name. */
  classWeight?: { readonly [name: string]: number | { readonly [name: string]: number } };
  /** As in `data`. */
  sampleWeight?: NumbersByName;
  augment?: AugmentOptions;
  /** Draws a new order each epoch; true where absent. */
  shuffle?: boolean;
  /** Layers that stay as they are, by name; `*` stands for anything. Names in nested models go `model/layer`. */
  freeze?: readonly string[];
  /** Layers that train again. */
  unfreeze?: readonly string[];
  /** Forgets the moments of the optimizer that a model of the lab was trained with. */
  resetOptimizer?: boolean;
  /** Batches of the page's own: how many make an epoch; until they end where absent. */
  stepsPerEpoch?: number;
  /** Aborts the run; its promise then rejects with the signal's reason. */
  signal?: AbortSignal;
  /** @internal Is told of these moments, besides the beginning, and awaited. */
  between?: { moments: readonly Moment['type'][]; hear: Between };
}

/** The options as they were used, what was inferred among them. */
export interface UsedFitOptions {
  epochs: number;
  batchSize: number;
  optimizer: OptimizerOptions;
  /** By output name. */
  loss: Record<string, string>;
  metrics: Record<string, string[]>;
  shuffle: boolean;
  [option: string]: unknown;
}

/** Numbers that a network gives, row by row, the first axis counting the examples. */
export interface PredictedNumbers {
  data: Float32Array;
  shape: number[];
}

/** What a fitted model takes: numbers as in training, or what a visitor gives to one trained on a Dataset. */
export type FitInput = NumbersByName | object | string;

/** Numbers of the only output, or of each by name. */
export type FitPrediction = PredictedNumbers & Record<string, PredictedNumbers>;

/** What the worker is asked to fit. */
export interface FitRequest {
  run: number;
  /** Network, data and options, not yet checked. */
  options: Record<string, unknown>;
  /** Bytes of a checkpoint of this very run to go on from. */
  state?: unknown;
}

/** A layers model of the page, as it crosses the boundary. */
export interface WireNetwork {
  topology: unknown;
  weights: WireWeight[];
}

/** A weight of the page's network, as it crosses the boundary. */
export interface WireWeight {
  name: string;
  shape: number[];
  data: ArrayLike<number>;
  trainable: boolean;
}

/** A batch of the page's own, as it crosses the boundary. */
export interface WireBatch {
  x: unknown;
  y: unknown;
  sampleWeight?: unknown;
}

/**
 * Gives the next batch of the page's own; `undefined` after the last one, and then begins anew.
 * @param more whether there is to be another; if not, the page can give back what it has
 */
export type PullBatch = (more: boolean) => Promise<WireBatch | undefined>;

/** A moment between two steps, at which the worker waits for its page. */
export type Moment =
  /** Everything is checked; the first step comes next. */
  | { type: 'begin' }
  /** A step is done; epochs and batches count from 1. */
  | { type: 'batch'; epoch: number; batch: number; batches: number; metrics: Record<string, number> }
  | { type: 'epoch'; epoch: number; metrics: Record<string, number>; weights: NamedWeight[] };

/** A weight of a network by its layer's name and its own. */
export interface NamedWeight {
  name: string;
  shape: readonly number[];
  data: ArrayLike<number>;
}

/** Hears of a moment; the worker goes on when it resolves. */
export type Between = (moment: Moment) => Promise<{
  /** For the steps from here on. */
  learningRate?: number;
  /** Whether the training ends here. */
  stop?: boolean;
}>;
