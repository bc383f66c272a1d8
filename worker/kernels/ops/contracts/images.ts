import { backend_util, type NamedAttrMap, type TensorInfo } from '@tensorflow/tfjs-core';
import type { Contract } from '../../runtime/border';
import { fittingShape } from '../fitting-shape';
import { all, dtypes, expect, floats, rank, sameShape, shaped, wholeNumbers } from './checks';

type Shape4D = [number, number, number, number];
type Shape5D = [number, number, number, number, number];
type Rounding = 'floor' | 'round' | 'ceil';

const stepsOf = (count: number) =>
  all(wholeNumbers('strides', 1, count), wholeNumbers('dilations', 1, count));
const steps = stepsOf(2);
const volumeSteps = stepsOf(3);

/** The shape of a two-dimensional convolution's output; the channels of its operands must agree. */
function convolved(
  name: string,
  x: readonly number[],
  filter: readonly number[],
  attrs: NamedAttrMap,
  depthwise: boolean,
): number[] {
  const { strides, pad, dataFormat = 'NHWC', dilations, dimRoundingMode } = attrs as Record<string, unknown>;
  const channels = dataFormat === 'NCHW' ? x[1] : x[3];
  expect(
    x.length === 4 && filter.length === 4 && channels === filter[2],
    name,
    () => `images [${x}] of ${channels} channels do not go with a filter [${filter}] for ${filter[2]}.`,
  );
  const { outShape } = backend_util.computeConv2DInfo(
    x as Shape4D,
    filter as Shape4D,
    strides as number,
    (dilations ?? 1) as number,
    pad as 'same',
    dimRoundingMode as Rounding,
    depthwise,
    backend_util.convertConv2DDataFormat(dataFormat as 'NHWC'),
  );
  return outShape;
}

const forward = (depthwise: boolean): Contract =>
  all(floats(), steps, ({ inputs, attrs }, name) => {
    convolved(name, inputs.x!.shape, inputs.filter!.shape, attrs, depthwise);
    const { strides, dilations } = attrs as { strides: number; dilations?: number };
    const one = backend_util.eitherStridesOrDilationsAreOne(strides, dilations ?? 1);
    expect(one, name, () => `strides ${strides} and dilations ${dilations}: one must be 1.`);
  });

/** dy must be as the forward pass made it. */
function expectForward(name: string, { shape: dy }: TensorInfo, out: readonly number[]): void {
  expect(`${out}` === `${dy}`, name, () => `dy is [${dy}], but the forward pass gives [${out}].`);
}

const inputGradient = (depthwise: boolean): Contract =>
  all(
    floats(),
    rank('dy', 4),
    rank('filter', 4),
    steps,
    wholeNumbers('inputShape', 0),
    ({ inputs, attrs }, name) => {
      const filter = inputs.filter!.shape;
      const inputShape = attrs.inputShape as number[];
      const out = (x: number[]) => convolved(name, x, filter, attrs, depthwise);
      const dy = inputs.dy!.shape;
      expect(`${out(inputShape)}` === `${dy}`, name, () => {
        const fitting = fittingShape(inputShape, dy, attrs.dataFormat === 'NCHW' ? [2, 3] : [1, 2], out);
        const hint = fitting ? ` [${fitting}] would fit.` : '';
        return `dy is [${dy}], but the forward pass of [${inputShape}] gives [${out(inputShape)}].${hint}`;
      });
    },
  );

const filterGradient = (depthwise: boolean): Contract =>
  all(
    floats(),
    rank('dy', 4),
    rank('x', 4),
    steps,
    wholeNumbers('filterShape', 0),
    ({ inputs, attrs }, name) => {
      const filter = attrs.filterShape as number[];
      expectForward(name, inputs.dy!, convolved(name, inputs.x!.shape, filter, attrs, depthwise));
    },
  );

function pooled(x: readonly number[], attrs: NamedAttrMap, rounding: Rounding): number[] {
  const { filterSize, strides, pad } = attrs as Record<string, unknown>;
  return backend_util.computePool2DInfo(
    x as Shape4D,
    filterSize as number,
    strides as number,
    1,
    pad as 'same',
    rounding,
  ).outShape;
}

const windowOf = (count: number) =>
  all(wholeNumbers('strides', 1, count), wholeNumbers('filterSize', 1, count));
const window = windowOf(2);
const volumeWindow = windowOf(3);
const poolGradient = all(floats(), rank('input', 4), rank('dy', 4), window, ({ inputs, attrs }, name) => {
  // TensorFlow.js does not tell the gradient how the forward pass rounded: our kernels go by dy.
  const shapes = (['floor', 'ceil', 'round'] as const).map((rounding) =>
    pooled(inputs.input!.shape, attrs, rounding),
  );
  expectForward(name, inputs.dy!, shapes.find((shape) => `${shape}` === `${inputs.dy!.shape}`) ?? shapes[0]!);
});

function volume(
  name: string,
  x: readonly number[],
  filter: readonly number[],
  attrs: NamedAttrMap,
): number[] {
  expect(
    x.length === 5 && filter.length === 5 && x[4] === filter[3],
    name,
    () => `volumes [${x}] do not go with a filter [${filter}].`,
  );
  const { strides, pad, dilations = 1 } = attrs as Record<string, unknown>;
  const volumes = x as Shape5D;
  return backend_util.computeConv3DInfo(
    volumes,
    filter as Shape5D,
    strides as number,
    dilations as number,
    pad as 'same',
  ).outShape;
}

