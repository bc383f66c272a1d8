import type { TensorInfo } from '@tensorflow/tfjs-core';
import { runBinary } from './binary';
import { broadcastRows } from './broadcast';
import type { TrainingKernel } from './kernel';

/**
 * The gradient of an activation as one operation: inputs `dy`, and its output `y` or, where the output does
 * not tell, its input `x`. gradients/activations.ts calls them; TensorFlow.js knows only `EluGrad`.
 */
function activationGrad(name: string): TrainingKernel {
  return {
    name,
    run(call, wasm) {
      const { dy, y, x } = call.inputs as { dy: TensorInfo; y?: TensorInfo; x?: TensorInfo };
      const by = (y ?? x)!;
      return runBinary(
        wasm,
        name,
        dy,
        by,
        broadcastRows(dy.shape, by.shape)!,
        (call.attrs.alpha as number | undefined) ?? 0,
      );
    },
  };
}

export const activationGradKernels: readonly TrainingKernel[] = [
  activationGrad('ReluGrad'),
  activationGrad('Relu6Grad'),
  activationGrad('LeakyReluGrad'),
  activationGrad('EluGrad'),
  activationGrad('SigmoidGrad'),
  activationGrad('TanhGrad'),
];
