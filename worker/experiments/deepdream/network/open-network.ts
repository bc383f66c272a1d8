// From what a page names as a network to one that can be dreamt on.
import type { io } from '@tensorflow/tfjs-core';
import type { LayersModel } from '@tensorflow/tfjs-layers';
import { InvalidOptionError } from '../../../../src/errors';
import type {
  ModelReference,
  NetworkDescription,
  NetworkFiles,
  NetworkSource,
} from '../../../../src/protocol';
import type { KeptNetwork, LabNetwork, Network } from '../../../experiment';
import type { AnyNetworkSource } from '../../../formats/network-source';
import { readRecognised } from '../../../formats/read-network';
import { recogniseNetwork } from '../../../formats/recognise-network';
import { type GraphTopology, isGraph } from '../../../formats/tfjs/graph-topology';
import { emptyLayers, loadLayers } from '../../../formats/tfjs/load-layers';
import type { ModelFiles } from '../../../formats/tfjs/model-files';
import { listLayers } from '../../../formats/topology/cut-topology';
import { loadEmbeddedNetwork } from '../embedded-network';
import { blockWith, inceptionV3Layers, loadInceptionV3 } from '../inception-v3';
import type { Range } from '../types';
import { defaultLayers } from './default-layers';
import { describeGraph } from './graph/describe-graph';
import { layersNetwork, plainLayers } from './layers-network';
import type { PictureNetwork } from './picture-network';
import { unknownLayer } from './unknown-layer';

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
 * @throws NetworkFileError for files that cannot be had or do not fit
 * @throws InvalidOptionError for a network that takes no pictures, and for layers that it does not have
 */
export async function openNetwork(
  source: AnyNetworkSource | undefined,
  options: Options,
): Promise<PictureNetwork> {
  if (source && 'labModel' in source) return ofLab(options.networkOf(source), options);
  const network = await load(source, options);
  opened.set(network.network, network);
  if (options.signal.aborted) network.network.dispose();
  options.signal.throwIfAborted();
  return network;
}

/** A network that was opened here before. */
export function reopenNetwork(network: Network, range?: Range): PictureNetwork {
  return withRange(opened.get(network)!, range);
}

/**
 * Takes up a network that was kept with a dream's settings.
 * @param targets the layers that a graph must have
 */
export async function restoreNetwork(
  kept: Network | KeptNetwork,
  { name, range }: { name: string; range: Range },
  targets: readonly string[],
): Promise<Network> {
  let network: PictureNetwork;
  if ('kind' in kept) {
    const { topology, weights, bytes } = kept;
    const manifest = [{ paths: ['weights'], weights: weights as io.WeightsManifestEntry[] }];
    const files = { name, topology, manifest, rest: {}, readWeights: async () => new Uint8Array(bytes) };
    const { signal } = new AbortController();
    network = await loadGraphFiles(files, topology as GraphTopology, { range, targets, signal });
  } else network = pictures(kept as LayersModel, { name, range });
  opened.set(network.network, network);
  return network.network;
}

/**
 * What a network is made of. Reads no weights of networks by address or files.
 * @throws as `openNetwork` does, but takes also networks that take no pictures
 */
export async function inspectNetwork(
  source: AnyNetworkSource | undefined,
  networkOf: Options['networkOf'],
): Promise<NetworkDescription> {
  const { signal } = new AbortController();
  if (isFiles(source)) {
    const recognised = await recogniseNetwork(source, signal);
    if (recognised.format === 'tfjs') return inspectFiles(recognised.files);
    const { network, name } = await readRecognised(recognised, { signal });
    try {
      return inspectLayers(network, { name, range: SIGNED });
    } finally {
      network.dispose();
    }
  }
  if (source && 'architecture' in source) return inspectInceptionV3(source.architecture);
  if (source && 'labModel' in source) {
    const { network, experiment } = networkOf(source);
    return inspectLayers(network as LayersModel, { name: experiment, range: UNSIGNED });
  }
  const { name, network, parameters, layers } = await openNetwork(source, { networkOf, signal });
  network.dispose();
  return { name, parameters, layers: [...layers] };
}

/** One that was opened here before is told as it was then. */
function inspectLayers(network: LayersModel, named: { name: string; range: Range }): NetworkDescription {
  const known = opened.get(network) ?? layersNetwork(network, named);
  if (!known) return { name: named.name, parameters: network.countParams(), layers: plainLayers(network) };
  const { name, parameters, layers } = known;
  return { name, parameters, layers: [...layers] };
}

