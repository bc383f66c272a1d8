// Which pixels a window over images meets: of convolutions, depthwise ones and pooling.
import { backend_util, type Conv2DAttrs } from '@tensorflow/tfjs-core';

/**
 * A window that walks over channels-last images. "Input" is what it slides over, "output" has a pixel for each
 * of its places: input row = output row * strideHeight + tap row * dilationHeight - padTop, and so for columns.
 * A negative padding leaves rows or columns out.
 */
export interface ConvShape {
  readonly batch: number;
  readonly inHeight: number;
  readonly inWidth: number;
  readonly channels: number;
  readonly outHeight: number;
  readonly outWidth: number;
  readonly outChannels: number;
  readonly filterHeight: number;
  readonly filterWidth: number;
  readonly strideHeight: number;
  readonly strideWidth: number;
  readonly dilationHeight: number;
  readonly dilationWidth: number;
  readonly padTop: number;
  readonly padLeft: number;
}

/** What TensorFlow.js worked out about a convolution or pooling. */
export function convShape(info: backend_util.Conv2DInfo): ConvShape {
  return {
    batch: info.batchSize,
    inHeight: info.inHeight,
    inWidth: info.inWidth,
    channels: info.inChannels,
    outHeight: info.outHeight,
    outWidth: info.outWidth,
    outChannels: info.outChannels,
    filterHeight: info.filterHeight,
    filterWidth: info.filterWidth,
    strideHeight: info.strideHeight,
    strideWidth: info.strideWidth,
    dilationHeight: info.dilationHeight,
    dilationWidth: info.dilationWidth,
    padTop: info.padInfo.top,
    padLeft: info.padInfo.left,
  };
}

/** Is every place of the window inside the image? */
export function staysInside(shape: ConvShape): boolean {
  return (
    shape.padTop === 0 &&
    shape.padLeft === 0 &&
    (shape.outHeight - 1) * shape.strideHeight + reachHeight(shape) <= shape.inHeight &&
    (shape.outWidth - 1) * shape.strideWidth + reachWidth(shape) <= shape.inWidth
  );
}

/** Input rows that the window spans. */
export function reachHeight(shape: ConvShape): number {
  return (shape.filterHeight - 1) * shape.dilationHeight + 1;
}

/** Input columns that the window spans. */
export function reachWidth(shape: ConvShape): number {
  return (shape.filterWidth - 1) * shape.dilationWidth + 1;
}

/**
 * The same convolution with all pixels of the batch as the rows of one image, one column wide, where the
 * window is a single pixel: as a matrix product it then splits evenly, whatever the images' size.
 */
export function flattened(shape: ConvShape): ConvShape {
  const pointwise = shape.filterHeight === 1 && shape.filterWidth === 1;
  const same = shape.inHeight === shape.outHeight && shape.inWidth === shape.outWidth;
  const steps = shape.strideHeight === 1 && shape.strideWidth === 1;
  if (!pointwise || !same || !steps || !staysInside(shape)) return shape;
  const pixels = shape.batch * shape.inHeight * shape.inWidth;
  return { ...shape, batch: 1, inHeight: pixels, inWidth: 1, outHeight: pixels, outWidth: 1 };
}

type Shape4D = [number, number, number, number];

interface Conv2DCall {
  readonly shape: ConvShape;
  readonly channelsFirst: boolean;
  /** The input's and the output's shape, channels last. */
  readonly inShape: Shape4D;
  readonly outShape: Shape4D;
}

