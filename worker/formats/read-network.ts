// Reads a network that was saved, in any format, to be trained, asked and dreamt on.
import type { LayersModel } from '@tensorflow/tfjs-layers';
import { NetworkFileError } from '../../src/errors';
import type { NetworkFiles } from '../../src/protocol';
import { readMetadata } from './keras/metadata-file';
import { readKerasArchive, readKerasHdf5 } from './keras/read-keras';
import { type RecognisedNetwork, recogniseNetwork } from './recognise-network';
import { isGraph } from './tfjs/graph-topology';
import { loadLayers } from './tfjs/load-layers';

export interface ReadNetwork {
  /** Whoever reads it disposes it. */
  network: LayersModel;
  /** Its file's name or address. */
  name: string;
  format: RecognisedNetwork['format'];
  /** Of the classes it tells apart, where the files name them. */
  classNames?: string[];
  /** What it does otherwise than where it was made, in sentences. */
  notes: string[];
  /**
   * How it was compiled: optimizer, loss and metrics as the format writes them (Keras: `compile_config` or
   * `training_config`; TensorFlow.js: `trainingConfig`).
   */
  compiled?: Record<string, unknown>;
  /** What whoever saved it put into the file besides the network. */
  userDefinedMetadata?: Record<string, unknown>;
}

interface Options {
  signal: AbortSignal;
  /** Hears how far the reading of the weights is, 0 to 1. */
  onProgress?: (fraction: number) => void;
}

/**
 * Reads a network: a layers model of TensorFlow.js by address or as files, a Teachable Machine export, either also as
 * a zip; `.keras` and `.h5` of Keras 2 and 3. Told by content; the graph is checked before anything is built.
 * @throws NetworkFileError naming the layer and the file of what cannot be had or read
 * @throws the signal's reason once that is aborted
 */
export async function readNetwork(source: NetworkFiles, options: Options): Promise<ReadNetwork> {
  return readRecognised(await recogniseNetwork(source, options.signal), options);
}

/** The same, of a source whose format is known. */
export async function readRecognised(
  recognised: RecognisedNetwork,
  { signal, onProgress }: Options,
): Promise<ReadNetwork> {
  const { format, name } = recognised;
  if (format === 'tfjs') return readTfjs(recognised, { signal, ...(onProgress ? { onProgress } : {}) });
  signal.throwIfAborted();
  const read =
    format === 'keras' ? readKerasArchive(recognised, name) : readKerasHdf5(recognised.bytes, name);
  onProgress?.(1);
  const known = format === 'keras' ? readMetadata(recognised.known) : undefined;
  return { ...read, name, format, ...(known ? { userDefinedMetadata: known } : {}) };
}

async function readTfjs(
  { name, files, classNames }: Extract<RecognisedNetwork, { format: 'tfjs' }>,
  options: Options,
): Promise<ReadNetwork> {
  if (isGraph(files.topology)) {
    throw new NetworkFileError(
      name,
      'is a graph model, which can be dreamt on and inspected, but not trained. Convert the model as a layers model (--output_format=tfjs_layers_model), or take its .keras file',
    );
  }
  const network = await loadLayers(files, options);
  const { trainingConfig, userDefinedMetadata } = files.rest;
  return {
    ...{ network, name, format: 'tfjs', notes: [] },
    ...(classNames ? { classNames } : {}),
    ...(trainingConfig ? { compiled: trainingConfig as unknown as Record<string, unknown> } : {}),
    ...(userDefinedMetadata ? { userDefinedMetadata: userDefinedMetadata as Record<string, unknown> } : {}),
  };
}
