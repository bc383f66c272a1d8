import type { TrainingKernel } from '../../runtime/kernel';
import { channelsLastOutput, withChannelsLast } from './channels-last';
import { conv2dCall } from './conv2d-info';
import { planEpilogue } from './epilogue';
import { runForward } from './forward';

/** FusedConv2D: activation(conv2d(x, filter) + bias). */
export const fusedConv2d: TrainingKernel = {
  name: 'FusedConv2D',
  run({ inputs, attrs }, wasm) {
    const x = inputs.x!;
    const filter = inputs.filter!;
    const { shape, channelsFirst, outShape } = conv2dCall(x.shape, filter.shape, attrs);
    const { epilogue, finish } = planEpilogue(
      wasm,
      { ...inputs, ...attrs },
      shape.outChannels,
      channelsFirst,
    );
    const y = withChannelsLast(wasm, x, channelsFirst, (source) =>
      channelsLastOutput(wasm, outShape, channelsFirst, (address) =>
        runForward(wasm, shape, { x: source, filter: wasm.address(filter), y: address }, epilogue),
      ),
    );
    return finish(y);
  },
};
