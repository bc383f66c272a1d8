// The gradients of the activations.
import type { NamedAttrMap, TensorInfo } from '@tensorflow/tfjs-core';
import type { NamedAfter, TrainingKernel } from '../runtime/kernel';
import { overVectors } from '../runtime/over-vectors';
import { sizeOf } from './shape';

const GRAIN = 16384; // elements

/** What an export takes for p and q. */
type Parameters = (attrs: NamedAttrMap) => [p: number, q: number];
const noParameters: Parameters = () => [0, 0];

/**
 * The gradient of an activation as one operation: inputs `dy`, and its output `y` or, where the output does
 * not tell, its input `x`. patches/gradients/activations.ts calls them; TensorFlow.js knows only `EluGrad`.
 */
function activationGrad(
  name: NamedAfter<'activation'>,
  parameters: Parameters = noParameters,
): TrainingKernel {
  return {
    name,
    run(call, wasm) {
      const { dy, y, x } = call.inputs as { dy: TensorInfo; y?: TensorInfo; x?: TensorInfo };
      const dx = wasm.output(dy.shape);
      const sources = [wasm.address(dy), wasm.address((y ?? x)!)] as const;
      const pair = parameters(call.attrs);
      overVectors(wasm, `activation${name}`, sources, wasm.address(dx), sizeOf(dy.shape), pair, GRAIN);
      return dx;
    },
  };
}

export const activationGradientKernels: readonly TrainingKernel[] = [
  activationGrad('ReluGrad'),
  activationGrad('Relu6Grad'),
  activationGrad('LeakyReluGrad', ({ alpha }) => [alpha as number, 0]),
  activationGrad('ClipByValueGrad', ({ clipValueMin, clipValueMax }) => [
    clipValueMin as number,
    clipValueMax as number,
  ]),
  activationGrad('EluGrad'),
  activationGrad('SigmoidGrad'),
  activationGrad('TanhGrad'),
];
