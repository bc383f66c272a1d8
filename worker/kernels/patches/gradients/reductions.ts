// The gradients of sums and means.
import { mul, reshape, sum, type Tensor, util } from '@tensorflow/tfjs-core';
import { BROADCAST_SCALED } from '../../ops/binary';
import { addGradient, overrideGradient, runKernel } from '../override';

/** Spreads dy over the reduced axes, times scale: TensorFlow.js multiplies it with a tensor of ones. */
function spread(kernelName: 'Sum' | 'Mean'): () => void {
  return overrideGradient({
    kernelName,
    needs: BROADCAST_SCALED,
    inputsToSave: ['x'],
    gradFunc: (gradient, saved, attrs) => {
      const dy = gradient as Tensor;
      const { shape } = saved[0]!;
      const axes = util.parseAxisParam(attrs.axis as number[], shape);
      const thin = shape.map((size, axis) => (axes.includes(axis) ? 1 : size));
      const count = util.sizeFromShape(axes.map((axis) => shape[axis]!));
      const scale = kernelName === 'Mean' ? 1 / count : 1;
      return { x: () => runKernel(BROADCAST_SCALED, { x: reshape(dy, thin) }, { shape, scale }) };
    },
  });
}

export function overrideReductionGradients(): (() => void)[] {
  return [
    spread('Sum'),
    spread('Mean'),
    addGradient({
      kernelName: BROADCAST_SCALED,
      inputsToSave: ['x'],
      gradFunc: (dy, saved, attrs) => {
        const { shape } = saved[0]!;
        const axes = shape.flatMap((size, axis) => (size === 1 ? [axis] : []));
        return { x: () => mul(sum(dy as Tensor, axes, true), attrs.scale as number) };
      },
    }),
  ];
}
