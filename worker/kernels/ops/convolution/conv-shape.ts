import type { backend_util } from '@tensorflow/tfjs-core';

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
