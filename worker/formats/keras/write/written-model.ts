// A network on its way into a file of Keras: its layers and their calls as plain data that can be changed, with the
// layers of TensorFlow.js whose weights they have.
import type { LayersModel, layers } from '@tensorflow/tfjs-layers';
import { CONTAINERS, type LayerJson, nameOf, type Reference } from '../../topology/model-json';

export type Layer = layers.Layer;

export interface WrittenLayer {
  name: string;
  /** As Keras calls it. */
  type: string;
  /** With Keras' names. */
  config: Record<string, unknown>;
  /** For each call its inputs; the calls of models count from 1, as in files of Keras 2. Empty in a sequence. */
  calls: Reference[][];
  /** Whose weights it has; absent where it has none. */
  layer?: Layer;
  /** What is in it, if it is a model. */
  model?: WrittenModel;
  /** Of a call's output, where it is known. */
  shape?: (number | null)[];
}

export interface WrittenModel {
  name: string;
  /** Whether its layers follow one another, from an InputLayer on, without calls. */
  sequential: boolean;
  layers: WrittenLayer[];
  inputs: Reference[];
  outputs: Reference[];
}

interface ModelJson {
  class_name: string;
  config: unknown;
}

/** As it is; its layers' order is that of TensorFlow.js. */
export function writtenModel(network: LayersModel): WrittenModel {
  return fromJson(network.toJSON(null, false) as unknown as ModelJson, network);
}

function fromJson({ class_name: type, config }: ModelJson, network: LayersModel): WrittenModel {
  const given = (Array.isArray(config) ? { layers: config } : config) as {
    name?: string;
    layers: LayerJson[];
    input_layers?: Reference[];
    output_layers?: Reference[];
  };
  const byName = new Map(network.layers.map((layer) => [layer.name, layer]));
  const sequential = type === 'Sequential';
  const all = given.layers.map((json): WrittenLayer => {
    const name = nameOf(json);
    const layer = byName.get(name)!;
    const { batch_input_shape: _, input_dtype: __, ...own } = json.config;
    // TensorFlow.js leaves it out.
    if (json.class_name === 'SeparableConv2D')
      own.depth_multiplier = (layer as Layer & { depthMultiplier: number }).depthMultiplier;
    const calls = sequential ? [] : (json.inbound_nodes ?? []).map((node) => node.map(plain));
    const shape = firstShape(layer);
    const about = { name, calls, ...(shape ? { shape } : {}) };
    if (json.class_name === 'InputLayer') return { ...about, type: 'InputLayer', config: json.config };
    if (!CONTAINERS.has(json.class_name)) return { ...about, type: json.class_name, config: own, layer };
    return {
      ...about,
      type: 'Model',
      config: {},
      layer,
      model: fromJson(json, layer as unknown as LayersModel),
    };
  });
  const name = given.name ?? network.name;
  if (!sequential) {
    return {
      ...{ name, sequential, layers: all },
      inputs: (given.input_layers ?? []).map(plain),
      outputs: (given.output_layers ?? []).map(plain),
    };
  }
  if (all[0]?.type !== 'InputLayer') {
    const input = network.inputs[0]!;
    const config = { batch_input_shape: input.shape, dtype: input.dtype };
    const taken = new Set(all.map((one) => one.name));
    let own = `${all[0]!.name}_input`;
    while (taken.has(own)) own += '_';
    all.unshift({ name: own, type: 'InputLayer', config, calls: [], shape: input.shape });
  }
  return { name, sequential, layers: all, inputs: [], outputs: [] };
}

const plain = ([name, node, tensor]: Reference): Reference => [name, node, tensor];

function firstShape(layer: Layer | undefined): (number | null)[] | undefined {
  const output = layer?.inboundNodes.at(-1)?.outputTensors[0];
  return output?.shape;
}

/** The same with its calls written out. */
export function functional(model: WrittenModel): WrittenModel {
  if (!model.sequential) return model;
  let previous: Reference | undefined;
  const all = model.layers.map((layer): WrittenLayer => {
    const calls = previous ? [[previous]] : [];
    previous = [layer.name, layer.model ? 1 : 0, 0];
    return { ...layer, calls };
  });
  return {
    ...{ name: model.name, sequential: false, layers: all },
    inputs: [[all[0]!.name, 0, 0]],
    outputs: [previous!],
  };
}

/** A name that no layer of the list has. */
export function freeName(wanted: string, taken: ReadonlySet<string>): string {
  let name = wanted;
  for (let i = 1; taken.has(name); i++) name = `${wanted}_${i}`;
  return name;
}
