// Convolutions. ONNX has channels before height and width: what has them last is transposed to and fro.
import type { Shape } from '../../network/layer-calls';
import { activate } from './activations';
import { channelsFirst, channelsLast, transposed } from './graph';
import { type LayerToWrite, type LayerWriter, type WeightArray, weightOf } from './layer-writer';
import type { Attribute } from './protobuf';

/** Runs `work` with channels first, whatever the layer's order is. */
export function withChannelsFirst(
  { graph, config, inputs, shapes }: LayerToWrite,
  work: (x: string) => string,
): string {
  const rank = shapes[0]!.length;
  if (config.dataFormat === 'channelsFirst') return work(inputs[0]!);
  const x = work(graph.add('Transpose', inputs, { perm: channelsFirst(rank) }));
  return graph.add('Transpose', [x], { perm: channelsLast(rank) });
}

/** Height, width and the like of what the layer takes; `null` where they are open. */
export function spatial({ config, shapes }: LayerToWrite): Shape {
  return config.dataFormat === 'channelsFirst' ? shapes[0]!.slice(2) : shapes[0]!.slice(1, -1);
}

/** A number for each axis. */
export function perAxis(value: unknown, axes: number, otherwise = 1): number[] {
  if (Array.isArray(value)) return value.length === axes ? value : Array(axes).fill(value[0]);
  return Array(axes).fill(value ?? otherwise);
}

/**
 * `same` pads so that the output has ⌈size ÷ stride⌉, more at the end where it is odd, as TensorFlow does.
 * @param sizes of the window, dilation included
 */
export function padding(
  layer: LayerToWrite,
  sizes: readonly number[],
  strides: readonly number[],
): Record<string, Attribute> {
  const { config } = layer;
  if (config.padding === 'causal') return { pads: [sizes[0]! - 1, 0] };
  if (config.padding !== 'same') return { pads: Array(2 * sizes.length).fill(0) as number[] };
  const lengths = spatial(layer);
  if (lengths.includes(null)) return { auto_pad: 'SAME_UPPER' };
  const missing = lengths.map((length, axis) => {
    const outputs = Math.ceil(length! / strides[axis]!);
    return Math.max(0, (outputs - 1) * strides[axis]! + sizes[axis]! - length!);
  });
  return { pads: [...missing.map((n) => Math.floor(n / 2)), ...missing.map((n) => Math.ceil(n / 2))] };
}

interface Convolution {
  /** [...window, channels of a group, filters], the filters of a group together. */
  kernel: WeightArray;
  groups: number;
}

function convolve(layer: LayerToWrite, x: string, { kernel, groups }: Convolution, plain = false): string {
  const { graph, config } = layer;
  const axes = kernel.shape.length - 2;
  const window = kernel.shape.slice(0, axes);
  const strides = plain ? perAxis(1, axes) : perAxis(config.strides, axes);
  const dilations = plain ? perAxis(1, axes) : perAxis(config.dilationRate, axes);
  const order = [axes + 1, axes, ...Array.from({ length: axes }, (_, i) => i)];
  const { data, shape } = transposed(kernel.data, kernel.shape, order);
  const reach = window.map((size, axis) => (size - 1) * dilations[axis]! + 1);
  return graph.add('Conv', [x, graph.constant(data, shape)], {
    ...{ kernel_shape: window, strides, dilations, group: groups },
    ...padding(layer, reach, strides),
  });
}

/** Adds the bias before the activation; channels are last or first as the layer has them. */
function finish(layer: LayerToWrite, x: string): string[] {
  const { graph, weights, config, shapes } = layer;
  const { bias } = weights;
  if (!bias) return [activate(layer, x)];
  const first = config.dataFormat === 'channelsFirst';
  const shape = first ? [bias.shape[0]!, ...Array(shapes[0]!.length - 2).fill(1)] : bias.shape;
  return [activate(layer, graph.add('Add', [x, graph.constant(bias.data, shape)]))];
}

const convolution: LayerWriter = (layer) => {
  const kernel = weightOf(layer, 'kernel');
  return finish(
    layer,
    withChannelsFirst(layer, (x) => convolve(layer, x, { kernel, groups: 1 })),
  );
};

