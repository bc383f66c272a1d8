import type { Tensor } from '@tensorflow/tfjs-core';
import { runKernel } from '../gradients/override';

type Gradient = (dy: Tensor, y: Tensor) => Tensor;

/** The largest float below 6 and the smallest above 0: ReLU6 passes gradients on strictly between its ends. */
const INSIDE_RELU6 = { clipValueMin: 2 ** -149, clipValueMax: 6 - 2 ** -21 };

/** By activation, from dy and the activation's output. */
const gradients: Readonly<Record<string, Gradient>> = {
  linear: (dy) => dy,
  relu: (dy, y) => runKernel('ReluGrad', { dy, y }),
  relu6: (dy, y) => runKernel('ClipByValueGrad', { dy, x: y }, INSIDE_RELU6),
  elu: (dy, y) => runKernel('EluGrad', { dy, y }),
  sigmoid: (dy, y) => runKernel('SigmoidGrad', { dy, y }),
};

/** The activations that a layer can do as it stores its output, and whose gradient that output suffices for. */
export const FUSED_ACTIVATIONS: readonly string[] = Object.keys(gradients);

export function activationGradient(activation: string, dy: Tensor, y: Tensor): Tensor {
  return gradients[activation]!(dy, y);
}
