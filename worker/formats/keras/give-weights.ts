// Fills a network with the weights that Keras stored, by the layout of the file.
import { dispose, type Tensor, tensor } from '@tensorflow/tfjs-core';
import type { LayersModel, layers } from '@tensorflow/tfjs-layers';
import { NetworkFileError } from '../../../src/errors';
import { CONTAINERS, configOf, type LayerJson, type ModelJson, nameOf } from '../topology/model-json';
import { listOf, type StoredArray, type StoredGroup, textOf } from './hdf5';

type Layer = layers.Layer;

/**
 * The layout of Keras 3: groups within groups, as layers lie in layers, each named by its class.
 * @param json the model as Keras has it
 * @throws NetworkFileError naming the layer that does not fit
 */
export function giveStoredState(
  network: LayersModel,
  json: ModelJson,
  root: StoredGroup,
  file: string,
): void {
  const list = layersOf(root);
  if (!list) throw new NetworkFileError(file, 'holds no weights of a Keras network: `layers` is not there');
  const all = configOf(json, file).layers;
  const groups = storedLayers(list, all);
  for (const layer of all) {
    const group = groups.get(layer);
    const name = nameOf(layer);
    if (CONTAINERS.has(layer.class_name)) {
      const inner = network.getLayer(name) as unknown as LayersModel;
      if (group) giveStoredState(inner, layer, group, file);
      else if (inner.weights.length > 0) throw missing(name, file);
      continue;
    }
    const arrays = group ? stateOf(layer, group) : [];
    const found = network.layers.find((one) => one.name === name);
    if (found) fill(found, arrays, file);
    else if (arrays.length > 0)
      throw new NetworkFileError(file, `has weights for the layer ${name}, which the network does not have`);
  }
}

const missing = (name: string, file: string) =>
  new NetworkFileError(file, `has no weights for the layer ${name}`);

/** Keras 2.12 and 2.13 call the group otherwise. */
const layersOf = (group: StoredGroup) =>
  group.group('layers') ?? group.group('_layer_checkpoint_dependencies');

/** The group of each layer: by the name noted in it, or by its class and its place among those of that class. */
function storedLayers(list: StoredGroup, all: readonly LayerJson[]): Map<LayerJson, StoredGroup> {
  const names = list.names();
  const noted = new Map<string, StoredGroup>();
  for (const one of names) {
    const group = list.group(one);
    const name = textOf(group?.group('vars')?.attribute('name'));
    if (group && name !== undefined) noted.set(name, group);
  }
  const found = new Map<LayerJson, StoredGroup>();
  const counts = new Map<string, number>();
  const isNoted = all.some((layer) => noted.has(nameOf(layer)));
  for (const layer of all) {
    if (isOperation(layer)) continue;
    const key = snakeCase(layer.class_name);
    const count = counts.get(key) ?? 0;
    counts.set(key, count + 1);
    const group = isNoted ? noted.get(nameOf(layer)) : list.group(count === 0 ? key : `${key}_${count}`);
    if (group) found.set(layer, group);
  }
  return found;
}

function isOperation({ module }: LayerJson & { module?: unknown }): boolean {
  return typeof module === 'string' && /^keras\.(src\.)?ops\b/.test(module);
}

/** As Keras writes it: Conv2D → conv2d, GRUCell → gru_cell. */
export function snakeCase(name: string): string {
  return name
    .replace(/\W+/g, '')
    .replace(/(.)([A-Z][a-z]+)/g, '$1_$2')
    .replace(/([a-z])([A-Z])/g, '$1_$2')
    .toLowerCase();
}

const CELLED = new Set(['SimpleRNN', 'LSTM', 'GRU', 'ConvLSTM1D', 'ConvLSTM2D', 'ConvLSTM3D']);

