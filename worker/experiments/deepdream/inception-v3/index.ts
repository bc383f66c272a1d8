// InceptionV3 without top, with the weights that Keras Applications publishes.
import { tensor } from '@tensorflow/tfjs-core';
import type { LayersModel } from '@tensorflow/tfjs-layers';
import { DatasetError, InvalidOptionError, WeightsError } from '../../../../src/errors';
import type { FileSource } from '../../../../src/protocol';
import { nameOf, readKept } from '../../../data/source';
import { matchLayers } from '../../../formats/keras/match';
import type { StoredLayer } from '../../../formats/keras/stored-layer';
import { checkSuperblock } from '../../../formats/keras/superblock';
import { macrotask } from '../../../macrotask';
import { build } from './build';
import { kerasOrder } from './keras-order';
import { type PlannedLayer, planInceptionV3 } from './plan';
import { classOf, weightsOf } from './weights';

export interface InceptionV3Options {
  /**
   * Keras' weight file: the published `inception_v3_weights_tf_dim_ordering_tf_kernels_notop.h5` (87 MB) or one with
   * top, or what `save_weights` or `save` of any Keras writes to `.h5`. An address must allow cross-origin reads; its
   * file is kept by the browser once it has proved good.
   */
  weights: FileSource;
  signal?: AbortSignal;
  /** Hears how far the loading is, 0 to 1, never falling, and what is being done. */
  onProgress?: (fraction: number, message: string) => void;
  /** The layer whose output is the network's, `mixed10` where absent; only what leads to it is built. */
  upTo?: string;
  /** The part of its channels that each convolution has: 1, Keras' network, where absent. */
  width?: number;
}

/** The file's size where a server does not tell it, in bytes. */
const PUBLISHED_SIZE = 87.9e6;
/** The part of the progress that is the download. */
const DOWNLOAD = 0.9;

/**
 * Builds InceptionV3 without top for pictures of any size, [batch, height, width, 3] in the range of −1 to 1, layer by
 * layer with Keras' names (`conv2d_1` …, `mixed0` to `mixed10`), and fills it from a weight file. The whole file is
 * checked before anything is built. After an error no tensor is left.
 * @throws WeightsError if the file cannot be had or read, or belongs to another network: then it names the first
 *   layer that does not fit, with the expected and the found shape
 * @throws InvalidOptionError if no layer is named `upTo`
 * @throws the signal's reason once that is aborted
 */
export async function loadInceptionV3(options: InceptionV3Options): Promise<LayersModel> {
  const { weights, signal, onProgress = () => {}, upTo = 'mixed10', width = 1 } = options;
  const planned = planInceptionV3(width);
  const output = planned.find(({ name, operation }) => name === upTo && operation.type !== 'input');
  if (!output)
    throw new InvalidOptionError('upTo', upTo, 'a layer of InceptionV3, such as mixed0 to mixed10');
  const saved = withWeights(kerasOrder(planned.at(-1)!));
  const stored = await readStored(weights, saved, options);

  const storedOf = new Map(saved.map((layer, i) => [layer, stored[i]!]));
  const needed = kerasOrder(output);
  const count = withWeights(needed).length;
  let filled = 0;
  return build(needed, async (layer, setWeights) => {
    const tensors = storedOf.get(layer)!.weights.map(({ shape, read }) => tensor(read(), shape, 'float32'));
    try {
      setWeights(tensors);
    } finally {
      for (const one of tensors) one.dispose();
    }
    filled += 1;
    onProgress(DOWNLOAD + ((1 - DOWNLOAD) * filled) / count, 'Building InceptionV3');
    await macrotask(); // lets a stop in
    signal?.throwIfAborted();
  });
}

function withWeights(layers: readonly PlannedLayer[]): PlannedLayer[] {
  return layers.filter((layer) => weightsOf(layer).weights.length > 0);
}

/** The file's layers with weights, one for each of the network's. */
async function readStored(
  source: FileSource,
  order: readonly PlannedLayer[],
  { signal, onProgress = () => {} }: InceptionV3Options,
): Promise<StoredLayer[]> {
  const file = nameOf(source, 'weights');
  const report = (loaded: number, total: number | undefined) => {
    const fraction = Math.min(1, loaded / (total ?? Math.max(PUBLISHED_SIZE, 1.01 * loaded)));
    onProgress(DOWNLOAD * fraction, 'Loading the weights of InceptionV3');
  };
  const download = await readKept(source, { name: file, signal, onProgress: report }).catch((error) => {
    throw error instanceof DatasetError ? new WeightsError(file, error.reason, { cause: error }) : error;
  });
  try {
    checkSuperblock(download.bytes, file);
    const { readLayers } = await import('../../../formats/keras/read-layers');
    const stored = readLayers(download.bytes, file, order.map(classOf));
    matchLayers(order.map(weightsOf), stored, file);
    await download.keep();
    return stored;
  } catch (error) {
    if (error instanceof WeightsError) await download.forget();
    throw error;
  }
}

/** A layer that can be chosen as `upTo` or dreamed on. */
export interface InceptionV3Layer {
  name: string;
  /** Keras' class. */
  type: string;
  /** Of its output. */
  channels: number;
  /** Number of its single weights. */
  parameters: number;
}

const CLASSES: Readonly<Record<Exclude<PlannedLayer['operation']['type'], 'input'>, string>> = {
  conv: 'Conv2D',
  normalization: 'BatchNormalization',
  relu: 'Activation',
  maxPool: 'MaxPooling2D',
  averagePool: 'AveragePooling2D',
  concat: 'Concatenate',
};

/** In Keras' order, without a file. */
export function inceptionV3Layers(): InceptionV3Layer[] {
  return kerasOrder(planInceptionV3().at(-1)!).flatMap((layer) => {
    const { name, operation, channels } = layer;
    if (operation.type === 'input') return [];
    const parameters = weightsOf(layer).weights.reduce(
      (sum, { shape }) => sum + shape.reduce((size, length) => size * length, 1),
      0,
    );
    return [{ name, type: CLASSES[operation.type], channels, parameters }];
  });
}

/** The block, `mixed0` to `mixed10`, up to which all of these layers are there; `undefined` if one is unknown. */
export function blockWith(names: readonly string[]): string | undefined {
  const all = inceptionV3Layers().map(({ name }) => name);
  const places = names.map((name) => all.indexOf(name));
  if (places.includes(-1)) return undefined;
  return all.slice(Math.max(0, ...places)).find((name) => /^mixed\d+$/.test(name));
}
