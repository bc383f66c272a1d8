// What a network takes and gives: names, shapes, and how each output ends.
import type { LayersModel, SymbolicTensor } from '@tensorflow/tfjs-layers';
import type { ExampleShape } from './arrays';

export interface Port {
  name: string;
  /** Of one example. */
  shape: ExampleShape;
}

export interface Output extends Port {
  /** Of its last layer; `undefined` where it has none of the known ones. */
  activation: string | undefined;
}

export const inputsOf = (network: LayersModel): Port[] =>
  network.inputs.map(({ shape }, i) => ({ name: network.inputNames[i]!, shape: shape.slice(1) }));

export const outputsOf = (network: LayersModel): Output[] =>
  network.outputs.map((tensor, i) => ({
    name: network.outputNames[i]!,
    shape: tensor.shape.slice(1),
    activation: activationOf(tensor),
  }));

interface LayerLike {
  getClassName(): string;
  getConfig(): Record<string, unknown>;
  outputs?: SymbolicTensor[];
}

/** Layers that leave values as they are. */
const UNCHANGED = ['Flatten', 'Reshape', 'Permute', 'Dropout', 'RepeatVector', 'Cropping2D', 'ZeroPadding2D'];

const ACTIVATIONS: Readonly<Record<string, string>> = { Softmax: 'softmax', ReLU: 'relu', ELU: 'elu' };

function activationOf(tensor: SymbolicTensor): string | undefined {
  const {
    sourceLayer,
    inputs,
    outputTensorIndex = 0,
  } = tensor as unknown as {
    sourceLayer: LayerLike;
    inputs: SymbolicTensor[];
    outputTensorIndex?: number;
  };
  const kind = sourceLayer.getClassName();
  if (UNCHANGED.includes(kind) && inputs[0]) return activationOf(inputs[0]);
  if (sourceLayer.outputs?.length)
    return activationOf(sourceLayer.outputs[outputTensorIndex] ?? sourceLayer.outputs[0]!);
  let config = sourceLayer.getConfig();
  const inner = config.layer as { config?: Record<string, unknown> } | undefined;
  if (kind === 'TimeDistributed' && inner?.config) config = inner.config;
  return ACTIVATIONS[kind] ?? (typeof config.activation === 'string' ? config.activation : undefined);
}
