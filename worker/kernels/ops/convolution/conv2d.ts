import type { TrainingKernel } from '../../runtime/kernel';
import { channelsLastOutput, withChannelsLast } from './channels-last';
import { conv2dCall } from './conv2d-info';
import { runForward } from './forward';

/** Conv2D: x [batch, height, width, in], filter [height, width, in, out]. */
export const conv2d: TrainingKernel = {
  name: 'Conv2D',
  run({ inputs, attrs }, wasm) {
    const x = inputs.x!;
    const filter = inputs.filter!;
    const { shape, channelsFirst, outShape } = conv2dCall(x.shape, filter.shape, attrs);
    return withChannelsLast(wasm, x, channelsFirst, (source) =>
      channelsLastOutput(wasm, outShape, channelsFirst, (y) =>
        runForward(wasm, shape, { x: source, filter: wasm.address(filter), y }),
      ),
    );
  },
};
