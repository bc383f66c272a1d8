import { sum, type Tensor } from '@tensorflow/tfjs-core';
import { addGradient, runKernel } from '../gradients/override';

/** Our kernels of an activation's gradient, from dy and the activation's output. */
const gradients: Readonly<Record<string, string | undefined>> = {
  linear: undefined,
  relu: 'ReluGrad',
  elu: 'EluGrad',
};

/** The activations that a convolution can do as it stores, and whose gradient its output suffices for. */
export const FUSED_ACTIVATIONS: readonly string[] = Object.keys(gradients);

/** Of the kernel FusedConv2D. */
export interface FusedAttributes {
  readonly strides: [number, number];
  readonly pad: 'same' | 'valid';
  readonly dataFormat: 'NHWC';
  readonly dilations: [number, number];
  readonly activation: string;
}

/** The gradient of FusedConv2D, by each input alone: TensorFlow.js has one for all inputs together. */
export function addFusedConvGradient(): () => void {
  return addGradient({
    kernelName: 'FusedConv2D',
    inputsToSave: ['x', 'filter'],
    outputsToSave: [true],
    gradFunc: (gradient, saved, attrs) => {
      const [x, filter, y] = saved as [Tensor, Tensor, Tensor];
      const { strides, pad, dataFormat, activation } = attrs as unknown as FusedAttributes;
      const kernel = gradients[activation];
      const dy = kernel ? runKernel(kernel, { dy: gradient as Tensor, y }) : (gradient as Tensor);
      const attributes = { strides, pad, dataFormat };
      return {
        x: () => runKernel('Conv2DBackpropInput', { dy, filter }, { ...attributes, inputShape: x.shape }),
        filter: () =>
          runKernel('Conv2DBackpropFilter', { x, dy }, { ...attributes, filterShape: filter.shape }),
        bias: () => sum(dy, [0, 1, 2]),
      };
    },
  });
}
