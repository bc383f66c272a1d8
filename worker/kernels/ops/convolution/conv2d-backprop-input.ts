import type { TrainingKernel } from '../../runtime/kernel';
import { channelsLastOutput, withChannelsLast } from './channels-last';
import { conv2dCall } from './conv2d-info';
import { runInputGradient } from './input-gradient';

/** Conv2DBackpropInput: dy [batch, outHeight, outWidth, out], filter [height, width, in, out]. */
export const conv2dBackpropInput: TrainingKernel = {
  name: 'Conv2DBackpropInput',
  run({ inputs, attrs }, wasm) {
    const dy = inputs.dy!;
    const filter = inputs.filter!;
    const { inputShape } = attrs as { inputShape: number[] };
    const { shape, channelsFirst, inShape } = conv2dCall(inputShape, filter.shape, {
      ...attrs,
      dilations: 1,
    });
    return withChannelsLast(wasm, dy, channelsFirst, (source) =>
      channelsLastOutput(wasm, inShape, channelsFirst, (dx) =>
        runInputGradient(wasm, shape, { dy: source, filter: wasm.address(filter), dx }),
      ),
    );
  },
};
