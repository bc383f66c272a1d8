// What follows a matrix multiplication or convolution while its block of C is still in cache.

import { get, put } from './lanes';
import { exp4, sigmoid4 } from './math';

// The activations, numbered as ops/epilogue.ts numbers them.
const RELU: i32 = 1;
const RELU6: i32 = 2;
const LEAKY_RELU: i32 = 3;
const PRELU: i32 = 4;
const ELU: i32 = 5;
const SIGMOID: i32 = 6;

/**
 * C = activation(C + bias) in place. Strides in bytes, 0 where bias or alpha is broadcast; bias 0: none.
 * Leaky ReLU takes its slope from `slope`, PReLU from alpha.
 */
export function epilogue(
  rows: i32,
  columns: i32,
  c: usize,
  cRow: usize,
  bias: usize,
  biasRow: usize,
  biasCol: usize,
  activation: i32,
  alpha: usize,
  alphaRow: usize,
  alphaCol: usize,
  slope: f32,
): void {
  for (; rows > 0; rows--, c += cRow) {
    if (bias) {
      addRow(c, bias, biasCol, columns);
      bias += biasRow;
    }
    if (activation) activateRow(c, columns, activation, alpha, alphaCol, slope);
    alpha += alphaRow;
  }
}

function addRow(c: usize, bias: usize, biasCol: usize, columns: i32): void {
  for (let j = 0; j < columns; j += 4)
    put(c, j, columns, f32x4.add(get(c, j, columns), spread(bias, biasCol, j, columns)));
}

function activateRow(
  c: usize,
  columns: i32,
  activation: i32,
  alpha: usize,
  alphaCol: usize,
  slope: f32,
): void {
  const slopes = f32x4.splat(slope);
  for (let j = 0; j < columns; j += 4) {
    const x = get(c, j, columns);
    const factor = activation == PRELU ? spread(alpha, alphaCol, j, columns) : slopes;
    put(c, j, columns, activate(x, activation, factor));
  }
}

/** Four elements of a row, or one of them four times: with other strides than 4 and 0, one by one. */
function spread(row: usize, stride: usize, j: i32, columns: i32): v128 {
  if (stride == 0) return v128.load32_splat(row);
  if (stride == 4) return get(row, j, columns);
  const at = row + <usize>j * stride;
  let v = v128.load32_zero(at);
  if (j + 1 < columns) v = v128.load32_lane(at + stride, v, 1);
  if (j + 2 < columns) v = v128.load32_lane(at + 2 * stride, v, 2);
  if (j + 3 < columns) v = v128.load32_lane(at + 3 * stride, v, 3);
  return v;
}

function activate(x: v128, activation: i32, factor: v128): v128 {
  const zero = f32x4.splat(0);
  const negative = f32x4.lt(x, zero);
  if (activation == RELU) return f32x4.max(x, zero);
  if (activation == RELU6) return f32x4.min(f32x4.max(x, zero), f32x4.splat(6));
  if (activation == LEAKY_RELU || activation == PRELU)
    return v128.bitselect(f32x4.mul(x, factor), x, negative);
  if (activation == ELU) return v128.bitselect(f32x4.sub(exp4(x), f32x4.splat(1)), x, negative);
  if (activation == SIGMOID) return sigmoid4(x);
  return x;
}