const volumePoolGradient = all(
  floats(),
  rank('input', 5),
  rank('dy', 5),
  volumeWindow,
  ({ inputs, attrs }, name) => {
    const { filterSize, strides, pad, dimRoundingMode } = attrs as Record<string, unknown>;
    const info = backend_util.computePool3DInfo(
      inputs.input!.shape as Shape5D,
      filterSize as number,
      strides as number,
      1,
      pad as 'same',
      dimRoundingMode as Rounding,
    );
    expectForward(name, inputs.dy!, info.outShape);
  },
);

const dilated = all(floats(), rank('x', 4), rank('filter', 3), steps, ({ inputs, attrs }, name) => {
  const [x, filter] = [inputs.x!.shape as Shape4D, inputs.filter!.shape as [number, number, number]];
  const fits = x[3] === filter[2] && !filter.includes(0);
  expect(fits, name, () => `the filter [${filter}] is empty, or has not the channels of x [${x}].`);
  const { strides, pad, dilations } = attrs as Record<string, unknown>;
  const info = backend_util.computeDilation2DInfo(
    x,
    filter,
    strides as number,
    pad as 'same',
    'NHWC',
    dilations as number,
  );
  if (inputs.dy) expectForward(name, inputs.dy, info.outShape);
});

const pixels = (shape: readonly number[]) => shape[1]! > 0 && shape[2]! > 0;

const resized = all(
  dtypes(['float32', 'int32']),
  rank('images', 4),
  wholeNumbers('size', 1, 2),
  ({ inputs }, name) => {
    const { shape } = inputs.images!;
    expect(pixels(shape), name, () => `images [${shape}] have no pixels.`);
  },
);

const resizeGradient = all(floats(), rank('images', 4), rank('dy', 4), ({ inputs }, name) => {
  const [x, dy] = [inputs.images!.shape, inputs.dy!.shape];
  const fits = x[0] === dy[0] && x[3] === dy[3] && pixels(x) && pixels(dy);
  expect(fits, name, () => `images [${x}] and dy [${dy}] differ in number or channels, or have no pixels.`);
});

export const imageContracts: Readonly<Record<string, Contract>> = {
  Conv2D: forward(false),
  FusedConv2D: forward(false),
  DepthwiseConv2dNative: forward(true),
  FusedDepthwiseConv2D: forward(true),
  Conv2DBackpropInput: inputGradient(false),
  DepthwiseConv2dNativeBackpropInput: inputGradient(true),
  Conv2DBackpropFilter: filterGradient(false),
  DepthwiseConv2dNativeBackpropFilter: filterGradient(true),
  Conv3D: all(floats(), volumeSteps, ({ inputs, attrs }, name) => {
    volume(name, inputs.x!.shape, inputs.filter!.shape, attrs);
  }),
  Conv3DBackpropInputV2: all(
    floats(),
    volumeSteps,
    wholeNumbers('inputShape', 0),
    ({ inputs, attrs }, name) => {
      const out = volume(name, attrs.inputShape as number[], inputs.filter!.shape, attrs);
      expectForward(name, inputs.dy!, out);
    },
  ),
  Conv3DBackpropFilterV2: all(
    floats(),
    volumeSteps,
    wholeNumbers('filterShape', 0),
    ({ inputs, attrs }, name) => {
      expectForward(name, inputs.dy!, volume(name, inputs.x!.shape, attrs.filterShape as number[], attrs));
    },
  ),
  MaxPool: all(rank('x', 4), window),
  AvgPool: all(floats(), rank('x', 4), window),
  MaxPoolWithArgmax: all(floats(), rank('x', 4), window),
  MaxPoolGrad: poolGradient,
  AvgPoolGrad: poolGradient,
  MaxPool3D: all(floats(), rank('x', 5), volumeWindow),
  AvgPool3D: all(floats(), rank('x', 5), volumeWindow),
  MaxPool3DGrad: volumePoolGradient,
  AvgPool3DGrad: volumePoolGradient,
  Dilation2D: dilated,
  Dilation2DBackpropInput: dilated,
  Dilation2DBackpropFilter: dilated,
  ResizeBilinear: resized,
  ResizeNearestNeighbor: resized,
  ResizeBilinearGrad: resizeGradient,
  ResizeNearestNeighborGrad: resizeGradient,
  LRN: all(floats(), rank('x', 4), wholeNumbers('depthRadius', 0)),
  LRNGrad: all(floats(), rank('x', 4), sameShape(), wholeNumbers('depthRadius', 0)),
  FlipLeftRight: all(dtypes(['float32', 'int32']), rank('image', 4)),
  RotateWithOffset: all(floats(), rank('image', 4)),
  CropAndResize: all(
    rank('image', 4),
    floats('boxes'),
    rank('boxInd', 1),
    wholeNumbers('cropSize', 1, 2),
    (call, name, wasm) => {
      const { image, boxInd } = call.inputs as Record<string, TensorInfo>;
      expect(pixels(image!.shape), name, () => `images [${image!.shape}] have no pixels.`);
      shaped(call, name, 'boxes', [boxInd!.shape[0]!, 4]);
      expect(boxInd!.dtype === 'int32', name, () => `boxInd is ${boxInd!.dtype}; it must be int32.`);
      const inside = wasm.elements(boxInd!).every((index) => index >= 0 && index < image!.shape[0]!);
      expect(inside, name, () => `boxInd names images that are not among the ${image!.shape[0]}.`);
    },
  ),
  Transform: all(
    floats(),
    rank('image', 4),
    rank('transforms', 2),
    wholeNumbers('outputShape', 1, 2),
    ({ inputs }, name) => {
      const [image, transforms] = [inputs.image!.shape, inputs.transforms!.shape];
      const fits = (transforms[0] === 1 || transforms[0] === image[0]) && transforms[1] === 8;
      expect(fits, name, () => `transforms are [${transforms}]; they must be [1, 8] or [${image[0]}, 8].`);
    },
  ),
};
