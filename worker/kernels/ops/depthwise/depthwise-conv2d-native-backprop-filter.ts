import type { TrainingKernel } from '../../runtime/kernel';
import { conv2dCall } from '../convolution/conv2d-info';
import { runDepthwiseFilterGradient } from './depthwise-filter-gradient';

/** DepthwiseConv2dNativeBackpropFilter: x [batch, height, width, in], dy [..., in × multiplier]. */
export const depthwiseConv2dNativeBackpropFilter: TrainingKernel = {
  name: 'DepthwiseConv2dNativeBackpropFilter',
  run({ inputs, attrs }, wasm) {
    const x = inputs.x!;
    const dy = inputs.dy!;
    const { filterShape } = attrs as { filterShape: number[] };
    const { shape } = conv2dCall(x.shape, filterShape, attrs, true);
    const dw = wasm.output(filterShape);
    const addresses = { x: wasm.address(x), dy: wasm.address(dy), dw: wasm.address(dw) };
    runDepthwiseFilterGradient(wasm, shape, addresses);
    return dw;
  },
};
