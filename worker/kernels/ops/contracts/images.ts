import { backend_util, type NamedAttrMap, type TensorInfo } from '@tensorflow/tfjs-core';
import type { Contract } from '../../runtime/border';
import { all, dtypes, expect, floats, rank, sameShape, shaped, wholeNumbers } from './checks';

type Shape4D = [number, number, number, number];
type Shape5D = [number, number, number, number, number];
type Rounding = 'floor' | 'round' | 'ceil';

const steps = all(wholeNumbers('strides'), wholeNumbers('dilations'));

/** The shape of a two-dimensional convolution's output; the channels of its operands must agree. */
function convolved(
  name: string,
  x: readonly number[],
  filter: readonly number[],
  attrs: NamedAttrMap,
  depthwise: boolean,
  dimRoundingMode = attrs.dimRoundingMode as Rounding | undefined,
): number[] {
  const { strides, pad, dataFormat = 'NHWC', dilations } = attrs as Record<string, unknown>;
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
    dimRoundingMode,
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

/** dy must be as the forward pass made it, however that rounded. */
function expectForward(
  name: string,
  { shape: dy }: TensorInfo,
  out: (rounding: Rounding) => readonly number[],
  hint = () => '',
): void {
  const fits = (['floor', 'ceil'] as const).some((rounding) => `${out(rounding)}` === `${dy}`);
  expect(fits, name, () => `dy is [${dy}], but the forward pass gives [${out('floor')}].${hint()}`);
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
      const out = (rounding: Rounding, x = inputShape) =>
        convolved(name, x, filter, attrs, depthwise, rounding);
      expectForward(name, inputs.dy!, out, () =>
        fitting(inputShape, inputs.dy!.shape, attrs, (x) => out('floor', x)),
      );
    },
  );

/** The smallest images that the convolution turns into ones of dy's height and width. */
function fitting(
  given: readonly number[],
  dy: readonly number[],
  attrs: NamedAttrMap,
  out: (x: number[]) => number[],
): string {
  const sides = attrs.dataFormat === 'NCHW' ? [2, 3] : [1, 2];
  const x = given.map((length, i) => (i === 0 ? dy[0]! : length));
  for (const side of sides) {
    const most = 4096;
    let length = 1;
    while (length < most && out(x.map((old, i) => (i === side ? length : old)))[side] !== dy[side]) length++;
    if (length === most) return '';
    x[side] = length;
  }
  return ` Images [${x}] would fit.`;
}

const filterGradient = (depthwise: boolean): Contract =>
  all(
    floats(),
    rank('dy', 4),
    rank('x', 4),
    steps,
    wholeNumbers('filterShape', 0),
    ({ inputs, attrs }, name) => {
      const filter = attrs.filterShape as number[];
      expectForward(name, inputs.dy!, (rounding) =>
        convolved(name, inputs.x!.shape, filter, attrs, depthwise, rounding),
      );
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

const window = all(wholeNumbers('strides'), wholeNumbers('filterSize'));
const poolGradient = all(floats(), rank('input', 4), rank('dy', 4), window, ({ inputs, attrs }, name) => {
  expectForward(name, inputs.dy!, (rounding) => pooled(inputs.input!.shape, attrs, rounding));
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
  window,
  ({ inputs, attrs }, name) => {
    const { filterSize, strides, pad } = attrs as Record<string, unknown>;
    const x = inputs.input!.shape as Shape5D;
    expectForward(
      name,
      inputs.dy!,
      (rounding) =>
        backend_util.computePool3DInfo(x, filterSize as number, strides as number, 1, pad as 'same', rounding)
          .outShape,
    );
  },
);

const dilated = all(floats(), rank('x', 4), rank('filter', 3), steps, ({ inputs, attrs }, name) => {
  const [x, filter] = [inputs.x!.shape as Shape4D, inputs.filter!.shape as [number, number, number]];
  expect(x[3] === filter[2], name, () => `x [${x}] and the filter [${filter}] have different channels.`);
  const { strides, pad, dilations } = attrs as Record<string, unknown>;
  const info = backend_util.computeDilation2DInfo(
    x,
    filter,
    strides as number,
    pad as 'same',
    'NHWC',
    dilations as number,
  );
  if (inputs.dy) expectForward(name, inputs.dy, () => info.outShape);
});

const resized = all(dtypes(['float32', 'int32']), rank('images', 4), wholeNumbers('size'));
const resizeGradient = all(floats(), rank('images', 4), rank('dy', 4), ({ inputs }, name) => {
  const [x, dy] = [inputs.images!.shape, inputs.dy!.shape];
  expect(
    x[0] === dy[0] && x[3] === dy[3],
    name,
    () => `images [${x}] and dy [${dy}] differ in number or channels.`,
  );
  const empty = (shape: number[]) => shape.includes(0);
  expect(empty(x) === empty(dy), name, () => `images [${x}] or dy [${dy}] are empty.`);
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
  Conv3D: all(floats(), steps, ({ inputs, attrs }, name) => {
    volume(name, inputs.x!.shape, inputs.filter!.shape, attrs);
  }),
  Conv3DBackpropInputV2: all(floats(), steps, wholeNumbers('inputShape', 0), ({ inputs, attrs }, name) => {
    const out = () => volume(name, attrs.inputShape as number[], inputs.filter!.shape, attrs);
    expectForward(name, inputs.dy!, out);
  }),
  Conv3DBackpropFilterV2: all(floats(), steps, wholeNumbers('filterShape', 0), ({ inputs, attrs }, name) => {
    expectForward(name, inputs.dy!, () =>
      volume(name, inputs.x!.shape, attrs.filterShape as number[], attrs),
    );
  }),
  MaxPool: all(rank('x', 4), window),
  AvgPool: all(floats(), rank('x', 4), window),
  MaxPoolWithArgmax: all(floats(), rank('x', 4), window),
  MaxPoolGrad: poolGradient,
  AvgPoolGrad: poolGradient,
  MaxPool3D: all(floats(), rank('x', 5), window),
  AvgPool3D: all(floats(), rank('x', 5), window),
  MaxPool3DGrad: volumePoolGradient,
  AvgPool3DGrad: volumePoolGradient,
  Dilation2D: dilated,
  Dilation2DBackpropInput: dilated,
  Dilation2DBackpropFilter: dilated,
  ResizeBilinear: all(resized, ({ inputs }, name) => {
    const { shape } = inputs.images!;
    expect(!shape.includes(0), name, () => `images [${shape}] are empty.`);
  }),
  ResizeNearestNeighbor: all(resized, ({ inputs }, name) => {
    const { shape } = inputs.images!;
    expect(!shape.includes(0), name, () => `images [${shape}] are empty.`);
  }),
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
    wholeNumbers('cropSize'),
    (call, name, wasm) => {
      const { image, boxInd } = call.inputs as Record<string, TensorInfo>;
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
    wholeNumbers('outputShape'),
    ({ inputs }, name) => {
      const [image, transforms] = [inputs.image!.shape, inputs.transforms!.shape];
      const fits = (transforms[0] === 1 || transforms[0] === image[0]) && transforms[1] === 8;
      expect(fits, name, () => `transforms are [${transforms}]; they must be [1, 8] or [${image[0]}, 8].`);
    },
  ),
};
