// Dilated and causal convolutions, as layers.
import {
  add,
  conv1d,
  conv2d,
  depthwiseConv2d,
  pad,
  separableConv2d,
  type Tensor,
  type Tensor3D,
  type Tensor4D,
  tidy,
  transpose,
} from '@tensorflow/tfjs-core';
import { extendConstruction, readOption } from './extend-construction';
import { type Call, type Layer, replaceMethod, type Shape } from './replace-method';

interface Readable {
  read(): Tensor;
}

/** What tfjs-layers' convolutions keep to themselves. */
interface Convolution {
  kernel: Readable;
  depthwiseKernel: Readable;
  pointwiseKernel: Readable;
  depthMultiplier: number;
  bias: Readable | null;
  kernelSize: number[];
  strides: number[];
  padding: 'same' | 'valid' | 'causal';
  dataFormat: string;
  dilationRate: number[];
  activation: { apply(x: Tensor): Tensor } | null;
}

interface Separable {
  pointwiseInitializer: unknown;
  readonly DEFAULT_POINTWISE_INITIALIZER: string;
}

type OutputShape = (shape: Shape) => Shape;

/**
 * TensorFlow.js has no causal padding, ignores the dilation of depthwise layers, and refuses the gradient of
 * dilated layers, which it computes as one operation with their bias. Its separable layers add their bias to the
 * wrong axis where channels come first, and initialize their pointwise kernel as they do the depthwise one.
 */
export function correctConvolutions(): (() => void)[] {
  return [
    replaceCall('Conv1D', ({ padding }) => padding === 'causal', causal),
    replaceMethod<OutputShape>(
      'Conv1D',
      'computeOutputShape',
      (original) =>
        function (this: Layer, shape) {
          const layer = this as unknown as Convolution;
          const whole = original.call(this, shape);
          if (layer.padding !== 'causal') return whole;
          const length = [shape].flat()[1] as number | null;
          return [whole[0]!, length === null ? null : Math.ceil(length / layer.strides[0]!), whole[2]!];
        },
    ),
    replaceCall('Conv2D', isDilated, dilated),
    replaceCall('DepthwiseConv2D', isDilated, dilatedDepthwise),
    replaceCall('SeparableConv2D', ({ dataFormat }) => dataFormat === 'channelsFirst', separable),
    extendConstruction<Separable>('SeparableConv2D', (layer, { pointwiseInitializer }) => {
      layer.pointwiseInitializer = readOption(
        'kernelInitializer',
        pointwiseInitializer ?? layer.DEFAULT_POINTWISE_INITIALIZER,
      );
    }),
    replaceMethod<OutputShape>(
      'DepthwiseConv2D',
      'computeOutputShape',
      (original) =>
        function (this: Layer, shape) {
          const layer = this as unknown as Convolution;
          if (!isDilated(layer)) return original.call(this, shape);
          const { kernelSize } = layer;
          layer.kernelSize = kernelSize.map((size, i) => (size - 1) * layer.dilationRate[i]! + 1);
          try {
            return original.call(this, shape);
          } finally {
            layer.kernelSize = kernelSize;
          }
        },
    ),
  ];
}

const isDilated = ({ dilationRate }: Convolution) => [dilationRate].flat().some((rate) => rate > 1);

function replaceCall(
  className: string,
  applies: (layer: Convolution) => boolean,
  compute: (layer: Convolution, x: Tensor) => Tensor,
): () => void {
  return replaceMethod<Call>(
    className,
    'call',
    (original) =>
      function (this: Layer, inputs, kwargs) {
        const layer = this as unknown as Convolution;
        if (!applies(layer)) return original.call(this, inputs, kwargs);
        return tidy(() => {
          const [x] = [inputs].flat() as [Tensor];
          const first = layer.dataFormat === 'channelsFirst';
          const axes = [...x.shape.keys()];
          const ordered = first ? transpose(x, [0, ...axes.slice(2), 1]) : x;
          const sums = compute(layer, ordered);
          const biased = layer.bias ? add(sums, layer.bias.read()) : sums;
          const shaped = first ? transpose(biased, [0, axes.length - 1, ...axes.slice(1, -1)]) : biased;
          return layer.activation ? layer.activation.apply(shaped) : shaped;
        });
      },
  );
}

function causal({ kernel, kernelSize, strides, dilationRate }: Convolution, x: Tensor): Tensor {
  const [rate] = dilationRate as [number];
  const before = (kernelSize[0]! - 1) * rate;
  const padded = pad(x, [
    [0, 0],
    [before, 0],
    [0, 0],
  ]) as Tensor3D;
  return conv1d(padded, kernel.read() as Tensor3D, strides[0]!, 'valid', 'NWC', rate);
}

function dilated({ kernel, strides, padding, dilationRate }: Convolution, x: Tensor): Tensor {
  const pair = (values: number[]) => values as [number, number];
  return conv2d(
    x as Tensor4D,
    kernel.read() as Tensor4D,
    pair(strides),
    padding as 'same',
    'NHWC',
    pair(dilationRate),
  );
}

function dilatedDepthwise(
  { depthwiseKernel, strides, padding, dilationRate }: Convolution,
  x: Tensor,
): Tensor {
  const pair = (values: number[]) => values as [number, number];
  return depthwiseConv2d(
    x as Tensor4D,
    depthwiseKernel.read() as Tensor4D,
    pair(strides),
    padding as 'same',
    'NHWC',
    pair(dilationRate),
  );
}

function separable(layer: Convolution, x: Tensor): Tensor {
  const { depthwiseKernel, pointwiseKernel, strides, padding, dilationRate } = layer;
  const pair = (values: number[]) => values as [number, number];
  return separableConv2d(
    x as Tensor4D,
    depthwiseKernel.read() as Tensor4D,
    pointwiseKernel.read() as Tensor4D,
    pair(strides),
    padding as 'same',
    pair(dilationRate),
  );
}
