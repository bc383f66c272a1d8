// The gradient of softmax.
import { mul, sub, sum, type Tensor } from '@tensorflow/tfjs-core';
import { addGradient, isNested, overrideGradient, runKernel } from '../override';

const NAME = 'SoftmaxGrad';

/** Softmax' gradient as one kernel, to the second order. */
export function overrideSoftmaxGradient(): (() => void)[] {
  return [
    overrideGradient({
      kernelName: 'Softmax',
      needs: NAME,
      get inputsToSave() {
        return isNested() ? ['logits'] : [];
      },
      outputsToSave: [true],
      stockSaved: (saved) => saved.slice(-1),
      gradFunc: (dy, [first, second], attrs) => ({
        logits: () => {
          const y = second ? runKernel('Softmax', { logits: first! }, attrs) : first!;
          return runKernel(NAME, { dy: dy as Tensor, y });
        },
      }),
    }),
    addGradient({
      kernelName: NAME,
      inputsToSave: ['dy', 'y'],
      // dx = y dy − y Σ y dy, sums over the last dimension.
      gradFunc: (ddx, [dy, y]) => {
        const along = (a: Tensor) => sum(mul(a, y!), -1, true);
        return {
          dy: () => runKernel(NAME, { dy: ddx as Tensor, y: y! }),
          y: () => sub(mul(ddx as Tensor, sub(dy!, along(dy!))), mul(dy!, along(ddx as Tensor))),
        };
      },
    }),
  ];
}
