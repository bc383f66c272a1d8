// The configuration of a model as Keras 3 writes it, and as all Keras read it from `.h5`.
import type { Reference } from '../../topology/model-json';
import { kerasConfig, type Style } from './layer-configs';
import type { WrittenLayer, WrittenModel } from './written-model';

type Json = Record<string, unknown>;

/** @throws ExportError naming a layer that Keras does not have */
export function modelConfig(model: WrittenModel, style: Style): Json {
  const { name, sequential, layers } = model;
  const type = sequential ? 'Sequential' : 'Functional';
  const byName = new Map(layers.map((layer) => [layer.name, layer]));
  const config: Json = {
    name,
    trainable: true,
    layers: layers.map((layer) => layerJson(layer, byName, style)),
  };
  if (sequential) {
    config.dtype = 'float32';
  } else {
    const end = ([layer, node, tensor]: Reference) => [
      layer,
      outerNode(byName.get(layer)!, node, style),
      tensor,
    ];
    config.input_layers = model.inputs.map(end);
    config.output_layers = model.outputs.map(end);
  }
  if (style === 'legacy') return { class_name: type, config };
  return sequential
    ? { module: 'keras', class_name: type, config, registered_name: null }
    : { module: 'keras.src.models.functional', class_name: type, config, registered_name: 'Functional' };
}

/** Keras 3 counts the calls of a nested functional model from 1 here, those of all else from 0. */
function outerNode({ model }: WrittenLayer, node: number, style: Style): number {
  return style === 'modern' && model?.sequential ? node - 1 : node;
}

function layerJson(layer: WrittenLayer, byName: ReadonlyMap<string, WrittenLayer>, style: Style): Json {
  const { name, calls } = layer;
  const inModel = calls.length > 0 || layer.type === 'InputLayer';
  const about = inModel ? { name, inbound_nodes: calls.map((call) => node(layer, call, byName, style)) } : {};
  if (layer.model) return { ...modelConfig(layer.model, style), ...about };
  const config =
    layer.type === 'InputLayer'
      ? inputConfig(layer, style)
      : kerasConfig(layer.type, layer.config, name, style);
  if (style === 'legacy') return { class_name: layer.type, config, ...about };
  return { module: 'keras.layers', class_name: layer.type, config, registered_name: null, ...about };
}

function inputConfig({ name, config }: WrittenLayer, style: Style): Json {
  const shape = config.batch_input_shape ?? config.batch_shape;
  const dtype = config.dtype ?? 'float32';
  return { [style === 'modern' ? 'batch_shape' : 'batch_input_shape']: shape, dtype, sparse: false, name };
}

/** Layers that take states beside their input. */
const RECURRENT = new Set(['SimpleRNN', 'LSTM', 'GRU', 'RNN', 'ConvLSTM2D', 'Bidirectional']);

function node(
  layer: WrittenLayer,
  inputs: readonly Reference[],
  byName: ReadonlyMap<string, WrittenLayer>,
  style: Style,
): unknown {
  if (style === 'legacy') return inputs.map(([name, index, tensor]) => [name, index, tensor, {}]);
  const tensors = inputs.map((reference) => tensorJson(reference, byName));
  if (tensors.length === 1) return { args: tensors, kwargs: {} };
  if (!RECURRENT.has(layer.type)) return { args: [tensors], kwargs: {} };
  return { args: [tensors[0]], kwargs: { initial_state: tensors.slice(1) } };
}

function tensorJson([name, index, tensor]: Reference, byName: ReadonlyMap<string, WrittenLayer>): Json {
  const from = byName.get(name)!;
  const shape = from.layer?.inboundNodes.at(-1)?.outputTensors[tensor]?.shape ?? from.shape ?? [null];
  const dtype = from.type === 'InputLayer' ? (from.config.dtype ?? 'float32') : 'float32';
  const history = [name, from.model ? index - 1 : index, tensor];
  return { class_name: '__keras_tensor__', config: { shape, dtype, keras_history: history } };
}
