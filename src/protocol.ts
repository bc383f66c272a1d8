// Every type that crosses the worker boundary. Types only: no logic, no imports but types of the same kind.
import type { Between, FitRequest, PullBatch } from './fit-protocol';

/** A TensorFlow.js backend, in the order in which a lab tries them. */
export type BackendName = 'webgpu' | 'wasm' | 'cpu';

/** What became of one backend when the lab started. */
export interface BackendReport {
  name: BackendName;
  /** `running`, or why not: passed over for `reason`, or never tried because an earlier one runs. */
  state: 'running' | 'passed-over' | 'not-tried';
  /** Why it was passed over; absent otherwise. */
  reason?: string;
  /** Threads that compute; only WASM has more than one. */
  threads?: number;
  /** The graphics adapter (WebGPU) or the instruction set (WASM). */
  device?: string;
}

/** What a worker of this package says when it listens, and again whenever it is asked `{ trainlab: 'listening?' }`. */
export interface WorkerReady {
  trainlab: 'listening';
}

/** How a lab's worker starts. */
export interface StartRequest {
  /** Name of a lock to hold for as long as the worker lives. */
  lock?: string;
  /** Backends to try, in this order. */
  backends: BackendName[];
  /** Folder of the WASM binaries, with a trailing slash; the worker's own folder where absent. */
  assetsUrl?: string;
  /** WASM threads; as many as the machine has logical cores (at most 8) where absent. */
  threads?: number;
  /** Address of the page, by which other labs are told who writes a model. */
  page?: string;
}

export interface StartReply {
  backend: BackendName;
  backendReports: BackendReport[];
  experiments: ExperimentDescription[];
}

/** One hyperparameter: its type, its default and what is allowed. */
export type HyperparameterDescription =
  | { type: 'integer' | 'number'; default: number; min: number; max: number; description: string }
  | { type: 'boolean'; default: boolean; description: string }
  | { type: 'choice'; default: string; choices: readonly string[]; description: string };

/** What a hyperparameter may be set to. */
export type HyperparameterValue = number | boolean | string;

/** An option that is no hyperparameter: what kind of thing it takes. */
export interface OptionDescription {
  /**
   * `files`: a data set's; `picture`: a picture in any form; `network`: a model, or where one can be had;
   * `coefficients`: numbers by name; `value`: plain data. In files and pictures, text is an address.
   */
  type: 'files' | 'picture' | 'network' | 'coefficients' | 'value';
  description: string;
  /** What the data set in the files is called, such as `MNIST`. */
  dataset?: string;
  /** What is used where the option is left out, such as `embedded digits`. */
  otherwise?: string;
}

/** What a metric is, and so how to write it. */
export interface MetricDescription {
  /** `loss`: training minimises it, or a dream raises it; `fraction`: 0 to 1; `count`: a whole number of things. */
  kind: 'loss' | 'fraction' | 'count';
  /** The metric whose value over the validation examples this is; absent for a metric of the training. */
  validates?: string;
}

/** What there is to know of an experiment before it runs: enough for a form. */
export interface ExperimentDescription {
  /** As `lab.train` takes it. */
  name: string;
  /** For people to read. */
  title: string;
  /** In one or two sentences. */
  description: string;
  /** By their names. */
  hyperparameters: Record<string, HyperparameterDescription>;
  /** Named sets of hyperparameters, such as `quick` and `full`. */
  presets: Record<string, Record<string, HyperparameterValue>>;
  /** Those that are no hyperparameters, all optional. */
  options: Record<string, OptionDescription>;
  /** What `data` takes; absent where it takes none. */
  data?: OptionDescription;
  /** What its epochs and runs are measured by, also what only some of them have. */
  metrics: Record<string, MetricDescription>;
  /** Where the result's `output` can be shown: as a picture in `output.image`. */
  output?: 'picture';
}

