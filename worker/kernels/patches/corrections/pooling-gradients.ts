// Gradients of pooling in two and three dimensions: right where windows reach over the edge, and to the second order.
import {
  add,
  avgPool,
  avgPool3d,
  backend_util,
  cast,
  div,
  equal,
  logicalAnd,
  logicalNot,
  mul,
  type NamedAttrMap,
  pad,
  reshape,
  stridedSlice,
  type Tensor,
  type Tensor4D,
  type Tensor5D,
  tensor,
  zeros,
  zerosLike,
} from '@tensorflow/tfjs-core';
import { volumePasses } from '../../ops/volume-passes';
import { runKernel } from '../override';
import { nothing, replaceGradient } from './replace-gradient';

/** A direction along which windows move. */
interface Direction {
  /** Places that a window takes. */
  readonly out: number;
  readonly stride: number;
  readonly size: number;
  /** Of padding before the first element. */
  readonly before: number;
  readonly length: number;
}

interface PoolAttributes {
  readonly filterSize: never;
  readonly strides: never;
  readonly pad: never;
  readonly dimRoundingMode?: never;
}

export function correctPoolingGradients(): (() => void)[] {
  return [
    averageGradient(2),
    averageGradient(3),
    averageGradientsGradient(2),
    averageGradientsGradient(3),
    maximumGradientsGradient(),
    volumeMaximumGradient(),
    maximumWithPlacesGradient(),
  ];
}

/**
 * TensorFlow.js' average takes the elements that are there, but its gradient divides by the size of the whole
 * window, on every backend.
 */
function averageGradient(dimensions: 2 | 3): () => void {
  const [kernelName, gradient] =
    dimensions === 2 ? ['AvgPool', 'AvgPoolGrad'] : ['AvgPool3D', 'AvgPool3DGrad'];
  return replaceGradient({
    kernelName,
    inputsToSave: ['x'],
    gradFunc: (dy, [x], attrs) => ({
      x: () => {
        const shares = sharesOf(directionsOf(x!.shape, attrs));
        return runKernel(
          gradient,
          { dy: shares ? mul(dy as Tensor, shares) : (dy as Tensor), input: x! },
          attrs,
        );
      },
    }),
  });
}

function averageGradientsGradient(dimensions: 2 | 3): () => void {
  return replaceGradient({
    kernelName: dimensions === 2 ? 'AvgPoolGrad' : 'AvgPool3DGrad',
    inputsToSave: ['input'],
    gradFunc: (ddx, [input], attrs) => ({
      dy: () => {
        const { filterSize, strides, pad: padding, dimRoundingMode } = attrs as unknown as PoolAttributes;
        const average =
          dimensions === 2
            ? avgPool(ddx as unknown as Tensor4D, filterSize, strides, padding, dimRoundingMode)
            : avgPool3d(ddx as unknown as Tensor5D, filterSize, strides, padding, dimRoundingMode);
        const shares = sharesOf(directionsOf(input!.shape, attrs));
        return shares ? div(average, shares) : average;
      },
      input: nothing(input!),
    }),
  });
}

/** What passes dy to each window's first largest element is, towards dy, the picking of that element. */
function maximumGradientsGradient(): () => void {
  return replaceGradient({
    kernelName: 'MaxPoolGrad',
    inputsToSave: ['input', 'output'],
    gradFunc: (ddx, [input, output], attrs) => ({
      dy: () => pickLargest(ddx as Tensor, input!, output!, directionsOf(input!.shape, attrs)),
      input: nothing(input!),
      output: nothing(output!),
    }),
  });
}

/** Its second output are places, which have no slope. */
function maximumWithPlacesGradient(): () => void {
  return replaceGradient({
    kernelName: 'MaxPoolWithArgmax',
    inputsToSave: ['x'],
    outputsToSave: [true, false],
    gradFunc: (dy, [input, output], { filterSize, strides, pad: padding }) => ({
      x: () => {
        const attributes = { filterSize, strides, pad: padding } as NamedAttrMap;
        const inputs = { dy: (dy as Tensor[])[0]!, input: input!, output: output! };
        return runKernel('MaxPoolGrad', inputs, attributes);
      },
    }),
  });
}

/**
 * By the gradients of two poolings of pictures. Those of three dimensions miscount windows that are no cubes on the
 * CPU and WebGPU, and take 1e-38 for the smallest number on WASM.
 */
