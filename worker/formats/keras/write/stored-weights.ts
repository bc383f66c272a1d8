// The weights of a network laid out as Keras stores them, in either of its files.
import type { Tensor } from '@tensorflow/tfjs-core';
import { snakeCase } from '../give-weights';
import { hardGates, KERAS_3_GATES, scaleGates } from '../hard-gates';
import type { Hdf5Array, Hdf5Group } from './hdf5-writer';
import type { Layer, WrittenLayer, WrittenModel } from './written-model';

interface Weight {
  originalName: string;
  shape: (number | null)[];
  read(): Tensor;
}

/** What of TensorFlow.js' layers lies in others; most of it is private in its types. */
interface Holding {
  cell: Layer;
  cells: Layer[];
  layer: Layer;
  forwardLayer: Layer;
  backwardLayer: Layer;
}

/** The groups of `model.weights.h5`: layers in layers, each named by its class and its place among those of its class. */
export function stateGroups(model: WrittenModel): Hdf5Group {
  const counts = new Map<string, number>();
  const groups: Record<string, Hdf5Group> = {};
  for (const layer of model.layers) {
    // The input of a sequential model is not among its layers.
    if (model.sequential && layer.type === 'InputLayer') continue;
    const type = layer.model ? (layer.model.sequential ? 'Sequential' : 'Functional') : layer.type;
    const key = placeOf(type, counts);
    groups[key] = layer.model
      ? { ...stateGroups(layer.model) }
      : stateOf(layer.layer, layer.type, layer.name);
  }
  return { groups: { layers: { groups }, vars: named(model.name) } };
}

function placeOf(type: string, counts: Map<string, number>): string {
  const name = snakeCase(type);
  const count = counts.get(name) ?? 0;
  counts.set(name, count + 1);
  return count === 0 ? name : `${name}_${count}`;
}

const named = (name: string, arrays: Record<string, Hdf5Array> = {}): Hdf5Group => ({
  attributes: { name },
  arrays,
});

const RECURRENT = new Set(['SimpleRNN', 'LSTM', 'GRU', 'ConvLSTM2D', 'RNN']);

function stateOf(layer: Layer | undefined, type: string, name: string): Hdf5Group {
  if (!layer) return { groups: { vars: named(name) } };
  const holding = layer as unknown as Holding;
  const of = (one: Layer) => stateOf(one, one.getClassName(), one.name);
  if (type === 'Bidirectional') {
    const { forwardLayer, backwardLayer } = holding;
    return {
      groups: { vars: named(name), forward_layer: of(forwardLayer), backward_layer: of(backwardLayer) },
    };
  }
  if (type === 'TimeDistributed') return { groups: { vars: named(name), layer: of(holding.layer) } };
  if (RECURRENT.has(type)) return { groups: { vars: named(name), cell: of(holding.cell) } };
  if (type === 'StackedRNNCells') {
    const counts = new Map<string, number>();
    const cells = Object.fromEntries(
      holding.cells.map((cell) => [placeOf(cell.getClassName(), counts), of(cell)]),
    );
    return { groups: { vars: named(name), cells: { groups: cells } } };
  }
  const arrays = arraysOf(layer).map((array, i) => [String(i), array]);
  return { groups: { vars: named(name, Object.fromEntries(arrays)) } };
}

/** Its own weights; those of a hard sigmoid's gates as Keras 3 needs them. */
function arraysOf(layer: Layer): Hdf5Array[] {
  const gates = hardGates(layer);
  return (layer.weights as Weight[]).map((weight) => {
    const tensor = weight.read();
    const own = () => tensor.dataSync() as Float32Array;
    return { shape: tensor.shape, data: gates ? scaleGates(layer, tensor, gates, KERAS_3_GATES) : own() };
  });
}

/** The group `model_weights` of `.h5`, of a network without models in it. */
export function namedGroups(layers: readonly WrittenLayer[], attributes: Record<string, string>): Hdf5Group {
  const groups = layers.map(({ name, layer }): [string, Hdf5Group] => {
    const weights = (layer?.weights ?? []) as Weight[];
    const paths = weights.map(({ originalName }) => `${name}/${ownName(originalName, name)}`);
    const taken = new Map<string, number>();
    const unique = paths.map((path) => {
      const count = taken.get(path) ?? 0;
      taken.set(path, count + 1);
      return count === 0 ? path : `${path}_${count}`;
    });
    const arrays = weights.map((weight, i): [string, Hdf5Array] => {
      const tensor = weight.read();
      return [unique[i]!, { shape: tensor.shape, data: tensor.dataSync() as Float32Array }];
    });
    return [name, { attributes: { weight_names: unique }, arrays: Object.fromEntries(arrays) }];
  });
  const top: Hdf5Group = { attributes: { weight_names: [] } };
  return {
    attributes: { ...attributes, layer_names: layers.map(({ name }) => name) },
    groups: { ...Object.fromEntries(groups), top_level_model_weights: top },
  };
}

/** `dense/kernel` of the layer `dense` is `kernel`; that of a layer in it keeps that layer's name. */
function ownName(weight: string, layer: string): string {
  return weight.startsWith(`${layer}/`) ? weight.slice(layer.length + 1) : weight;
}
