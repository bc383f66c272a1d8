// The gradient of batch normalisation.
import { add, mul, neg, rsqrt, sub, sum, type Tensor } from '@tensorflow/tfjs-core';
import { ONLY_OURS, overrideGradient } from '../override';

/**
 * The gradient of batch normalisation by statistics of the last dimension, y = (x − mean) · r · scale + offset
 * with r = 1 / √(variance + ε), in as few passes over x as it takes: TensorFlow.js' own tiles and multiplies
 * tensors of the size of x a dozen times. It is composed of operations that can be differentiated again.
 */
export function overrideBatchNormGradient(): (() => void)[] {
  return [
    overrideGradient({
      kernelName: 'FusedBatchNorm',
      needs: ONLY_OURS,
      applies: ([x, mean]) => mean!.rank === 1 && mean!.shape[0] === x!.shape[x!.rank - 1],
      inputsToSave: ['x', 'mean', 'variance', 'scale'],
      gradFunc: (gradient, saved, attrs) => {
        const dy = gradient as Tensor;
        const [x, mean, variance, scale] = saved as [Tensor, Tensor, Tensor, Tensor | undefined];
        const rows = Array.from({ length: x.rank - 1 }, (_, axis) => axis);
        const r = () => rsqrt(add(variance, attrs.varianceEpsilon as number));
        const factor = () => (scale ? mul(r(), scale) : r());
        const total = () => sum(dy, rows);
        const centred = () => sum(mul(dy, sub(x, mean)), rows);
        return {
          x: () => mul(dy, factor()),
          mean: () => neg(mul(total(), factor())),
          variance: () => mul(mul(-0.5, mul(centred(), factor())), mul(r(), r())),
          scale: () => mul(centred(), r()),
          offset: total,
        };
      },
    }),
  ];
}
