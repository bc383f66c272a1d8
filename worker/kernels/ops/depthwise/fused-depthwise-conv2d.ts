import type { TrainingKernel } from '../../runtime/kernel';
import { channelsLastOutput, withChannelsLast } from '../convolution/channels-last';
import { conv2dCall } from '../convolution/conv2d-info';
import { planEpilogue } from '../convolution/epilogue';
import { runDepthwiseForward } from './depthwise-forward';

/** FusedDepthwiseConv2D: activation(depthwiseConv2d(x, filter) + bias). */
export const fusedDepthwiseConv2d: TrainingKernel = {
  name: 'FusedDepthwiseConv2D',
  run({ inputs, attrs }, wasm) {
    const x = inputs.x!;
    const filter = inputs.filter!;
    const { shape, channelsFirst, outShape } = conv2dCall(x.shape, filter.shape, attrs, true);
    const { epilogue, finish } = planEpilogue(
      wasm,
      { ...inputs, ...attrs },
      shape.outChannels,
      channelsFirst,
    );
    const y = withChannelsLast(wasm, x, channelsFirst, (source) =>
      channelsLastOutput(wasm, outShape, channelsFirst, (address) =>
        runDepthwiseForward(wasm, shape, { x: source, filter: wasm.address(filter), y: address }, epilogue),
      ),
    );
    return finish(y);
  },
};
