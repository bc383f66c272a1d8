import { backend_util } from '@tensorflow/tfjs-core';
import { type ConvShape, convShape } from '../convolution/conv-shape';

interface PoolAttrs {
  readonly filterSize: number | [number, number];
  readonly strides: number | [number, number];
  readonly pad: 'same' | 'valid' | number;
  readonly dimRoundingMode?: 'floor' | 'round' | 'ceil';
}

/** Works out a 2-D pooling of channels-last images from TensorFlow.js' attributes. */
export function poolShape(inputShape: readonly number[], attrs: object): ConvShape {
  const { filterSize, strides, pad, dimRoundingMode } = attrs as PoolAttrs;
  const images = inputShape as [number, number, number, number];
  const info = backend_util.computePool2DInfo(images, filterSize, strides, 1, pad, dimRoundingMode);
  if (info.outHeight < 0 || info.outWidth < 0) {
    throw new Error(`A window [${filterSize}] does not fit into images [${inputShape}].`);
  }
  return convShape(info);
}

/** The arguments that all pooling functions of assembly/pooling.ts share. */
export function poolArguments(shape: ConvShape): number[] {
  return [
    ...[shape.inHeight, shape.inWidth, shape.channels, shape.outHeight, shape.outWidth],
    ...[shape.filterHeight, shape.filterWidth, shape.strideHeight, shape.strideWidth],
    ...[shape.padTop, shape.padLeft],
  ];
}

/** Output rows that are worth handing to a thread. */
export function poolGrain(shape: ConvShape): number {
  const work = shape.outWidth * shape.channels * shape.filterHeight * shape.filterWidth;
  return Math.ceil(GRAIN / Math.max(1, work));
}

const GRAIN = 32_768; // values looked at