/** The types that make one experiment differ from another. */
export interface ExperimentTypes {
  hyperparameters: object;
  /** Names of its presets. */
  preset: string;
  /** Of an epoch and of a run, by name. */
  metrics: object;
  /** What `options.data` takes; absent data means the embedded data set. */
  data: unknown;
  /** Options that are no hyperparameters, as the worker takes them, all optional; `unknown` where there are none. */
  options: unknown;
  /** What a `sample` event carries. */
  sample: unknown;
  /** What `model.predict` takes and gives. */
  input: unknown;
  prediction: unknown;
  /** What `model.predict` needs to know besides the network, such as the run's settings; `undefined` for most. */
  settings: unknown;
  /** What the result holds besides metrics and model; `undefined` for most. */
  output: unknown;
}

/** Metrics of an experiment's epochs and runs; by any name where it is not known which experiment. */
export type MetricsOf<T extends ExperimentTypes> = object extends T['metrics'] ? Metrics : T['metrics'];

/** A file of a data set: its address (relative to the page), the file itself, or its bytes. */
export type FileSource = string | URL | Blob | ArrayBuffer | ArrayBufferView;

/** The part of an `ImageData` that crosses the boundary: RGBA bytes, row by row. */
export interface Pixels {
  data: Uint8ClampedArray;
  /** Width and height in pixels. */
  width: number;
  height: number;
}

/** A picture: pixels, what a browser has decoded, or a picture file: its address, the file itself, or its bytes. */
export type PictureSource = Pixels | ImageBitmap | FileSource;

/** What a classifier makes of one input. */
export interface ClassProbabilities<Label = string> {
  /** The likeliest. */
  label: Label;
  /** Of all classes, adding up to 1. */
  probabilities: { label: Label; probability: number }[];
}

/** A model of the lab, as it crosses the boundary. */
export interface ModelReference {
  /** Its number in the lab. */
  labModel: number;
}

/** A model that an error hands over; it is a `Model`. */
export interface ModelHandle {
  /** Name of the experiment that trained it. */
  readonly experiment: string;
  predict(input: unknown): Promise<unknown>;
  save(name: string): Promise<void>;
  dispose(): Promise<void>;
}

/** A data set of the lab, as it crosses the boundary. */
export interface DatasetReference {
  /** Its number in the lab. */
  labDataset: number;
}

/** One of the arrays that each example of a data set has. */
export interface DatasetField {
  name: string;
  /** Of one example; `[]` for a single number, such as a class. */
  shape: number[];
  dtype: 'uint8' | 'int32' | 'float32';
  /** What its numbers stand for, from 0, where they are classes. */
  classes?: string[];
}

/** What a data set holds. */
export interface DatasetDescription {
  name: string;
  /** Where it was read from: an address, a file's name, `files`, `page`. */
  source: string;
  /** How it was written: the name of the reader, such as `csv` or `pictures`. */
  format: string;
  kind: 'pictures' | 'table' | 'text' | 'arrays';
  /** Number of training and test examples; 0 test examples where it comes in one piece. */
  train: number;
  test: number;
  /** What a network is given, and what it is to answer. */
  inputs: DatasetField[];
  targets: DatasetField[];
  /** Names of the classes, where its one target is a class; and how many training examples each has. */
  classes?: string[];
  perClass?: number[];
  /** What was done to it or is to know of it, in sentences: pictures turned upright, broken ones left out. */
  notes: string[];
}

/** How a data set is to be read; all optional. Each says which formats heed it. */
export interface DatasetOptions {
  /** What to call it. */
  name?: string;
  /** Share of the examples to keep for the test, where the source has none: from 0 to 0.9; 0.2 where absent. */
  test?: number;
  /** Shuffles the examples before they are split; 0 where absent. */
  seed?: number;
  /** At most so many training examples. */
  limit?: number;
  /** Pictures: height and width in pixels; the first picture's, at most 96, where absent. */
  size?: number | [height: number, width: number];
  /** Pictures: 1 for grey, 3 for colour; as the pictures are where absent. */
  channels?: 1 | 3;
  /** Pictures of another form: cut to size (`cover`, where absent) or with borders (`contain`). */
  resize?: 'cover' | 'contain';
  /** Tables: the column to learn, by name; the last one where absent. */
  target?: string;
  /** Tables and Parquet: the columns to learn from; all others where absent. */
  columns?: string[];
  /** Tables: what separates values; found out where absent. */
  delimiter?: string;
  /** Tables: whether the first line names the columns; found out where absent. */
  header?: boolean;
  /** Text: what a token is; characters where absent. */
  unit?: 'character' | 'word';
  /** Text: tokens in one input; 40 where absent. */
  length?: number;
  /** Hugging Face: which split to read for training; `train` where absent. */
  split?: string;
}