function volumeMaximumGradient(): () => void {
  return replaceGradient({
    kernelName: 'MaxPool3D',
    inputsToSave: ['x'],
    gradFunc: (dy, [x], attrs) => ({
      x: () => {
        const [pictures, columns] = volumePasses(x!.shape, attrs).passes;
        const flat = reshape(x!, pictures.shape);
        const flatMaxima = runKernel('MaxPool', { x: flat }, pictures.attributes);
        const input = reshape(flatMaxima, columns.shape);
        const output = runKernel('MaxPool', { x: input }, columns.attributes);
        const gradient = reshape(dy as Tensor, columns.outShape);
        const byDepth = runKernel('MaxPoolGrad', { dy: gradient, input, output }, columns.attributes);
        const inPictures = reshape(byDepth, pictures.outShape);
        const inputs = { dy: inPictures, input: flat, output: flatMaxima };
        return reshape(runKernel('MaxPoolGrad', inputs, pictures.attributes), x!.shape);
      },
    }),
  });
}

function pickLargest(values: Tensor, input: Tensor, output: Tensor, directions: Direction[]): Tensor {
  const paddings = [
    [0, 0],
    ...directions.map(({ out, stride, size, before, length }) => {
      const after = Math.max(0, (out - 1) * stride + size - before - length);
      return [before, after];
    }),
    [0, 0],
  ] as [number, number][];
  const padded = { input: pad(input, paddings, Number.NEGATIVE_INFINITY), values: pad(values, paddings) };
  let found: Tensor = cast(zerosLike(output), 'bool');
  let picked: Tensor = zeros(output.shape);
  for (const offset of offsetsIn(directions)) {
    const begin = [0, ...offset, 0];
    const end = [
      output.shape[0]!,
      ...directions.map(({ out, stride }, i) => offset[i]! + (out - 1) * stride + 1),
      output.shape.at(-1)!,
    ];
    const steps = [1, ...directions.map(({ stride }) => stride), 1];
    const first = logicalAnd(equal(stridedSlice(padded.input, begin, end, steps), output), logicalNot(found));
    picked = add(picked, mul(stridedSlice(padded.values, begin, end, steps), cast(first, 'float32')));
    found = cast(add(cast(found, 'float32'), cast(first, 'float32')), 'bool');
  }
  return picked;
}

/** Every place in a window, in the order in which they lie. */
function offsetsIn(directions: Direction[]): number[][] {
  return directions.reduce<number[][]>(
    (starts, { size }) => starts.flatMap((start) => Array.from({ length: size }, (_, i) => [...start, i])),
    [[]],
  );
}

function directionsOf(shape: number[], attrs: object): Direction[] {
  const { filterSize, strides, pad: padding, dimRoundingMode } = attrs as PoolAttributes;
  if (shape.length === 4) {
    const info = backend_util.computePool2DInfo(
      shape as [number, number, number, number],
      filterSize,
      strides,
      1,
      padding,
      dimRoundingMode,
    );
    return [
      {
        out: info.outHeight,
        stride: info.strideHeight,
        size: info.filterHeight,
        before: info.padInfo.top,
        length: info.inHeight,
      },
      {
        out: info.outWidth,
        stride: info.strideWidth,
        size: info.filterWidth,
        before: info.padInfo.left,
        length: info.inWidth,
      },
    ];
  }
  const info = backend_util.computePool3DInfo(
    shape as [number, number, number, number, number],
    filterSize,
    strides,
    1,
    padding,
    dimRoundingMode,
  );
  return [
    {
      out: info.outDepth,
      stride: info.strideDepth,
      size: info.filterDepth,
      before: info.padInfo.front,
      length: info.inDepth,
    },
    {
      out: info.outHeight,
      stride: info.strideHeight,
      size: info.filterHeight,
      before: info.padInfo.top,
      length: info.inHeight,
    },
    {
      out: info.outWidth,
      stride: info.strideWidth,
      size: info.filterWidth,
      before: info.padInfo.left,
      length: info.inWidth,
    },
  ];
}

/**
 * The size of a window by the number of its elements that are there, for each of its places, of shape
 * [1, ...places, 1]; `undefined` where no window reaches over the edge.
 */
function sharesOf(directions: Direction[]): Tensor | undefined {
  const shares = directions.map(({ out, stride, size, before, length }) =>
    Array.from({ length: out }, (_, i) => {
      const start = i * stride - before;
      const there = Math.min(length, start + size) - Math.max(0, start);
      return there > 0 ? size / there : 1;
    }),
  );
  if (shares.flat().every((share) => share === 1)) return undefined;
  const products = shares.reduce(
    (all, line) => all.flatMap((product) => line.map((share) => product * share)),
    [1],
  );
  return tensor(products, [1, ...directions.map(({ out }) => out), 1]);
}