/** Works out a 2-D convolution from TensorFlow.js' attributes; `depthwise` filters are [h, w, in, multiplier]. */
export function conv2dCall(
  inputShape: readonly number[],
  filterShape: readonly number[],
  attrs: object,
  depthwise = false,
): Conv2DCall {
  const { strides, pad, dataFormat = 'NHWC', dilations, dimRoundingMode } = attrs as Conv2DAttrs;
  const info = backend_util.computeConv2DInfo(
    inputShape as Shape4D,
    filterShape as Shape4D,
    strides,
    dilations ?? 1,
    pad,
    dimRoundingMode,
    depthwise,
    backend_util.convertConv2DDataFormat(dataFormat),
  );
  const shape = convShape(info);
  if (shape.outHeight < 0 || shape.outWidth < 0) {
    throw new Error(`A filter [${filterShape}] does not fit into images [${inputShape}].`);
  }
  return {
    shape,
    channelsFirst: info.dataFormat === 'channelsFirst',
    inShape: [shape.batch, shape.inHeight, shape.inWidth, shape.channels],
    outShape: [shape.batch, shape.outHeight, shape.outWidth, shape.outChannels],
  };
}

/**
 * The input rows (or columns) of a convolution that lie a stride apart. They see the same taps, so the input
 * gradient of a phase is a convolution over dy with stride 1, the phase's taps in reverse and padding `pad`.
 */
export interface Phase {
  /** The first row of this phase, and how many there are. */
  readonly first: number;
  readonly pixels: number;
  /** How many taps reach it, and the last of them: the first that meets dy. */
  readonly taps: number;
  readonly lastTap: number;
  readonly pad: number;
}

/**
 * Row r of dx gets dy[o] * filter[tap] where r = o * stride + tap * dilation - pad. With r = first + stride * t
 * (and without dilation) the taps are those congruent to first + pad; tap number j, from the smallest, meets
 * o = t + shift - j.
 */
export function phases(
  filterLength: number,
  stride: number,
  dilation: number,
  pad: number,
  length: number,
): Phase[] {
  if (stride === 1) {
    const reach = (filterLength - 1) * dilation;
    return [{ first: 0, pixels: length, taps: filterLength, lastTap: filterLength - 1, pad: reach - pad }];
  }
  if (dilation !== 1) throw new Error('Either strides or dilations must be 1.');
  const result: Phase[] = [];
  for (let first = 0; first < Math.min(stride, length); first++) {
    const firstTap = (first + pad) % stride;
    const shift = (first + pad - firstTap) / stride;
    const taps = Math.max(0, Math.ceil((filterLength - firstTap) / stride));
    const lastTap = firstTap + stride * (taps - 1);
    const pixels = Math.ceil((length - first) / stride);
    result.push({ first, pixels, taps, lastTap, pad: taps - 1 - shift });
  }
  return result;
}

/** Where the output's pixels lie, in elements. */
export interface Placement {
  readonly origin: number;
  readonly row: number;
  readonly column: number;
  readonly image: number;
}

/** A whole output, channels last. */
export function contiguous(shape: ConvShape): Placement {
  const row = shape.outWidth * shape.outChannels;
  return { origin: 0, row, column: shape.outChannels, image: shape.outHeight * row };
}

/**
 * The convolution over dy that the gradient of a phase of rows and one of columns is, and where in dx its pixels lie.
 * @param shape the forward convolution's
 */
export function phaseConvolution(
  { batch, inHeight, inWidth, channels, outHeight, outWidth, outChannels, ...shape }: ConvShape,
  row: Phase,
  column: Phase,
): { phase: ConvShape; placement: Placement } {
  const { strideHeight, strideWidth, dilationHeight, dilationWidth } = shape;
  return {
    phase: {
      batch,
      ...{ inHeight: outHeight, inWidth: outWidth, channels: outChannels },
      ...{ outHeight: row.pixels, outWidth: column.pixels, outChannels: channels },
      ...{ filterHeight: row.taps, filterWidth: column.taps },
      ...{ strideHeight: 1, strideWidth: 1, dilationHeight, dilationWidth },
      ...{ padTop: row.pad, padLeft: column.pad },
    },
    placement: {
      origin: (row.first * inWidth + column.first) * channels,
      row: strideHeight * inWidth * channels,
      column: strideWidth * channels,
      image: inHeight * inWidth * channels,
    },
  };
}