/** How far the reading of a data set is. */
export interface DatasetProgress {
  /** Of the whole, 0 to 1. */
  fraction: number;
  /** What it is at. */
  message: string;
  /** Of a download: bytes that have come, of how many where the server tells, and seconds left where they are known. */
  loaded?: number;
  total?: number;
  eta?: number;
}

/** How to split a data set's training examples. */
export interface SplitOptions {
  /** Share of them for the test: more than 0, at most 0.9. */
  test: number;
  /** Shuffles them before; 0 where absent. */
  seed?: number;
}

/** An example of a data set, to be shown. */
export interface DatasetExample {
  /** Of a data set of pictures: as the network is given it, in RGBA. */
  picture?: Pixels;
  /** Of a table: the values that are learned from, by column, as they were read. */
  row?: Record<string, number | string>;
  /** Of a text: the input's tokens, put together. */
  text?: string;
  /** Of arrays: a value a field, by name, last dimension fastest. */
  values?: Record<string, number[]>;
  /** Its class, or the number or numbers to be answered; absent where its only target is its input. */
  label?: string | number | number[];
}

/** A picture with the name of its class. */
export interface LabelledPicture {
  label: string;
  picture: PictureSource;
}

/** Numbers with a shape: typed, or nested arrays, `[[1, 2], [3, 4]]`. */
export type ArraySource =
  | { data: ArrayLike<number>; shape: readonly number[] }
  | ArrayLike<number>
  | ArrayLike<string>
  | readonly NestedNumbers[];

/** A number, or a list of such. */
export type NestedNumbers = number | readonly NestedNumbers[];

/** Examples in memory: x and y count the same examples along their first axis. */
export interface ArraysSource {
  x: ArraySource;
  /** Classes as whole numbers from 0 or as names, [examples]; or the numbers to be answered. */
  y: ArraySource;
  /** Names of the classes, in the order of their numbers. */
  classes?: readonly string[];
  /** Examples to test with. */
  test?: { x: ArraySource; y: ArraySource };
}

/** A file of a data set with its folders, as it crosses the boundary. */
export interface PortableFile {
  /** With folders, `cats/1.jpg`; absent where the content has a name of its own, or none. */
  path?: string;
  content: FileSource | FileSystemHandle;
}

/** What a data set is read from, as it crosses the boundary. */
export type PortableSource =
  | { files: PortableFile[] }
  | { pictures: LabelledPicture[]; classes?: readonly string[] }
  | ArraysSource
  /** A data set of the Hugging Face hub, by name; `url` is the hub's address where it is another. */
  | { huggingFace: string; url?: string };

/** Asks for a data set. */
export interface OpenDatasetRequest {
  /** Number of the request in its lab, by which it can be stopped. */
  request: number;
  source: PortableSource;
  /** As the page gave them, not yet checked. */
  options: Record<string, unknown>;
  /** The number to open it under: what it had in the worker before. */
  id?: number;
}

/** What the page does for a data set, as long as that lives. */
export interface DatasetHelp {
  progress(progress: DatasetProgress): void;
  /**
   * Draws an SVG, which workers cannot.
   * @returns a PNG; `undefined` for what is no SVG
   */
  rasterize(svg: Blob, longest: number): Promise<Blob | undefined>;
}

/** A data set as it crosses the boundary. */
export interface OpenedDataset {
  dataset: number;
  description: DatasetDescription;
}

/**
 * A network in files: a layers model of TensorFlow.js or Keras, a Teachable Machine export (these also as a zip), or
 * a graph model of TensorFlow.js. Told by content.
 */
