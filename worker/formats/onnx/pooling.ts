// Pooling, normalization.
import { padding, perAxis, withChannelsFirst } from './convolution';
import type { LayerToWrite, LayerWriter } from './layer-writer';

function pool(op: 'MaxPool' | 'AveragePool', axes: number): LayerWriter {
  return (layer) => {
    const { graph, config } = layer;
    const window = perAxis(config.poolSize, axes, 2);
    const strides = config.strides == null ? window : perAxis(config.strides, axes);
    const options = { kernel_shape: window, strides, ...padding(layer, window, strides) };
    return [withChannelsFirst(layer, (x) => graph.add(op, [x], options))];
  };
}

function globalPool(op: 'ReduceMean' | 'ReduceMax'): LayerWriter {
  return ({ graph, config, inputs, shapes }) => {
    const from = config.dataFormat === 'channelsFirst' ? 2 : 1;
    const axes = Array.from({ length: shapes[0]!.length - 2 }, (_, i) => from + i);
    return [graph.add(op, inputs, { axes, keepdims: config.keepdims ? 1 : 0 })];
  };
}

/** The axes as positive numbers. */
function axesOf({ config, shapes }: LayerToWrite): number[] {
  const rank = shapes[0]!.length;
  return ([config.axis ?? -1].flat() as number[]).map((axis) => (axis < 0 ? axis + rank : axis));
}

/** Weights of some axes, so that they meet those of what is normalized. */
function spread(layer: LayerToWrite, data: Float32Array, axes: readonly number[]): string {
  const { graph, shapes } = layer;
  const shape = shapes[0]!.map((length, axis) => (axes.includes(axis) ? length! : 1));
  return graph.constant(data, shape);
}

export const poolingLayers: Record<string, LayerWriter> = {
  MaxPooling1D: pool('MaxPool', 1),
  MaxPooling2D: pool('MaxPool', 2),
  MaxPooling3D: pool('MaxPool', 3),
  AveragePooling1D: pool('AveragePool', 1),
  AveragePooling2D: pool('AveragePool', 2),
  AveragePooling3D: pool('AveragePool', 3),
  GlobalMaxPooling1D: globalPool('ReduceMax'),
  GlobalMaxPooling2D: globalPool('ReduceMax'),
  GlobalAveragePooling1D: globalPool('ReduceMean'),
  GlobalAveragePooling2D: globalPool('ReduceMean'),
};

export const normalizationLayers: Record<string, LayerWriter> = {
  /** At inference a scale and a shift. */
  BatchNormalization(layer) {
    const { graph, config, weights, inputs, refuse } = layer;
    const { moving_mean: mean, moving_variance: variance, gamma, beta } = weights;
    if (!mean || !variance) return refuse('it has no moving statistics');
    const epsilon = (config.epsilon ?? 1e-3) as number;
    const scale = variance.data.map((one, i) => (gamma ? gamma.data[i]! : 1) / Math.sqrt(one + epsilon));
    const shift = mean.data.map((one, i) => (beta ? beta.data[i]! : 0) - one * scale[i]!);
    const axes = axesOf(layer);
    const scaled = graph.add('Mul', [inputs[0]!, spread(layer, scale, axes)]);
    return [graph.add('Add', [scaled, spread(layer, shift, axes)])];
  },
  LayerNormalization(layer) {
    const { graph, config, weights, inputs } = layer;
    const axes = axesOf(layer);
    const over = { axes, keepdims: 1 };
    const centred = graph.add('Sub', [inputs[0]!, graph.add('ReduceMean', inputs, over)]);
    const variance = graph.add('ReduceMean', [graph.add('Mul', [centred, centred])], over);
    const epsilon = graph.constant([(config.epsilon ?? 1e-3) as number]);
    let x = graph.add('Div', [centred, graph.add('Sqrt', [graph.add('Add', [variance, epsilon])])]);
    if (weights.gamma) x = graph.add('Mul', [x, spread(layer, weights.gamma.data, axes)]);
    if (weights.beta) x = graph.add('Add', [x, spread(layer, weights.beta.data, axes)]);
    return [x];
  },
};
