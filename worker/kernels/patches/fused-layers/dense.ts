import { reshape, sum, type Tensor } from '@tensorflow/tfjs-core';
import { addGradient, runKernel } from '../gradients/override';
import { activationGradient } from './activation-gradient';
import { type FusableLayer, fuseCalls } from './fuse-calls';

/** The fields of tfjs-layers' Dense that decide. */
interface Dense extends FusableLayer {
  kernel: { read(): Tensor };
}

/** Dense layers. */
export function installFusedDense(): (() => void)[] {
  return [addFusedMatMulGradient(), fuseCalls<Dense>('Dense', callFused)];
}

function callFused({ kernel, bias }: Dense, x: Tensor, activation: string): Tensor | undefined {
  const weights = kernel.read();
  const [inputs, units] = weights.shape as [number, number];
  if (weights.dtype !== 'float32' || x.rank < 2 || x.shape.at(-1) !== inputs) return undefined;
  const given: Record<string, Tensor> = { a: x.rank === 2 ? x : reshape(x, [-1, inputs]), b: weights };
  if (bias) given.bias = bias.read();
  const y = runKernel('_FusedMatMul', given, { transposeA: false, transposeB: false, activation });
  return x.rank === 2 ? y : reshape(y, [...x.shape.slice(0, -1), units]);
}

/** The gradient of _FusedMatMul as Dense layers call it: rank 2, nothing transposed, a bias by column. */
function addFusedMatMulGradient(): () => void {
  return addGradient({
    kernelName: '_FusedMatMul',
    inputsToSave: ['a', 'b'],
    outputsToSave: [true],
    gradFunc: (gradient, saved, { activation }) => {
      const [a, b, y] = saved as [Tensor, Tensor, Tensor];
      const dy = activationGradient(activation as string, gradient as Tensor, y);
      return {
        a: () => runKernel('BatchMatMul', { a: dy, b }, { transposeA: false, transposeB: true }),
        b: () => runKernel('BatchMatMul', { a, b: dy }, { transposeA: true, transposeB: false }),
        bias: () => sum(dy, 0),
      };
    },
  });
}
