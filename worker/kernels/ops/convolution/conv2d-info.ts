import { backend_util, type Conv2DAttrs } from '@tensorflow/tfjs-core';
import { type ConvShape, convShape } from './conv-shape';

type Shape4D = [number, number, number, number];

export interface Conv2DCall {
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