export type NetworkFiles =
  /** The address of its `model.json`, `.keras`, `.h5` or zip. What signs it signs the weight files beside it too. */
  | { url: string | URL }
  /** Its `model.json` and the weight files that this names, or its one file; a folder as it was dropped will do. */
  | { files: ArrayLike<File> }
  /** Its one file: `.keras`, `.h5`, or a zip. */
  | Blob;

/** A network that others trained: in files, or by a known architecture. */
export type NetworkSource =
  | NetworkFiles
  /** InceptionV3 with the weight file that Keras Applications publishes, without the top. */
  | { architecture: 'inception-v3'; weights: FileSource };

/** What a network is made of. */
export interface NetworkDescription {
  /** What it is called: `embedded`, an address, a file, an architecture, or the experiment that trained it. */
  name: string;
  /** Numbers of single weights. */
  parameters: number;
  /** In their order, but for the inputs. Of a graph model: the operations that give features or classes. */
  layers: NetworkLayer[];
}

/** A layer of a network that was inspected. */
export interface NetworkLayer {
  /** Inside nested models their names come before it, with slashes between. */
  name: string;
  /** The layer's class, such as `Conv2D`; the operation in a graph model. */
  type: string;
  /** Of its output without the batch: [height, width, channels] or [units]; `null` where it depends on the input's size. */
  shape: (number | null)[];
  /** Number of its single weights. */
  parameters: number;
  /** Whether training may change them; never in a graph model. */
  trainable: boolean;
  /** Whether a dream can take it up: whether its network takes pictures. */
  dreamable: boolean;
  /** In the network's default dream; 0 where it has no part in it. */
  coefficient: number;
  /** Whether its network must be given pictures of its own size up to there. */
  fixedSize: boolean;
}

/** Metrics of one epoch or run, by name: `loss`, `accuracy`, `valLoss`, `valAccuracy`, or an experiment's own. */
export type Metrics = Record<string, number>;

/** What the events of a run count. */
export interface Counted {
  /** `epoch`: the epochs of a phase. `octave`: the octaves of the run, each a phase of its own. */
  unit: 'epoch' | 'octave';
}

/** A data set as a result names it. */
export interface DatasetInfo {
  name: string;
  /** `embedded`, or where it was read from. */
  source: string;
  /** Number of training and test examples. */
  train: number;
  test: number;
}

/** One epoch that is done. */
export interface EpochRecord<M = Metrics> {
  /** Name of the phase it belongs to. */
  phase: string;
  /** From 1. */
  epoch: number;
  metrics: M;
  durationMs: number;
}

/** One phase of a run: a network trained on one data set with one set of trainable weights. */
export interface PhaseResult<M = Metrics> {
  name: string;
  /**
   * The epoch whose weights the network was left with, from 1: the best on the validation examples where the
   * hyperparameter `restoreBest` is on and there are any, else the last. Of a dream: the octave.
   */
  epoch: number;
  /** Of that epoch. */
  metrics: M;
  durationMs: number;
  /** Numbers of single weights. */
  trainableParameters: number;
  frozenParameters: number;
}

interface RunEvent {
  /** Number of the run in its lab, from 1, and the name of its experiment. */
  run: number;
  experiment: string;
}

/** A run enters another state, or a training another phase. */
export interface StatusEvent extends RunEvent {
  type: 'status';
  state: 'queued' | 'preparing' | 'loading' | 'training' | 'paused' | 'stopping' | 'done';
  backend: BackendName;
  message: string;
  /** The phase that begins, with its parameter counts. */
  phase?: { name: string; trainableParameters: number; frozenParameters: number };
  /** While loading: how much of the data is there, 0 to 1. */
  fraction?: number;
}

/** How far a run is; at most some twenty times a second. */
export interface ProgressEvent extends RunEvent {
  type: 'progress';
  /** Of the whole run, 0 to 1. */
  fraction: number;
  step: number;
  steps: number;
  stepsPerSecond: number;
  /** Seconds left; `null` until it can be told. */
  eta: number | null;
}