/** [height, width, channels, multiplier] as a convolution of as many groups as there are channels. */
function depthwise({ data, shape }: WeightArray): Convolution {
  const [height, width, channels, multiplier] = shape as [number, number, number, number];
  return { kernel: { data, shape: [height, width, 1, channels * multiplier] }, groups: channels };
}

const transposedConvolution: LayerWriter = (layer) => {
  const { graph, config, refuse } = layer;
  const kernel = weightOf(layer, 'kernel'); // [...window, filters, channels]
  const axes = kernel.shape.length - 2;
  const window = kernel.shape.slice(0, axes);
  const strides = perAxis(config.strides, axes);
  if (perAxis(config.dilationRate, axes).some((rate) => rate !== 1)) refuse('it is transposed and dilated');
  const order = [axes + 1, axes, ...Array.from({ length: axes }, (_, i) => i)];
  const { data, shape } = transposed(kernel.data, kernel.shape, order);
  const over = window.map((size, axis) => Math.max(0, size - strides[axis]!));
  const cut = config.padding === 'same' ? over : over.map(() => 0);
  const x = withChannelsFirst(layer, (input) =>
    graph.add('ConvTranspose', [input, graph.constant(data, shape)], {
      ...{ kernel_shape: window, strides },
      pads: [...cut.map((n) => Math.floor(n / 2)), ...cut.map((n) => Math.ceil(n / 2))],
      output_padding: window.map((size, axis) => Math.max(0, strides[axis]! - size)),
    }),
  );
  return finish(layer, x);
};

export const convolutionLayers: Record<string, LayerWriter> = {
  Conv1D: convolution,
  Conv2D: convolution,
  Conv3D: convolution,
  DepthwiseConv2D(layer) {
    const kernel = weightOf(layer, 'depthwise_kernel');
    return finish(
      layer,
      withChannelsFirst(layer, (x) => convolve(layer, x, depthwise(kernel))),
    );
  },
  SeparableConv2D(layer) {
    const kernel = weightOf(layer, 'depthwise_kernel');
    const pointwise = { kernel: weightOf(layer, 'pointwise_kernel'), groups: 1 };
    const x = withChannelsFirst(layer, (input) =>
      convolve(
        { ...layer, config: { ...layer.config, padding: 'valid' } },
        convolve(layer, input, depthwise(kernel)),
        pointwise,
        true,
      ),
    );
    return finish(layer, x);
  },
  Conv2DTranspose: transposedConvolution,
  Conv3DTranspose: transposedConvolution,
  UpSampling2D(layer) {
    const { graph, config } = layer;
    const scales = graph.constant([1, 1, ...perAxis(config.size, 2, 2)]);
    const nearest = (config.interpolation ?? 'nearest') === 'nearest';
    const how: Record<string, Attribute> = nearest
      ? { mode: 'nearest', coordinate_transformation_mode: 'asymmetric', nearest_mode: 'floor' }
      : { mode: 'linear', coordinate_transformation_mode: 'half_pixel' };
    return [withChannelsFirst(layer, (x) => graph.add('Resize', [x, '', scales], how))];
  },
  ZeroPadding2D(layer) {
    const { graph, config } = layer;
    const [[top, bottom], [left, right]] = sides(config.padding, 1);
    return [
      withChannelsFirst(layer, (x) =>
        graph.add('Pad', [x, graph.whole(0, 0, top, left, 0, 0, bottom, right)], { mode: 'constant' }),
      ),
    ];
  },
  Cropping2D(layer) {
    const { graph, config } = layer;
    const [[top, bottom], [left, right]] = sides(config.cropping, 0);
    const ends = [bottom, right].map((cut) => (cut === 0 ? 2 ** 31 - 1 : -cut));
    return [
      withChannelsFirst(layer, (x) =>
        graph.add('Slice', [x, graph.whole(top, left), graph.whole(...ends), graph.whole(2, 3)]),
      ),
    ];
  },
};

type Sides = [[top: number, bottom: number], [left: number, right: number]];

function sides(value: unknown, otherwise: number): Sides {
  const [rows, columns] = Array.isArray(value) ? value : [value ?? otherwise, value ?? otherwise];
  const both = (one: unknown) => (Array.isArray(one) ? one : [one, one]) as [number, number];
  return [both(rows), both(columns)];
}
