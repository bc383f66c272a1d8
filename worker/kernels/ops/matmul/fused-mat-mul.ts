import type { TrainingKernel } from '../../runtime/kernel';
import { activationNumber } from '../activation';
import { productOf } from './batch-mat-mul';
import { multiply } from './multiply';
import { addend } from './strided';

interface FusedAttributes {
  transposeA: boolean;
  transposeB: boolean;
  activation?: string;
  leakyreluAlpha?: number;
}

const DEFAULT_SLOPE = 0.2; // as tf.leakyRelu

/** _FusedMatMul: activation(a · b + bias), with a bias of any shape that broadcasts to the result. */
export const fusedMatMul: TrainingKernel = {
  name: '_FusedMatMul',
  run({ inputs, attrs }, wasm) {
    const { transposeA, transposeB, activation, leakyreluAlpha } = attrs as unknown as FusedAttributes;
    const { a, b, bias, preluActivationWeights } = inputs;
    if (activation === 'prelu' && !preluActivationWeights) throw new Error('prelu needs its weights.');
    for (const x of [a, b, bias, preluActivationWeights]) {
      if (x && x.dtype !== 'float32') throw new Error(`_FusedMatMul takes float32, not ${x.dtype}.`);
    }
    const product = productOf(a!, b!, transposeA, transposeB);
    const shape = [...product.outer, product.m, product.n];
    const fused = {
      ...product,
      bias: bias && addend(bias, shape),
      activation: activationNumber(activation),
      alpha: preluActivationWeights && addend(preluActivationWeights, shape),
      slope: leakyreluAlpha ?? DEFAULT_SLOPE,
    };
    const result = wasm.output(shape);
    multiply(wasm, fused, wasm.address(result));
    return result;
  },
};
