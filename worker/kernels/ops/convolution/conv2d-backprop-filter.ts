import type { TrainingKernel } from '../../runtime/kernel';
import { withChannelsLast } from './channels-last';
import { conv2dCall } from './conv2d-info';
import { filterGradient } from './dense-conv';

/** Conv2DBackpropFilter: x [batch, height, width, in], dy [batch, outHeight, outWidth, out]. */
export const conv2dBackpropFilter: TrainingKernel = {
  name: 'Conv2DBackpropFilter',
  run({ inputs, attrs }, wasm) {
    const x = inputs.x!;
    const dy = inputs.dy!;
    const { filterShape } = attrs as { filterShape: number[] };
    const { shape, channelsFirst } = conv2dCall(x.shape, filterShape, { ...attrs, dilations: 1 });
    const dw = wasm.output(filterShape);
    withChannelsLast(wasm, x, channelsFirst, (xAddress) =>
      withChannelsLast(wasm, dy, channelsFirst, (dyAddress) =>
        filterGradient(wasm, shape, { x: xAddress, dy: dyAddress, dw: wasm.address(dw) }),
      ),
    );
    return dw;
  },
};
