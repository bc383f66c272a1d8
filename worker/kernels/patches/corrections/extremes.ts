// Gradients of the larger and the smaller of two, where one of them is broadcast.
import {
  broadcast_util,
  cast,
  greaterEqual,
  lessEqual,
  mul,
  reshape,
  sub,
  sum,
  type Tensor,
} from '@tensorflow/tfjs-core';
import { replaceGradient } from './replace-gradient';

/** TensorFlow.js' own does not sum over the axes that an input is broadcast along, and throws. */
export function correctExtremes(): (() => void)[] {
  return [extreme('Maximum', greaterEqual), extreme('Minimum', lessEqual)];
}

function extreme(kernelName: string, takesFirst: (a: Tensor, b: Tensor) => Tensor): () => void {
  return replaceGradient({
    kernelName,
    inputsToSave: ['a', 'b'],
    gradFunc: (gradient, saved) => {
      const dy = gradient as Tensor;
      const [a, b] = saved as [Tensor, Tensor];
      const first = () => cast(takesFirst(a, b), 'float32');
      return {
        a: () => gathered(mul(dy, first()), a.shape),
        b: () => gathered(mul(dy, sub(1, first())), b.shape),
      };
    },
  });
}

function gathered(dx: Tensor, shape: number[]): Tensor {
  const axes = broadcast_util.getReductionAxes(shape, dx.shape);
  return axes.length > 0 ? reshape(sum(dx, axes), shape) : dx;
}