/** Training steps are done; of those in quick succession, the last one is told. */
export interface BatchEvent<M = Metrics> extends RunEvent, Counted {
  type: 'batch';
  phase: string;
  /** Epoch and batch within it, from 1. */
  epoch: number;
  epochs: number;
  batch: number;
  batches: number;
  /** Of this batch: those of the training, none of the validation. */
  metrics: M;
}

/** An epoch is done. */
export interface EpochEvent<M = Metrics> extends RunEvent, Counted, EpochRecord<M> {
  type: 'epoch';
  epochs: number;
}

/** Something to show of what has been learned, in the experiment's own form. */
export interface SampleEvent<Sample = unknown> extends RunEvent {
  type: 'sample';
  epoch: number;
  sample: Sample;
}

/** Something of a run that a page should know, although the run goes on. */
export interface WarningEvent extends RunEvent {
  type: 'warning';
  message: string;
}

/** Another worker has taken the place of one that ended by itself, on this backend. */
export interface BackendEvent {
  type: 'backend';
  backend: BackendName;
  reason: string;
}

/** Something of the lab itself that a page should know, such as a backend much slower than the one hoped for. */
export interface LabWarningEvent {
  type: 'warning';
  message: string;
}

/** Every event of a run, by its `type`. */
export interface RunEvents<Sample = unknown, M = Metrics> {
  status: StatusEvent;
  progress: ProgressEvent;
  batch: BatchEvent<M>;
  epoch: EpochEvent<M>;
  sample: SampleEvent<Sample>;
  warning: WarningEvent;
}

/** Every event of a lab: those of its runs, and its own. */
export interface LabEvents extends Omit<RunEvents, 'warning'> {
  warning: WarningEvent | LabWarningEvent;
  backend: BackendEvent;
}

/** An event of a run; its `type` tells which. */
export type AnyRunEvent<Sample = unknown, M = Metrics> = RunEvents<Sample, M>[keyof RunEvents];

export interface TrainRequest {
  run: number;
  experiment: string;
  /** As the page gave them, not yet checked. */
  options: Record<string, unknown>;
  /** The name of a checkpoint to go on from, which says what to train. */
  from?: string;
  /** Bytes of a checkpoint of this very run to go on from, as they were handed to the page. */
  state?: unknown;
}

/** A checkpoint that the browser keeps for this site. */
export interface CheckpointInfo {
  name: string;
  experiment: string;
  /** When it was written, in milliseconds since 1970. */
  date: number;
  /** What it takes. */
  bytes: number;
  /** Where the run stands: the epoch counted from 1, and the steps of the whole run that are done. */
  phase: string;
  epoch: number;
  step: number;
  steps: number;
  /** What has to be given again to go on, such as `data` that came as files. */
  needs: string[];
}

/** A result as it crosses the boundary: the model is a number that the page wraps in a handle. */
export interface WireResult {
  experiment: string;
  /** The epoch of its phase that the model and its metrics are of, from 1, as in `phases`. */
  epoch: number;
  metrics: Metrics;
  phases: PhaseResult[];
  history: EpochRecord[];
  hyperparameters: Record<string, unknown>;
  seed: number;
  dataset: DatasetInfo;
  backend: BackendName;
  /** WASM threads that computed; 1 elsewhere. */
  threads: number;
  durationMs: number;
  /**
   * Whether `run.stop()` ended it early. Where no epoch was done, `epoch` is then 0, the metrics are those of the last
   * step, and the model is as that left it; so is one that `restoreBest` gives no earlier epoch.
   */
  stopped: boolean;
  output: unknown;
  model: number;
}

/** Some numbers with their shape, the last dimension fastest. */
export interface ModelArray {
  shape: number[];
  data: Float32Array | Int32Array;
}

/** A weight of a model, copied. */
export interface ModelWeight extends ModelArray {
  /** Its layer's name, those of nested models around it before it, and its own: `block/conv2d_1/kernel`. */
  name: string;
}

/** What a layer answers, with the batch; or its kernel. */
export interface LayerArray extends ModelArray {
  /** Its name as in the summary. */
  layer: string;
}

