import type { TrainingKernel } from '../../runtime/kernel';
import { conv2dCall } from '../convolution/conv2d-info';
import { runDepthwiseInputGradient } from './depthwise-input-gradient';

/** DepthwiseConv2dNativeBackpropInput: dy [batch, outHeight, outWidth, in × multiplier]. */
export const depthwiseConv2dNativeBackpropInput: TrainingKernel = {
  name: 'DepthwiseConv2dNativeBackpropInput',
  run({ inputs, attrs }, wasm) {
    const dy = inputs.dy!;
    const filter = inputs.filter!;
    const { inputShape } = attrs as { inputShape: number[] };
    const { shape } = conv2dCall(inputShape, filter.shape, attrs, true);
    const dx = wasm.output(inputShape);
    const addresses = { dy: wasm.address(dy), filter: wasm.address(filter), dx: wasm.address(dx) };
    runDepthwiseInputGradient(wasm, shape, addresses);
    return dx;
  },
};
