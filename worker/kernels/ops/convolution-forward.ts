// The forward kernel of any convolution: what TensorFlow.js asks for, around what computes it.
import type { TrainingKernel, Wasm } from '../runtime/kernel';
import { channelsLastOutput, withChannelsLast } from './channels-last';
import { type ConvShape, conv2dCall } from './convolution-shape';
import { type Epilogue, planEpilogue } from './epilogue';

/** y = activation(convolution(x, filter) + bias), all at addresses. */
type Forward = (
  wasm: Wasm,
  shape: ConvShape,
  operands: { x: number; filter: number; y: number },
  epilogue?: Epilogue,
) => void;

/**
 * x [batch, height, width, in] and filter [height, width, in, out], or of a depthwise convolution
 * [height, width, in, multiplier]; fused with bias and activation where that is said.
 */
export function forwardKernel(
  name: string,
  forward: Forward,
  { depthwise = false, fused = false } = {},
): TrainingKernel {
  return {
    name,
    run({ inputs, attrs }, wasm) {
      const x = inputs.x!;
      const filter = inputs.filter!;
      const { shape, channelsFirst, outShape } = conv2dCall(x.shape, filter.shape, attrs, depthwise);
      const { outChannels } = shape;
      const plan = fused && planEpilogue(wasm, { ...inputs, ...attrs }, outChannels, channelsFirst);
      const y = withChannelsLast(wasm, x, channelsFirst, (source) =>
        channelsLastOutput(wasm, outShape, channelsFirst, (address) => {
          const operands = { x: source, filter: wasm.address(filter), y: address };
          forward(wasm, shape, operands, plan ? plan.epilogue : undefined);
        }),
      );
      return plan ? plan.finish(y) : y;
    },
  };
}
