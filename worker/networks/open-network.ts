// From what a page names as a network to one that can be dreamt on.
import { type LayersModel, loadLayersModel } from '@tensorflow/tfjs-layers';
import { DatasetError, InvalidOptionError } from '../../src/errors';
import type { ModelReference, NetworkLayer, NetworkSource } from '../../src/protocol';
import type { LabNetwork, Network } from '../experiment';
import { defaultLayers } from './default-layers';
import { loadEmbeddedNetwork } from './embedded';
import { loadInceptionV3 } from './inception-v3';
import { layersNetwork } from './layers-network';
import type { PictureNetwork, Range } from './picture-network';
import { listLayers } from './tfjs/layers-topology';
import { emptyLayers, loadLayers } from './tfjs/load-layers';
import { type ModelFiles, readModelFiles } from './tfjs/model-files';

export type AnyNetworkSource = ModelReference | NetworkSource;

interface Options {
  networkOf(reference: ModelReference): LabNetwork;
  /** What black and white are to it; what the network's origin suggests where absent. */
  range?: Range;
  /** Names of the layers that are needed; those of the network's default dream where absent. */
  targets?: readonly string[];
  signal: AbortSignal;
  onProgress?(fraction: number, message: string): void;
}

/** Of networks for pictures mostly; those trained in the lab take pixels from 0 to 1. */
const SIGNED: Range = [-1, 1];
const UNSIGNED: Range = [0, 1];

/** Those that were opened here, should they come back as models of the lab. */
const opened = new WeakMap<Network, PictureNetwork>();

/**
 * @returns the network; whoever opened it disposes it, unless it is a model's
 * @throws DatasetError for files that cannot be had or do not fit
 * @throws InvalidOptionError for a network that takes no pictures, and for layers that it does not have
 */
export async function openNetwork(
  source: AnyNetworkSource | undefined,
  options: Options,
): Promise<PictureNetwork> {
  if (source && 'labModel' in source) return ofLab(options.networkOf(source), options);
  const { name, network } = await load(source, options);
  try {
    options.signal.throwIfAborted();
    return pictures(network, { name, range: options.range ?? SIGNED });
  } catch (error) {
    network.dispose();
    throw error;
  }
}

/** A network that was opened here before. */
export function reopenNetwork(network: Network, range?: Range): PictureNetwork {
  return withRange(opened.get(network)!, range);
}

function withRange(network: PictureNetwork, range: Range | undefined): PictureNetwork {
  return range ? { ...network, range } : network;
}

/** @throws as `openNetwork` does */
export async function describeLayers(
  source: AnyNetworkSource | undefined,
  networkOf: Options['networkOf'],
): Promise<readonly NetworkLayer[]> {
  const { signal } = new AbortController();
  if (source && ('url' in source || 'files' in source) && !isStored(source)) {
    const files = await readModelFiles(source, signal);
    const network = await emptyLayers(files);
    try {
      return pictures(network, { name: files.name, range: SIGNED }).layers;
    } finally {
      network.dispose();
    }
  }
  const { network, layers } = await openNetwork(source, { networkOf, signal });
  if (!source || !('labModel' in source)) network.dispose();
  return layers;
}

function ofLab({ network, experiment }: LabNetwork, { range }: Options): PictureNetwork {
  const known = opened.get(network);
  return withRange(known ?? pictures(network as LayersModel, { name: experiment, range: UNSIGNED }), range);
}

function pictures(network: LayersModel, named: { name: string; range: Range }): PictureNetwork {
  const found = layersNetwork(network, named);
  if (!found) {
    const shape = network.inputs.map((input) => `[${input.shape.slice(1)}]`).join(', ');
    const allowed = 'a network that takes one picture: [height, width, 1 or 3]';
    throw new InvalidOptionError('network', `${named.name}, which takes ${shape}`, allowed);
  }
  opened.set(network, found);
  return found;
}

async function load(source: NetworkSource | undefined, options: Options) {
  const { signal, targets, onProgress } = options;
  if (!source) return { name: 'embedded', network: await loadEmbeddedNetwork() };
  if ('architecture' in source) {
    const network = await loadInceptionV3({ weights: source.weights, signal, onProgress });
    return { name: source.architecture, network };
  }
  if (isStored(source)) return { name: String(source.url), network: await loadStored(String(source.url)) };
  const files = await readModelFiles(source, signal);
  const report = (fraction: number) => onProgress?.(fraction, `Loading ${files.name}`);
  const network = await loadLayers(files, { targets: neededOf(files, targets), signal, onProgress: report });
  return { name: files.name, network };
}

/** What the dream needs of a network in files; all of it if it asks for layers that are not there. */
function neededOf(files: ModelFiles, targets: Options['targets']): readonly string[] {
  return targets ?? Object.keys(defaultLayers(listLayers(files.topology, files.name)));
}

type Stored = { url: string | URL };

/** Whether it lies in the browser, where `model.save` puts it. */
function isStored(source: NetworkSource): source is Stored {
  return 'url' in source && /^indexeddb:/.test(String(source.url));
}

async function loadStored(url: string): Promise<LayersModel> {
  return loadLayersModel(url).catch((cause) => {
    throw new DatasetError(url, (cause as Error).message, { cause });
  });
}
