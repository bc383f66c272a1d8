// Whether the graph of a layers model can be built. TensorFlow.js does not ask: it loops for good over a layer that
// takes one that is not there, and mixes up the calls of a shared layer.
import { serialization } from '@tensorflow/tfjs-core';
import { NetworkFileError } from '../../../src/errors';
import {
  CONTAINERS,
  configOf,
  isObject,
  type LayerJson,
  type ModelConfig,
  type ModelJson,
  nameOf,
  type Reference,
} from './model-json';

/** Deeper models are no one's, and would end the stack. */
const MAX_DEPTH = 64;

/**
 * Checks a model and those nested in it: that every layer has a class that is known and a name of its own, that what
 * it takes is there, and that it goes in no circle.
 * @throws NetworkFileError naming file and layer
 */
export function checkModel(model: ModelJson, file: string, path = '', depth = 0): void {
  if (depth > MAX_DEPTH)
    throw new NetworkFileError(file, `its models are nested more than ${MAX_DEPTH} deep`);
  if (!CONTAINERS.has(model.class_name)) {
    throw new NetworkFileError(
      file,
      `${path ? `layer ${path.slice(0, -1)}` : 'the model'} has the class ${model.class_name}; allowed are Sequential and Functional. A subclassed model's code is in no file: build it of layers with the functional API`,
    );
  }
  const config = configOf(model, file);
  const names = new Set<string>();
  for (const layer of config.layers) {
    const name = nameOf(layer);
    if (name !== '' && names.has(name))
      throw new NetworkFileError(file, `two layers have the name ${path}${name}`);
    names.add(name);
    checkLayer(layer, file, path, depth);
  }
  if (model.class_name !== 'Sequential') {
    checkReferences(config, file, path);
    callsInOrder(config, file, path);
  } else if (config.layers.length === 0) {
    throw new NetworkFileError(file, `the model ${path ? path.slice(0, -1) : 'in it'} has no layers`);
  }
}

function checkLayer(layer: LayerJson, file: string, path: string, depth: number): void {
  const name = `${path}${nameOf(layer) || layer.class_name}`;
  if (CONTAINERS.has(layer.class_name)) {
    checkModel(layer, file, `${name}/`, depth + 1);
    return;
  }
  checkClass(layer.class_name, name, file);
  for (const inner of innerLayers(layer.config)) checkLayer(inner, file, `${name}/`, depth + 1);
}

/** The layers that a wrapper or a recurrent layer has in it. */
function innerLayers({ layer, backward_layer, cell, cells }: Record<string, unknown>): LayerJson[] {
  return [layer, backward_layer, cell, cells]
    .flat()
    .filter(
      (one): one is LayerJson => isObject(one) && typeof one.class_name === 'string' && isObject(one.config),
    );
}

function checkClass(type: string, name: string, file: string): void {
  const known = serialization.SerializationMap.getMap().classNameMap;
  if (Object.hasOwn(known, type)) return;
  throw new NetworkFileError(
    file,
    type === 'Lambda'
      ? `layer ${name} is a Lambda: its Python code cannot run here. Replace it by layers that do the same`
      : `layer ${name} has the class ${type}, which is not known here. Replace it by other layers, or register a layer of that name`,
  );
}

function checkReferences(config: ModelConfig, file: string, path: string): void {
  const byName = new Map(config.layers.map((layer) => [nameOf(layer), layer]));
  const check = (given: unknown, taker: string) => {
    if (!isReference(given)) {
      throw new NetworkFileError(
        file,
        `${taker} takes ${show(given)}; expected [name of a layer, number of its call, number of its output]`,
      );
    }
    const [name, node] = given;
    const layer = byName.get(name);
    if (!layer)
      throw new NetworkFileError(file, `${taker} takes the layer ${path}${name}, which is not there`);
    const calls = callCount(layer);
    if (node >= firstCall(layer) && node < firstCall(layer) + calls) return;
    throw new NetworkFileError(
      file,
      `${taker} takes call ${node} of the layer ${path}${name}, which has ${calls} from ${firstCall(layer)}`,
    );
  };
  for (const layer of config.layers) {
    const taker = `layer ${path}${nameOf(layer)}`;
    if (nameOf(layer) === '')
      throw new NetworkFileError(file, `a layer of ${path || 'the model'} has no name`);
    const { inbound_nodes: nodes = [] } = layer;
    if (!Array.isArray(nodes) || !nodes.every(Array.isArray)) {
      throw new NetworkFileError(file, `${taker} has inbound_nodes that are no list of lists`);
    }
    if (layer.class_name === 'InputLayer') continue;
    for (const reference of nodes.flat()) check(reference, taker);
  }
  for (const key of ['input_layers', 'output_layers'] as const) {
    const list = config[key];
    if (!Array.isArray(list) || list.length === 0)
      throw new NetworkFileError(file, `${path || 'the model'} has no ${key}`);
    for (const reference of list) check(reference, key);
  }
}

function isReference(value: unknown): value is Reference {
  if (!Array.isArray(value)) return false;
  const [name, node, tensor] = value;
  return typeof name === 'string' && isIndex(node) && isIndex(tensor);
}

const isIndex = (value: unknown) => Number.isInteger(value) && (value as number) >= 0;

const show = (value: unknown) => JSON.stringify(value)?.slice(0, 80) ?? String(value);

/** A model has its own inputs and outputs for its call 0. */
const firstCall = ({ class_name }: LayerJson) => (CONTAINERS.has(class_name) ? 1 : 0);

const callCount = ({ class_name, inbound_nodes = [] }: LayerJson) =>
  class_name === 'InputLayer' ? 1 : inbound_nodes.length;

/** One call of a layer, on the outputs of others. */
export interface Call {
  layer: LayerJson;
  inputs: Reference[];
}

/**
 * The calls of all layers of a functional model, each after those it takes from, and those of one layer in their
 * order: so they are numbered.
 * @throws NetworkFileError naming the layers of a circle
 */
export function callsInOrder({ layers }: ModelConfig, file: string, path = ''): Call[] {
  const done = new Map<string, number>();
  for (const layer of layers) done.set(nameOf(layer), callCount(layer) && firstCall(layer));
  for (const layer of layers) if (layer.class_name === 'InputLayer') done.set(nameOf(layer), 1);
  const calls: Call[] = [];
  let waiting = layers.filter((layer) => layer.class_name !== 'InputLayer' && callCount(layer) > 0);
  const next = new Map(waiting.map((layer) => [layer, 0]));
  while (waiting.length > 0) {
    const left: LayerJson[] = [];
    const before = calls.length;
    for (const layer of waiting) {
      const nodes = layer.inbound_nodes!;
      let at = next.get(layer)!;
      for (; at < nodes.length && nodes[at]!.every(([name, node]) => node < done.get(name)!); at++) {
        calls.push({ layer, inputs: nodes[at]! });
        done.set(nameOf(layer), firstCall(layer) + at + 1);
      }
      next.set(layer, at);
      if (at < nodes.length) left.push(layer);
    }
    if (calls.length === before) {
      const names = left.slice(0, 5).map((layer) => `${path}${nameOf(layer)}`);
      throw new NetworkFileError(file, `its layers go in a circle: ${names.join(', ')}`);
    }
    waiting = left;
  }
  return calls;
}
