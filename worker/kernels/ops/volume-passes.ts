// A pooling of volumes as two poolings of pictures.
import { backend_util, type NamedAttrMap } from '@tensorflow/tfjs-core';

/** A pooling of pictures, [pictures, height, width, channels]. */
export interface Pass {
  readonly shape: number[];
  readonly outShape: number[];
  readonly attributes: NamedAttrMap;
}

/** The largest of a box is the largest of its pictures' largest: over height and width, then over depth. */
export function volumePasses(
  inputShape: readonly number[],
  attrs: object,
): { passes: [Pass, Pass]; outShape: number[] } {
  const { filterSize, strides, pad, dimRoundingMode } = attrs as Record<string, never>;
  const shape = inputShape as [number, number, number, number, number];
  const info = backend_util.computePool3DInfo(shape, filterSize!, strides!, 1, pad!, dimRoundingMode);
  const [batch, depth, height, width, channels] = shape;
  const { padInfo, outDepth, outHeight, outWidth } = info;
  const pictures: Pass = {
    shape: [batch * depth, height, width, channels],
    outShape: [batch * depth, outHeight, outWidth, channels],
    attributes: attributesOf(
      [info.filterHeight, info.filterWidth],
      [info.strideHeight, info.strideWidth],
      [padInfo.top, padInfo.bottom],
      [padInfo.left, padInfo.right],
    ),
  };
  const columns: Pass = {
    shape: [batch, depth, outHeight * outWidth, channels],
    outShape: [batch, outDepth, outHeight * outWidth, channels],
    attributes: attributesOf(
      [info.filterDepth, 1],
      [info.strideDepth, 1],
      [padInfo.front, padInfo.back],
      [0, 0],
    ),
  };
  return { passes: [pictures, columns], outShape: info.outShape };
}

type Pair = [number, number];

function attributesOf(filterSize: Pair, strides: Pair, rows: Pair, columns: Pair): NamedAttrMap {
  const pad = [[0, 0], rows, columns, [0, 0]];
  return { filterSize, strides, pad, dimRoundingMode: 'floor' } as unknown as NamedAttrMap;
}
