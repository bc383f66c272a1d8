import type { TrainingKernel } from '../../runtime/kernel';
import { channelsLastOutput, withChannelsLast } from '../convolution/channels-last';
import { conv2dCall } from '../convolution/conv2d-info';
import { runDepthwiseForward } from './depthwise-forward';

/** DepthwiseConv2dNative: x [batch, height, width, in], filter [height, width, in, multiplier]. */
export const depthwiseConv2dNative: TrainingKernel = {
  name: 'DepthwiseConv2dNative',
  run({ inputs, attrs }, wasm) {
    const x = inputs.x!;
    const filter = inputs.filter!;
    const { shape, channelsFirst, outShape } = conv2dCall(x.shape, filter.shape, attrs, true);
    return withChannelsLast(wasm, x, channelsFirst, (source) =>
      channelsLastOutput(wasm, outShape, channelsFirst, (y) =>
        runDepthwiseForward(wasm, shape, { x: source, filter: wasm.address(filter), y }),
      ),
    );
  },
};
