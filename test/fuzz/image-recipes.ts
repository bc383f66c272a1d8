// Calls of kernels that work on images and volumes: convolutions, pooling, resizing, normalization.
import { backend_util } from '@tensorflow/tfjs-core';
import type { Random } from '../kernels/random';
import { type Draft, draft, floats, ints, type Recipe, shape } from './recipe';

type Shape4D = [number, number, number, number];
type Shape5D = [number, number, number, number, number];

const pads = (random: Random): 'same' | 'valid' | number => random.pick(['same', 'valid', 'same', 1, 0]);

function image(random: Random, channels = random.pick([1, 2, 3, 4, 5, 8])): Shape4D {
  return [random.integer(1, 2), random.integer(3, 12), random.integer(3, 12), channels];
}

interface Drawn {
  x: Shape4D;
  filter: Shape4D;
  out: number[];
  attrs: Record<string, unknown>;
}

function convolution(random: Random, depthwise: boolean, dilated: boolean): Drawn {
  const x = image(random);
  const filter: Shape4D = [random.integer(1, 3), random.integer(1, 3), x[3], random.pick([1, 2, 3, 4, 8])];
  const strides = random.pick([1, 1, 2]);
  const fitsTwice = x[1] > 4 && x[2] > 4;
  const dilations = dilated && strides === 1 && fitsTwice ? random.integer(1, 2) : 1;
  const pad = dilations === 1 ? pads(random) : random.pick(['same', 'valid'] as const);
  const info = backend_util.computeConv2DInfo(x, filter, strides, dilations, pad, 'floor', depthwise);
  const attrs = { strides, pad, dataFormat: 'NHWC', dilations, dimRoundingMode: 'floor' };
  return { x, filter, out: info.outShape, attrs };
}

const forward =
  (depthwise: boolean, fused = false): Recipe =>
  (random) => {
    const { x, filter, out, attrs } = convolution(random, depthwise, true);
    const inputs: Record<string, Draft> = { x: floats(random, x), filter: floats(random, filter) };
    if (!fused) return { inputs, attrs };
    if (random.chance(0.6)) inputs.bias = floats(random, [out[3]!]);
    const activation = random.pick(['linear', 'relu', 'relu6', 'elu', 'sigmoid', 'leakyrelu', 'prelu']);
    if (activation === 'prelu') inputs.preluActivationWeights = floats(random, [1, 1, out[3]!]);
    return { inputs, attrs: { ...attrs, activation, leakyreluAlpha: 0.2 } };
  };

const inputGradient =
  (depthwise: boolean): Recipe =>
  (random) => {
    const { x, filter, out, attrs } = convolution(random, depthwise, false);
    const inputs = { dy: floats(random, out), filter: floats(random, filter) };
    return { inputs, attrs: { ...attrs, inputShape: x } };
  };

const filterGradient =
  (depthwise: boolean): Recipe =>
  (random) => {
    const { x, filter, out, attrs } = convolution(random, depthwise, false);
    const inputs = { x: floats(random, x), dy: floats(random, out) };
    return { inputs, attrs: { ...attrs, filterShape: filter } };
  };

function pooling(random: Random) {
  const x = image(random);
  const filterSize = [random.integer(1, 3), random.integer(1, 3)] as [number, number];
  const strides = random.integer(1, 3);
  const pad = random.pick(['same', 'valid'] as const);
  const { outShape } = backend_util.computePool2DInfo(x, filterSize, strides, 1, pad, 'floor');
  return { x, out: outShape, attrs: { filterSize, strides, pad, dimRoundingMode: 'floor' } };
}

const pool: Recipe = (random) => {
  const { x, attrs } = pooling(random);
  return { inputs: { x: floats(random, x) }, attrs };
};

const poolGradient =
  (withOutput: boolean): Recipe =>
  (random) => {
    const { x, out, attrs } = pooling(random);
    const inputs: Record<string, Draft> = { dy: floats(random, out), input: floats(random, x) };
    if (withOutput) inputs.output = floats(random, out);
    return { inputs, attrs };
  };