/** All that a layer has, in the order in which TensorFlow.js has it. */
function stateOf(layer: LayerJson, group: StoredGroup): StoredArray[] {
  const { class_name, config } = layer;
  const inner = (json: unknown, name: string): StoredArray[] => {
    const within = group.group(name);
    return within ? stateOf(json as LayerJson, within) : [];
  };
  if (class_name === 'Bidirectional') {
    return [...inner(config.layer, 'forward_layer'), ...inner(config.layer, 'backward_layer')];
  }
  if (class_name === 'TimeDistributed') return inner(config.layer, 'layer');
  if (class_name === 'RNN') return inner(config.cell, 'cell');
  if (class_name === 'StackedRNNCells')
    return containerState(group.group('cells'), config.cells as LayerJson[]);
  if (CONTAINERS.has(class_name)) {
    return containerState(layersOf(group), configOf(layer, group.path).layers);
  }
  if (CELLED.has(class_name)) return variablesOf(group.group('cell'));
  return variablesOf(group);
}

function containerState(list: StoredGroup | undefined, all: readonly LayerJson[]): StoredArray[] {
  if (!list) return [];
  const groups = storedLayers(list, all);
  return all.flatMap((layer) => {
    const group = groups.get(layer);
    return group ? stateOf(layer, group) : [];
  });
}

function variablesOf(group: StoredGroup | undefined): StoredArray[] {
  const vars = group?.group('vars');
  const names = (vars?.names() ?? []).sort((a, b) => Number(a) - Number(b));
  return names.map((name) => vars?.array(name)).filter((one) => one !== undefined);
}

/**
 * The layout of `.h5`: the attribute `layer_names` gives the layers, a layer's `weight_names` its weights.
 * @throws NetworkFileError naming the layer that does not fit
 */
export function giveNamedWeights(network: LayersModel, root: StoredGroup, file: string): void {
  const names = listOf(root, 'layer_names');
  if (!names)
    throw new NetworkFileError(file, 'holds no weights of a Keras network: `layer_names` is not there');
  const byName = new Map(network.layers.map((layer) => [layer.name, layer]));
  const given = new Set<string>();
  for (const name of names) {
    const group = root.group(name);
    const paths = (group && listOf(group, 'weight_names')) ?? [];
    const arrays = paths.map((path) => {
      const found = group?.array(path);
      if (found) return found;
      throw new NetworkFileError(file, `has no ${path} for the layer ${name}, although it lists it`);
    });
    const layer = byName.get(name);
    if (!layer && arrays.length > 0)
      throw new NetworkFileError(file, `has weights for the layer ${name}, which the network does not have`);
    if (layer) fill(layer, inOrderOf(layer, arrays), file);
    given.add(name);
  }
  const without = network.layers.find((layer) => layer.weights.length > 0 && !given.has(layer.name));
  if (without) throw missing(without.name, file);
}

/**
 * Within a model, Keras lists trainable weights first, as TensorFlow.js does, but what is frozen may differ: their
 * names decide, where each fits one weight alone.
 */
function inOrderOf(layer: Layer, arrays: StoredArray[]): StoredArray[] {
  const found = layer.weights.map(({ originalName }) => {
    const parts = originalName.split('/');
    const fitting = arrays.filter(({ path }) => {
      const own = path.replace(/:\d+$/, '').split('/');
      return own.at(-1) === parts.at(-1) && own.includes(parts.at(-2)!);
    });
    return fitting.length === 1 ? fitting[0] : undefined;
  });
  const all = found.every((one) => one !== undefined) && new Set(found).size === arrays.length;
  return all ? (found as StoredArray[]) : arrays;
}

/** Hands a layer its weights. */
function fill(layer: Layer, arrays: readonly StoredArray[], file: string): void {
  const wanted = layer.weights;
  const bad = Array.from({ length: Math.max(wanted.length, arrays.length) }).findIndex(
    (_, i) => String(wanted[i]?.shape) !== String(arrays[i]?.shape) || !wanted[i] || !arrays[i],
  );
  if (bad >= 0) {
    const expected = wanted[bad]
      ? `${wanted[bad].originalName} [${wanted[bad].shape.join(', ')}]`
      : 'no more';
    const found = arrays[bad] ? `${arrays[bad].path} [${arrays[bad].shape.join(', ')}]` : 'nothing';
    throw new NetworkFileError(file, `layer ${layer.name}: expected the weight ${expected}, found ${found}`);
  }
  if (wanted.length === 0) return;
  const tensors: Tensor[] = [];
  try {
    for (const { read, shape } of arrays) tensors.push(tensor(read(), shape, 'float32'));
    layer.setWeights(tensors);
  } finally {
    dispose(tensors);
  }
}
