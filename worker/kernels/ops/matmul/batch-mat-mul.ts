import { broadcast_util, type TensorInfo } from '@tensorflow/tfjs-core';
import type { TrainingKernel } from '../../runtime/kernel';
import { multiply, type Product } from './multiply';
import { operand } from './strided';

/** BatchMatMul: matrices of any rank from 2 up, transposed or not, their batch dimensions broadcast. */
export const batchMatMul: TrainingKernel = {
  name: 'BatchMatMul',
  run({ inputs, attrs }, wasm) {
    const { transposeA, transposeB } = attrs as { transposeA: boolean; transposeB: boolean };
    const product = productOf(inputs.a!, inputs.b!, transposeA, transposeB);
    const result = wasm.output([...product.outer, product.m, product.n], inputs.a!.dtype);
    multiply(wasm, product, wasm.address(result));
    return result;
  },
};

/** Throws an Error unless both are float32, or both int32, and their shapes can be multiplied. */
export function productOf(a: TensorInfo, b: TensorInfo, transposeA: boolean, transposeB: boolean): Product {
  if (a.dtype !== b.dtype || (a.dtype !== 'float32' && a.dtype !== 'int32')) {
    throw new Error(`matMul takes two float32 or two int32, not ${a.dtype} and ${b.dtype}.`);
  }
  const [m, depth] = matrixShape(a, transposeA);
  const [inner, n] = matrixShape(b, transposeB);
  if (depth !== inner) {
    throw new Error(`matMul cannot multiply [${a.shape}] by [${b.shape}]: ${depth} is not ${inner}.`);
  }
  const outer = broadcast_util.assertAndGetBroadcastShape(a.shape.slice(0, -2), b.shape.slice(0, -2));
  return { outer, m, n, depth, a: operand(a, outer, transposeA), b: operand(b, outer, transposeB) };
}

function matrixShape({ shape }: TensorInfo, transposed: boolean): [number, number] {
  const [rows, columns] = shape.slice(-2) as [number, number];
  return transposed ? [columns, rows] : [rows, columns];
}