/** A layer as a model's summary has it. */
export interface SummaryLayer {
  /** With the names of the nested models around it before it, with slashes between. */
  name: string;
  /** The layer's class, such as `Conv2D`. */
  type: string;
  /** Of its output without the batch; `null` where it depends on the input. */
  shape: (number | null)[];
  /** Of its other outputs, where it has several. */
  otherShapes?: (number | null)[][];
  /** Number of its single weights, and whether training may change them. */
  parameters: number;
  trainable: boolean;
  /** Names of the layers and inputs that it takes; of a shared layer, for one use after the other. */
  from: string[];
}

/** What a model is made of. */
export interface ModelSummary {
  name: string;
  type: 'sequential' | 'functional';
  /** Shapes without the batch. */
  inputs: { name: string; shape: (number | null)[]; dtype: string }[];
  /** Names of the layers whose outputs are the model's. */
  outputs: string[];
  layers: SummaryLayer[];
  /** Numbers of single weights. */
  parameters: number;
  trainableParameters: number;
  frozenParameters: number;
}

/** How well one class was recognised. */
export interface ClassScore {
  label: string;
  /** Examples of it. */
  support: number;
  /** Share of those taken for it that are of it; 0 where none was taken for it. */
  precision: number;
  /** Share of those of it that were taken for it; 0 where there are none. */
  recall: number;
  /** Harmonic mean of the two. */
  f1: number;
}

/** How well a model answers examples. */
export interface ModelEvaluation {
  examples: number;
  /** Mean cross-entropy of classes; of numbers the mean squared error. */
  loss: number;
  /** Share of the examples whose likeliest class is the true one; this and the rest only where it tells classes apart. */
  accuracy?: number;
  classes?: string[];
  /** How many examples of each class (row) were taken for each class (column). */
  confusion?: number[][];
  perClass?: ClassScore[];
  /** Only where it answers numbers. */
  meanAbsoluteError?: number;
}

/** What is known of a model besides its network. Plain data: it is kept with the model wherever that goes. */
export interface ModelRecord {
  /** Of this form; 1 so far. */
  version: 1;
  /** Name of the experiment that trained it: what `predict` means. `network` for one that others trained. */
  experiment: string;
  hyperparameters: Record<string, unknown>;
  seed?: number;
  /** What `predict` needs to know besides the network, such as preprocessing and vocabulary. */
  settings?: unknown;
  /** Names of the classes, in the order of the outputs. */
  classes?: string[];
  metrics: Metrics;
  phases: PhaseResult[];
  history: EpochRecord[];
  dataset?: DatasetInfo;
}

/** A model that was saved. */
export interface SavedModel {
  name: string;
  experiment: string;
  /** When it was saved: milliseconds since 1970. */
  date: number;
  /** Of its weights, and of the optimizer's where these were saved. */
  bytes: number;
  metrics: Metrics;
  dataset?: DatasetInfo;
  classes?: string[];
  /** Whether the state of its optimizer was saved. */
  optimizer: boolean;
}

/** How to save a model. */
export interface SaveOptions {
  /** Whether a model of that name may be replaced; `false` where absent. */
  overwrite?: boolean;
  /** Whether to save the state of its optimizer, to train on as if nothing had happened; `false` where absent. */
  optimizer?: boolean;
}

/** What `model.export` can write. */
export type ExportFormat = 'tfjs' | 'keras' | 'keras-h5' | 'safetensors' | 'onnx' | 'project';

/** A model as files. */
export interface ExportedModel {
  /** A name for what is downloaded, with its ending. */
  name: string;
  /** Each file by its name. */
  files: Record<string, Blob>;
  /** What to download: the file, or a zip of all. */
  blob: Blob;
}

/** A model as it crosses the boundary, to be wrapped in a handle. */
export interface WireModel {
  model: number;
  experiment: string;
}

/** Memory that the lab's backend holds now. */
export interface MemoryInfo {
  tensors: number;
  bytes: number;
}

/** An error on the wire: `name` picks the class that revives it, `fields` are its own properties. */
export interface WireError {
  name: string;
  message: string;
  fields: Record<string, unknown>;
  stack?: string;
}

