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
import { runKernel } from '../gradients/override';
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
    const { shape } = spread;
    const length = shape[axis]!;
    const [before, after] = [shape.slice(0, axis), shape.slice(axis + 1)];
    const column = reshape(spread, [...before, length, 1, ...after]);
    const paddings = column.shape.map((_, i) => [0, i === axis + 1 ? rate - 1 : 0] as [number, number]);
    const padded = padAny(column, paddings);
    return slice(
      reshape(padded, [...before, length * rate, ...after]),
      shape.map(() => 0),
      [...before, (length - 1) * rate + 1, ...after],
    );
  }, filter);
}

/** Takes every rate-th element along each direction: what `spreadOut` is undone by. */
function drawTogether(spread: Tensor, rates: number[], target: number[]): Tensor {
  return rates.reduce<Tensor>((drawn, rate, axis) => {
    if (rate === 1) return drawn;
    const { shape } = drawn;
    const [before, after] = [shape.slice(0, axis), shape.slice(axis + 1)];
    const length = target[axis]!;
    const paddings = shape.map((_, i) => [0, i === axis ? rate - 1 : 0] as [number, number]);
    const column = reshape(padAny(drawn, paddings), [...before, length, rate, ...after]);
    const first = slice(
      column,
      column.shape.map(() => 0),
      [...before, length, 1, ...after],
    );
    return reshape(first, [...before, length, ...after]);
  }, spread);
}

/** Some backends pad and slice tensors of a few dimensions only: the dimensions that stay are taken together. */
function padAny(x: Tensor, paddings: [number, number][]): Tensor {
  const axis = paddings.findIndex(([, after]) => after > 0);
  const rows = x.shape.slice(0, axis).reduce((a, b) => a * b, 1);
  const columns = x.shape.slice(axis + 1).reduce((a, b) => a * b, 1);
  const flat = reshape(x, [rows, x.shape[axis]!, columns]);
  const padded = pad(flat, [[0, 0], paddings[axis]!, [0, 0]]);
  return reshape(
    padded,
    x.shape.map((length, i) => length + (i === axis ? paddings[axis]![1] : 0)),
  );
}

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
