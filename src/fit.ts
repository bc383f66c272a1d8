// What `lab.fit` is given, made fit to cross the boundary: the page's own networks, tensors and batches are read here.
import { proxy } from 'comlink';
import type { Connection } from './call';
import { InvalidOptionError } from './errors';
import type {
  Between,
  FitArrays,
  FitBatch,
  FitBatches,
  FitInput,
  FitOptions,
  FitPrediction,
  LayerConfiguration,
  NetworkTopology,
  PageNetwork,
  PredictedNumbers,
  PullBatch,
  UsedFitOptions,
  WireBatch,
  WireNetwork,
  WireWeight,
} from './fit-protocol';
import { Handle } from './handle';
import type { Model } from './model';
import { type Portable, portable } from './portable-data';
import type { PortableOptions } from './portable-options';
import type { ClassProbabilities, ExperimentTypes, Metrics } from './protocol';

/** What a fit takes and gives. */
export interface FitTypes<Prediction = FitPrediction> extends ExperimentTypes {
  hyperparameters: UsedFitOptions;
  preset: never;
  metrics: Metrics;
  data: unknown;
  options: FitOptions;
  sample: undefined;
  input: FitInput;
  prediction: Prediction;
  settings: unknown;
  output: undefined;
}

/**
 * What a model that was fitted to a Dataset makes of a visitor's picture, row or text: of classes `label` and
 * `probabilities`, else numbers as the data set had them. Numbers as in training give numbers here too.
 */
export type DatasetPrediction = ClassProbabilities & PredictedNumbers;

/** What can be trained. */
export type FitNetwork =
  | PageNetwork
  | Model
  | NetworkTopology
  | readonly LayerConfiguration[]
  | { url: string | URL }
  | { files: ArrayLike<File> };

/** What it can be trained on. */
export type FitData = FitArrays | FitBatches;

export interface PortableFit extends PortableOptions {
  pull?: PullBatch;
  between?: Between;
}

/**
 * @param options network and data among them
 * @throws InvalidOptionError for what cannot be read on the page
 */
export function portableFit(options: Record<string, unknown>, connection: Connection): PortableFit {
  const { network, data, between, ...rest } = options as Record<string, unknown> &
    Pick<FitOptions, 'between'>;
  const crossing: Record<string, unknown> = {};
  const pending: Promise<unknown>[] = [];
  const cross = (field: string, { value, ready }: Portable) => {
    if (value instanceof Handle) throw new InvalidOptionError(field, value, 'one of the same lab');
    crossing[field] = value;
    if (ready) pending.push(ready);
  };
  if (isPageNetwork(network)) {
    const read = readNetwork(network);
    crossing.network = read.value;
    pending.push(...read.pending);
  } else cross('network', portable(network, connection, 'network'));
  const pull = isBatches(data) ? puller(data, connection) : undefined;
  if (pull) crossing.data = { batches: true };
  else cross('data', portable(data, connection));
  for (const [field, value] of Object.entries(rest)) cross(field, portable(value, connection));
  if (between) crossing.moments = between.moments;
  return {
    crossing,
    ...(pending.length > 0 && { ready: Promise.all(pending) }),
    ...(pull && { pull: proxy(pull) }),
    ...(between && { between: proxy(between.hear) }),
  };
}

function isPageNetwork(network: unknown): network is PageNetwork {
  if (typeof network !== 'object' || network === null) return false;
  const { toJSON, weights } = network as Partial<PageNetwork>;
  return typeof toJSON === 'function' && Array.isArray(weights);
}

interface PageWeight {
  name: string;
  originalName?: string;
  read(): { shape: number[]; dataSync(): ArrayLike<number>; data(): Promise<ArrayLike<number>> };
}

function readNetwork(network: PageNetwork): { value: WireNetwork; pending: Promise<unknown>[] } {
  const { weights, trainableWeights } = network as unknown as {
    weights: PageWeight[];
    trainableWeights?: PageWeight[];
  };
  const json = network.toJSON(null, false);
  const pending: Promise<unknown>[] = [];
  const read = weights.map((weight): WireWeight => {
    const value = weight.read();
    const { name, originalName = name } = weight;
    const trainable = trainableWeights?.includes(weight) ?? true;
    const wire: WireWeight = { name: originalName, shape: [...value.shape], data: [], trainable };
    try {
      wire.data = value.dataSync();
    } catch {
      // Some backends cannot be read at once.
      pending.push(value.data().then((data) => Object.assign(wire, { data })));
    }
    return wire;
  });
  // Its functions and prototypes must not cross.
  return { value: { topology: JSON.parse(JSON.stringify(json)), weights: read }, pending };
}

function isBatches(data: unknown): data is FitBatches {
  if (typeof data === 'function') return true;
  if (typeof data !== 'object' || data === null || Array.isArray(data) || ArrayBuffer.isView(data))
    return false;
  return Symbol.asyncIterator in data || Symbol.iterator in data || isTfData(data);
}

/** A `tf.data.Dataset` has a way of its own to be iterated over. */
function isTfData(data: object): data is { iterator(): Promise<AsyncIterator<FitBatch>> } {
  return typeof (data as { iterator?: unknown }).iterator === 'function';
}

/** Batches are made as they are asked for, one after the other. */
function puller(data: FitBatches, connection: Connection): PullBatch {
  let iterator: AsyncIterator<FitBatch> | Iterator<FitBatch> | undefined;
  return async (more) => {
    if (!more) {
      await iterator?.return?.();
      iterator = undefined;
      return undefined;
    }
    iterator ??= await begin(data);
    const { done, value } = await iterator.next();
    if (!done) return wireBatch(value, connection);
    iterator = undefined;
    return undefined;
  };
}

async function begin(data: FitBatches): Promise<AsyncIterator<FitBatch> | Iterator<FitBatch>> {
  const iterable = typeof data === 'function' ? data() : data;
  if (Symbol.asyncIterator in iterable) return iterable[Symbol.asyncIterator]();
  if (Symbol.iterator in iterable) return iterable[Symbol.iterator]();
  return (iterable as { iterator(): Promise<AsyncIterator<FitBatch>> }).iterator();
}

async function wireBatch(batch: unknown, connection: Connection): Promise<WireBatch> {
  const pair = Array.isArray(batch) ? batch : [];
  const object = (Array.isArray(batch) ? {} : (batch ?? {})) as Record<string, unknown>;
  const x = object.x ?? object.xs ?? pair[0];
  const y = object.y ?? object.ys ?? pair[1];
  if (x === undefined || y === undefined) {
    throw new InvalidOptionError('data', batch, 'batches of { x, y } or [x, y]');
  }
  const { value, ready } = portable({ x, y, sampleWeight: object.sampleWeight }, connection);
  await ready;
  return value as WireBatch;
}