function volume(random: Random) {
  const x = [1, 2, 3, 4, 5].map((i) => random.integer(1, i === 1 ? 2 : 5)) as Shape5D;
  const filter = [...[1, 2, 3].map(() => random.integer(1, 2)), x[4], random.integer(1, 3)] as Shape5D;
  const strides = random.integer(1, 2);
  const pad = random.pick(['same', 'valid'] as const);
  const { outShape } = backend_util.computeConv3DInfo(x, filter, strides, 1, pad);
  return { x, filter, out: outShape, attrs: { strides, pad, dataFormat: 'NDHWC', dilations: 1 } };
}

function volumePooling(random: Random) {
  const x = [1, 2, 3, 4, 5].map((i) => random.integer(1, i === 1 ? 2 : 5)) as Shape5D;
  const attrs = {
    filterSize: 2,
    strides: random.integer(1, 2),
    pad: random.pick(['same', 'valid'] as const),
  };
  const { outShape } = backend_util.computePool3DInfo(x, 2, attrs.strides, 1, attrs.pad);
  return { x, out: outShape, attrs: { ...attrs, dimRoundingMode: undefined, dataFormat: 'NDHWC' } };
}

const volumePoolGradient: Recipe = (random) => {
  const { x, out, attrs } = volumePooling(random);
  return { inputs: { dy: floats(random, out), input: floats(random, x) }, attrs };
};

const resizing = (random: Random) => {
  const alignCorners = random.chance(0.4);
  return { alignCorners, halfPixelCenters: !alignCorners && random.chance(0.5) };
};

const resize: Recipe = (random) => ({
  inputs: { images: floats(random, image(random)) },
  attrs: { ...resizing(random), size: [random.integer(1, 14), random.integer(1, 14)] },
});

const resizeGradient: Recipe = (random) => {
  const x = image(random);
  const dy = [x[0], random.integer(1, 14), random.integer(1, 14), x[3]];
  return {
    inputs: { images: floats(random, x), dy: floats(random, dy) },
    attrs: { alignCorners: random.chance(0.4) },
  };
};

const dilation =
  (gradient: boolean): Recipe =>
  (random) => {
    const x = image(random);
    const filter: [number, number, number] = [random.integer(1, 3), random.integer(1, 3), x[3]];
    const attrs = {
      strides: random.integer(1, 2),
      pad: random.pick(['same', 'valid'] as const),
      dilations: 1,
    };
    const inputs: Record<string, Draft> = { x: floats(random, x), filter: floats(random, filter) };
    if (gradient) {
      const { outShape } = backend_util.computeDilation2DInfo(x, filter, attrs.strides, attrs.pad, 'NHWC', 1);
      inputs.dy = floats(random, outShape);
    }
    return { inputs, attrs };
  };

const suppression =
  (attrs: Record<string, unknown>): Recipe =>
  (random) => {
    const count = random.integer(1, 12);
    const boxes = draft([count, 4], 'float32', (i) =>
      Math.fround(random.uniform(0, 1) + (i % 4 > 1 ? 1 : 0)),
    );
    return {
      inputs: { boxes, scores: floats(random, [count], 0, 1) },
      attrs: { maxOutputSize: random.integer(1, 12), iouThreshold: 0.5, scoreThreshold: 0.1, ...attrs },
    };
  };

