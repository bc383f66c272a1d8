// Gradients of convolutions: dilated ones, which TensorFlow.js refuses, and those of the gradients themselves.
import {
  conv2d,
  conv3d,
  depthwiseConv2d,
  type GradConfig,
  getGradient,
  pad,
  reshape,
  slice,
  type Tensor,
  type Tensor4D,
  type Tensor5D,
} from '@tensorflow/tfjs-core';
import { runKernel } from '../override';
import { type NamedGradients, replaceGradient } from './replace-gradient';

type Attributes = Record<string, never>;

export function correctConvolutionGradients(): (() => void)[] {
  return [
    dilated('Conv2D', 'Conv2DBackpropInput', 'Conv2DBackpropFilter', 2),
    dilated(
      'DepthwiseConv2dNative',
      'DepthwiseConv2dNativeBackpropInput',
      'DepthwiseConv2dNativeBackpropFilter',
      2,
    ),
    dilated('Conv3D', 'Conv3DBackpropInputV2', 'Conv3DBackpropFilterV2', 3),
    ...ofGradients(
      'Conv2DBackpropInput',
      'Conv2DBackpropFilter',
      (x, filter, { strides, pad, dataFormat, dimRoundingMode }) =>
        conv2d(x as Tensor4D, filter as Tensor4D, strides!, pad!, dataFormat, 1, dimRoundingMode),
    ),
    ...ofGradients(
      'DepthwiseConv2dNativeBackpropInput',
      'DepthwiseConv2dNativeBackpropFilter',
      (x, filter, { strides, pad, dilations, dimRoundingMode }) =>
        depthwiseConv2d(
          x as Tensor4D,
          filter as Tensor4D,
          strides!,
          pad!,
          'NHWC',
          dilations,
          dimRoundingMode,
        ),
    ),
    ...ofGradients('Conv3DBackpropInputV2', 'Conv3DBackpropFilterV2', (x, filter, { strides, pad }) =>
      conv3d(x as Tensor5D, filter as Tensor5D, strides!, pad!),
    ),
  ];
}

/**
 * A dilated convolution is one by a filter with zeros between its rows: so are its gradients. TensorFlow.js' own
 * gradient does what is not dilated.
 */
function dilated(kernelName: string, byInput: string, byFilter: string, dimensions: 2 | 3): () => void {
  const stock = getGradient(kernelName) as GradConfig | undefined;
  if (!stock) return () => {};
  return replaceGradient({
    ...stock,
    gradFunc: (gradient, saved, attrs) => {
      const rates = ratesOf(attrs.dilations as number | number[] | undefined, dimensions);
      if (rates.every((rate) => rate === 1)) return stock.gradFunc(gradient, saved, attrs);
      const dy = gradient as Tensor;
      const [x, filter] = saved as [Tensor, Tensor];
      const spread = spreadOut(filter, rates);
      const attributes = { ...attrs, dilations: rates.map(() => 1) };
      return {
        x: () => runKernel(byInput, { dy, filter: spread }, { ...attributes, inputShape: x.shape }),
        filter: () => {
          const all = runKernel(byFilter, { x, dy }, { ...attributes, filterShape: spread.shape });
          return drawTogether(all, rates, filter.shape);
        },
      } as NamedGradients;
    },
  });
}

function ratesOf(dilations: number | number[] | undefined, dimensions: number): number[] {
  const rates = [dilations ?? 1].flat();
  return rates.length === 1 ? Array.from({ length: dimensions }, () => rates[0]!) : rates;
}

/** Puts rate − 1 zeros between the filter's elements along each direction. */
function spreadOut(filter: Tensor, rates: number[]): Tensor {
  return rates.reduce<Tensor>((spread, rate, axis) => {
    if (rate === 1) return spread;
    const { shape, rows, length, columns } = along(spread, axis);
    const padded = pad(reshape(spread, [rows * length, 1, columns]), [
      [0, 0],
      [0, rate - 1],
      [0, 0],
    ]);
    const size = (length - 1) * rate + 1;
    const whole = slice(reshape(padded, [rows, length * rate, columns]), [0, 0, 0], [rows, size, columns]);
    return reshape(whole, withSize(shape, axis, size));
  }, filter);
}

/** Takes every rate-th element along each direction: what `spreadOut` is undone by. */
function drawTogether(spread: Tensor, rates: number[], target: number[]): Tensor {
  return rates.reduce<Tensor>((drawn, rate, axis) => {
    if (rate === 1) return drawn;
    const { shape, rows, length, columns } = along(drawn, axis);
    const size = target[axis]!;
    const padded = pad(reshape(drawn, [rows, length, columns]), [
      [0, 0],
      [0, rate - 1],
      [0, 0],
    ]);
    const first = slice(reshape(padded, [rows * size, rate, columns]), [0, 0, 0], [rows * size, 1, columns]);
    return reshape(first, withSize(shape, axis, size));
  }, spread);
}

/** A tensor seen along one axis, in three dimensions: WebGPU pads no more than four. */
function along({ shape }: Tensor, axis: number) {
  const product = (lengths: number[]) => lengths.reduce((a, b) => a * b, 1);
  const [rows, columns] = [product(shape.slice(0, axis)), product(shape.slice(axis + 1))];
  return { shape, rows, length: shape[axis]!, columns };
}

const withSize = (shape: number[], axis: number, size: number) =>
  shape.map((length, i) => (i === axis ? size : length));

/** Both gradients of a convolution are linear in each of their inputs, and made of one another. */
function ofGradients(
  byInput: string,
  byFilter: string,
  forward: (x: Tensor, filter: Tensor, attributes: Attributes) => Tensor,
): (() => void)[] {
  return [
    replaceGradient({
      kernelName: byInput,
      inputsToSave: ['dy', 'filter'],
      gradFunc: (ddx, saved, { inputShape: _, ...attrs }) => {
        const [dy, filter] = saved as [Tensor, Tensor];
        const x = ddx as Tensor;
        return {
          dy: () => forward(x, filter, attrs as Attributes),
          filter: () => runKernel(byFilter, { x, dy }, { ...attrs, filterShape: filter.shape }),
        } as NamedGradients;
      },
    }),
    replaceGradient({
      kernelName: byFilter,
      inputsToSave: ['x', 'dy'],
      gradFunc: (ddw, saved, { filterShape: _, ...attrs }) => {
        const [x, dy] = saved as [Tensor, Tensor];
        const filter = ddw as Tensor;
        return {
          x: () => runKernel(byInput, { dy, filter }, { ...attrs, inputShape: x.shape }),
          dy: () => forward(x, filter, attrs as Attributes),
        } as NamedGradients;
      },
    }),
  ];
}
