// What a network is made of, as data.
import type { LayersModel } from '@tensorflow/tfjs-layers';
import type { ModelSummary, SummaryLayer } from '../../src/protocol';
import { type LayerCall, layerCalls, type Slot } from './layer-calls';

export function summaryOf(network: LayersModel): ModelSummary {
  const { calls, outputs } = layerCalls(network);
  const inputs = network.inputs.map(({ sourceLayer, shape, dtype }) => ({
    ...{ name: sourceLayer.name, shape: shape.slice(1) },
    dtype: dtype ?? 'float32',
  }));
  const nameOf = ({ call, output }: Slot) => (call < 0 ? inputs[output]!.name : calls[call]!.name);
  const layers = new Map<string, SummaryLayer>();
  for (const call of calls) {
    const from = call.from.map(nameOf);
    const known = layers.get(call.name);
    if (known) known.from.push(...from);
    else layers.set(call.name, { ...told(call), from });
  }
  const all = [...layers.values()];
  const trainableParameters = count(network.trainableWeights);
  return {
    name: network.name,
    type: network.getClassName() === 'Sequential' ? 'sequential' : 'functional',
    inputs,
    outputs: outputs.map(nameOf),
    layers: all,
    parameters: all.reduce((sum, { parameters }) => sum + parameters, 0),
    trainableParameters,
    frozenParameters: count(network.nonTrainableWeights),
  };
}

function told({ name, layer, shapes }: LayerCall): Omit<SummaryLayer, 'from'> {
  const [shape, ...others] = shapes.map((one) => one.slice(1));
  return {
    ...{ name, type: layer.getClassName(), shape: shape! },
    ...(others.length > 0 && { otherShapes: others }),
    parameters: layer.countParams(),
    trainable: layer.trainable,
  };
}

function count(weights: LayersModel['weights']): number {
  return weights.reduce((sum, { shape }) => sum + shape.reduce<number>((size, n) => size * (n ?? 1), 1), 0);
}