function inspectFiles(files: ModelFiles): NetworkDescription {
  const { name, topology, manifest } = files;
  if (isGraph(topology)) {
    const all = manifest.flatMap(({ weights }) => weights);
    const parameters = all.reduce((sum, { shape }) => sum + shape.reduce((a, b) => a * b, 1), 0);
    return { name, parameters, layers: describeGraph(files, topology).layers };
  }
  const network = emptyLayers(files);
  try {
    return inspectLayers(network, { name, range: SIGNED });
  } finally {
    network.dispose();
  }
}

/** Needs no download: the architecture is known. */
function inspectInceptionV3(name: string): NetworkDescription {
  const known = inceptionV3Layers();
  const defaults = defaultLayers(known);
  const layers = known.map(({ name, type, channels, parameters }) => ({
    ...{ name, type, shape: [null, null, channels], parameters, trainable: true },
    ...{ dreamable: true, coefficient: defaults[name] ?? 0, fixedSize: false },
  }));
  return { name, parameters: layers.reduce((sum, layer) => sum + layer.parameters, 0), layers };
}

function ofLab({ network, experiment }: LabNetwork, { range }: Options): PictureNetwork {
  const known =
    opened.get(network) ?? pictures(network as LayersModel, { name: experiment, range: UNSIGNED });
  opened.set(network, known);
  return withRange(known, range);
}

function withRange(network: PictureNetwork, range: Range | undefined): PictureNetwork {
  return range ? { ...network, range } : network;
}

function pictures(network: LayersModel, named: { name: string; range: Range }): PictureNetwork {
  const found = layersNetwork(network, named);
  if (found) return found;
  const shape = network.inputs.map((input) => `[${input.shape.slice(1)}]`).join(', ');
  const allowed = 'a network that takes one picture: [height, width, 1 or 3]';
  throw new InvalidOptionError('network', `${named.name}, which takes ${shape}`, allowed);
}

async function load(source: NetworkSource | undefined, options: Options): Promise<PictureNetwork> {
  const { signal, onProgress } = options;
  if (!source) return owned(await loadEmbeddedNetwork(signal), 'embedded', options);
  if (isFiles(source)) return loadFiles(source, options);
  const { architecture, weights } = source;
  const upTo = blockWith(chosen(inceptionV3Layers(), options.targets, architecture));
  return owned(await loadInceptionV3({ weights, signal, onProgress, upTo }), architecture, options);
}

async function loadFiles(source: NetworkFiles, options: Options): Promise<PictureNetwork> {
  const { signal, range = SIGNED } = options;
  const recognised = await recogniseNetwork(source, signal);
  const { name } = recognised;
  const onProgress = (fraction: number) => options.onProgress?.(fraction, `Loading ${name}`);
  if (recognised.format !== 'tfjs') {
    return owned((await readRecognised(recognised, { signal, onProgress })).network, name, options);
  }
  const { files } = recognised;
  if (isGraph(files.topology)) {
    return loadGraphFiles(files, files.topology, { ...options, range }, onProgress);
  }
  const targets = chosen(listLayers(files.topology, name), options.targets, name);
  return owned(await loadLayers(files, { targets, signal, onProgress }), name, options);
}

async function loadGraphFiles(
  files: ModelFiles,
  topology: GraphTopology,
  { range = SIGNED, targets: wanted, signal }: Pick<Options, 'range' | 'targets' | 'signal'>,
  onProgress?: (fraction: number) => void,
): Promise<PictureNetwork> {
  const graph = describeGraph(files, topology);
  const targets = chosen(graph.layers, wanted, files.name);
  const { loadGraph } = await import('./graph/graph-network');
  return loadGraph(files, graph, { range, targets, signal, ...(onProgress && { onProgress }) });
}

/** @throws InvalidOptionError for a layer that is not there; of nested models only the first name is known here */
function chosen(
  layers: readonly { name: string; type: string }[],
  targets: Options['targets'],
  file: string,
): readonly string[] {
  if (!targets) return Object.keys(defaultLayers(layers));
  const names = layers.map(({ name }) => name);
  for (const target of targets) {
    if (!names.includes(target) && !names.includes(target.split('/')[0]!))
      throw unknownLayer(target, file, names);
  }
  return targets;
}

function owned(network: LayersModel, name: string, { range = SIGNED }: Options): PictureNetwork {
  try {
    return pictures(network, { name, range });
  } catch (error) {
    network.dispose();
    throw error;
  }
}

function isFiles(source: AnyNetworkSource | undefined): source is NetworkFiles {
  return source !== undefined && !('labModel' in source) && !('architecture' in source);
}