export const imageRecipes: Record<string, Recipe> = {
  Conv2D: forward(false),
  FusedConv2D: forward(false, true),
  DepthwiseConv2dNative: forward(true),
  FusedDepthwiseConv2D: forward(true, true),
  Conv2DBackpropInput: inputGradient(false),
  Conv2DBackpropFilter: filterGradient(false),
  DepthwiseConv2dNativeBackpropInput: inputGradient(true),
  DepthwiseConv2dNativeBackpropFilter: filterGradient(true),
  Conv3D: (random) => {
    const { x, filter, attrs } = volume(random);
    return { inputs: { x: floats(random, x), filter: floats(random, filter) }, attrs };
  },
  Conv3DBackpropInputV2: (random) => {
    const { x, filter, out, attrs } = volume(random);
    return {
      inputs: { dy: floats(random, out), filter: floats(random, filter) },
      attrs: { ...attrs, inputShape: x },
    };
  },
  Conv3DBackpropFilterV2: (random) => {
    const { x, filter, out, attrs } = volume(random);
    return {
      inputs: { x: floats(random, x), dy: floats(random, out) },
      attrs: { ...attrs, filterShape: filter },
    };
  },
  MaxPool: pool,
  AvgPool: pool,
  MaxPoolGrad: poolGradient(true),
  AvgPoolGrad: poolGradient(false),
  MaxPoolWithArgmax: (random) => {
    const { x, attrs } = pooling(random);
    return { inputs: { x: floats(random, x) }, attrs: { ...attrs, includeBatchInIndex: random.chance(0.5) } };
  },
  ...Object.fromEntries(
    ['MaxPool3D', 'AvgPool3D'].map((name): [string, Recipe] => [
      name,
      (random) => {
        const { x, attrs } = volumePooling(random);
        return { inputs: { x: floats(random, x) }, attrs };
      },
    ]),
  ),
  MaxPool3DGrad: volumePoolGradient,
  AvgPool3DGrad: volumePoolGradient,
  ResizeBilinear: resize,
  ResizeNearestNeighbor: resize,
  ResizeBilinearGrad: resizeGradient,
  ResizeNearestNeighborGrad: resizeGradient,
  Dilation2D: dilation(false),
  Dilation2DBackpropInput: dilation(true),
  Dilation2DBackpropFilter: dilation(true),
  FusedBatchNorm: (random) => {
    const x = shape(random, random.integer(1, 4));
    const channels = [x.at(-1)!];
    return {
      inputs: {
        x: floats(random, x),
        mean: floats(random, channels),
        variance: floats(random, channels, 0.5, 2),
        ...(random.chance(0.7) ? { offset: floats(random, channels) } : {}),
        ...(random.chance(0.7) ? { scale: floats(random, channels) } : {}),
      },
      attrs: { varianceEpsilon: 1e-3 },
    };
  },
  LRN: (random) => ({
    inputs: { x: floats(random, image(random)) },
    attrs: { depthRadius: random.integer(0, 3), bias: 1, alpha: 0.5, beta: 0.5 },
  }),
  LRNGrad: (random) => {
    const x = image(random);
    return {
      inputs: { x: floats(random, x), y: floats(random, x), dy: floats(random, x) },
      attrs: { depthRadius: random.integer(0, 3), bias: 1, alpha: 0.5, beta: 0.5 },
    };
  },
  CropAndResize: (random) => {
    const x = image(random);
    const count = random.integer(1, 4);
    return {
      inputs: {
        image: floats(random, x),
        boxes: floats(random, [count, 4], 0, 1),
        boxInd: ints(random, [count], 0, x[0] - 1),
      },
      attrs: {
        cropSize: [random.integer(1, 6), random.integer(1, 6)],
        method: random.pick(['bilinear', 'nearest']),
        extrapolationValue: 0,
      },
    };
  },
  Transform: (random) => {
    const x = image(random);
    return {
      inputs: {
        image: floats(random, x),
        transforms: draft([1, 8], 'float32', (i) => (i === 0 || i === 4 ? 1 : 0)),
      },
      attrs: {
        interpolation: 'nearest',
        fillMode: 'constant',
        fillValue: 0,
        outputShape: [random.integer(1, 9), random.integer(1, 9)],
      },
    };
  },
  FlipLeftRight: (random) => ({ inputs: { image: floats(random, image(random)) }, attrs: {} }),
  RotateWithOffset: (random) => ({
    inputs: { image: floats(random, image(random)) },
    attrs: { radians: random.pick([0, 0.5, 3]), fillValue: 0, center: 0.5 },
  }),
  NonMaxSuppressionV3: suppression({}),
  NonMaxSuppressionV4: suppression({ padToMaxOutputSize: false }),
  NonMaxSuppressionV5: suppression({ softNmsSigma: 0 }),
};