export type Reply<T> = { ok: true; value: T } | { ok: false; error: WireError };

/** What the worker tells the page besides events. */
export interface WorkerHelp {
  /** Bytes to start a run again with, where this worker ends. */
  checkpointed(run: number, state: unknown): void;
  /** The backend is gone, and with it all that it held. */
  lost(reason: string): void;
}

/** What the worker answers to; every method replies, none throws. */
export interface WorkerApi {
  start(
    request: StartRequest,
    listener: (event: AnyRunEvent) => void,
    help: WorkerHelp,
  ): Promise<Reply<StartReply>>;
  /** A sign of life, between two steps. */
  ping(): Promise<Reply<void>>;
  train(request: TrainRequest): Promise<Reply<WireResult>>;
  /** @param pull gives the next batch of the page's own; absent where there are none */
  fit(request: FitRequest, pull?: PullBatch, between?: Between): Promise<Reply<WireResult>>;
  pause(run: number): Promise<Reply<void>>;
  resume(run: number): Promise<Reply<void>>;
  /** @param drop whether what was learned is thrown away */
  stop(run: number, drop: boolean): Promise<Reply<void>>;
  predict(model: number, input: unknown): Promise<Reply<unknown>>;
  modelRecord(model: number): Promise<Reply<ModelRecord>>;
  summarizeModel(model: number): Promise<Reply<ModelSummary>>;
  modelWeights(model: number): Promise<Reply<ModelWeight[]>>;
  setModelWeights(model: number, weights: unknown): Promise<Reply<void>>;
  /** All of a model as plain data; `undefined` for one that is too large for the page to hold, too. */
  keptModel(model: number): Promise<Reply<unknown>>;
  /** Brings a model back under the number that it had. */
  reviveModel(model: number, kept: unknown): Promise<Reply<WireModel>>;
  cloneModel(model: number): Promise<Reply<WireModel>>;
  evaluateModel(model: number, data: unknown, options: unknown): Promise<Reply<ModelEvaluation>>;
  modelActivations(model: number, input: unknown, layers: unknown): Promise<Reply<LayerArray[]>>;
  modelFilters(model: number, layer: unknown): Promise<Reply<LayerArray>>;
  exportModel(model: number, format: unknown): Promise<Reply<ExportedModel>>;
  saveModel(model: number, name: unknown, options: unknown): Promise<Reply<void>>;
  savedModels(): Promise<Reply<SavedModel[]>>;
  loadModel(source: unknown): Promise<Reply<WireModel>>;
  removeModel(name: unknown): Promise<Reply<void>>;
  renameModel(from: unknown, to: unknown): Promise<Reply<void>>;
  disposeModel(model: number): Promise<Reply<void>>;
  checkpoints(): Promise<Reply<CheckpointInfo[]>>;
  removeCheckpoint(name: string): Promise<Reply<void>>;
  inspect(network: unknown): Promise<Reply<NetworkDescription>>;
  openDataset(
    request: OpenDatasetRequest,
    progress: DatasetHelp['progress'],
    rasterize: DatasetHelp['rasterize'],
  ): Promise<Reply<OpenedDataset>>;
  stopDataset(request: number): Promise<Reply<void>>;
  previewDataset(dataset: number, count: unknown): Promise<Reply<DatasetExample[]>>;
  /** @param id the number to open it under: what it had in the worker before */
  splitDataset(dataset: number, how: unknown, id?: number): Promise<Reply<OpenedDataset>>;
  addToDataset(dataset: number, one: LabelledPicture): Promise<Reply<DatasetDescription>>;
  disposeDataset(dataset: number): Promise<Reply<void>>;
  /** Loads a module of the page's own, at an absolute address. */
  register(name: string, url: string): Promise<Reply<ExperimentDescription>>;
  /** Gives the names of the layers. */
  registerLayers(url: string): Promise<Reply<string[]>>;
  memory(): Promise<Reply<MemoryInfo>>;
  /** Bytes of the downloads that are kept. */
  cacheSize(): Promise<Reply<number>>;
  clearCache(): Promise<Reply<void>>;
}
