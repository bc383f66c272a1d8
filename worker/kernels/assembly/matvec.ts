// One row times a matrix: memory-bound, so B is read once, in order, and nothing is packed.

import { epilogue } from './epilogue';
import { fma } from './fma';
import { get, loadTail, put } from './lanes';

/** Outputs in a unit. */
const UNIT: i32 = 64;

/**
 * y = activation(x * B + bias) for many matrices: y[j] = sum over k of x[k] * B[k, j]. A unit is 64 outputs
 * of one matrix. Strides in bytes; `table` as in matmul.ts, with x for a.
 */
export function matvec(
  table: usize,
  n: i32,
  depth: i32,
  xStep: usize,
  bRow: usize,
  bCol: usize,
  y: usize,
  biasCol: usize,
  activation: i32,
  alphaCol: usize,
  slope: f32,
  start: i32,
  end: i32,
): void {
  const across = (n + UNIT - 1) / UNIT;
  for (let unit = start; unit < end; unit++) {
    const matrix = unit / across;
    const j = (unit % across) * UNIT;
    const columns = min(UNIT, n - j);
    const base = table + ((<usize>matrix) << 4);
    const x = <usize>load<u32>(base);
    const b = <usize>load<u32>(base, 4) + <usize>j * bCol;
    const bias = <usize>load<u32>(base, 8);
    const alpha = <usize>load<u32>(base, 12) + <usize>j * alphaCol;
    const to = y + ((<usize>(matrix * n + j)) << 2);
    if (bCol == 4) combineRows(x, xStep, b, bRow, depth, to, columns);
    else dotColumns(x, xStep, b, bRow, bCol, depth, to, columns);
    const from = bias ? bias + <usize>j * biasCol : 0;
    if (bias || activation)
      epilogue(1, columns, to, 0, from, 0, biasCol, activation, alpha, 0, alphaCol, slope);
  }
}

/** B's rows lie side by side: sums of rows, 16 columns at a time in registers. */
function combineRows(
  x: usize,
  xStep: usize,
  b: usize,
  bRow: usize,
  depth: i32,
  y: usize,
  columns: i32,
): void {
  let j = 0;
  for (; j + 16 <= columns; j += 16, b += 64, y += 64) {
    let s0 = f32x4.splat(0),
      s1 = s0,
      s2 = s0,
      s3 = s0;
    let from = x;
    let row = b;
    for (let k = 0; k < depth; k++, from += xStep, row += bRow) {
      const factor = v128.load32_splat(from);
      s0 = fma(factor, v128.load(row), s0);
      s1 = fma(factor, v128.load(row, 16), s1);
      s2 = fma(factor, v128.load(row, 32), s2);
      s3 = fma(factor, v128.load(row, 48), s3);
    }
    v128.store(y, s0), v128.store(y, s1, 16), v128.store(y, s2, 32), v128.store(y, s3, 48);
  }
  const left = columns - j;
  for (let i = 0; i < left; i += 4) {
    let sum = f32x4.splat(0);
    let from = x;
    let row = b;
    for (let k = 0; k < depth; k++, from += xStep, row += bRow)
      sum = fma(v128.load32_splat(from), get(row, i, left), sum);
    put(y, i, left, sum);
  }
}

/** B's columns lie side by side along k, or anyhow: a dot product an output. */
function dotColumns(
  x: usize,
  xStep: usize,
  b: usize,
  bRow: usize,
  bCol: usize,
  depth: i32,
  y: usize,
  columns: i32,
): void {
  const contiguous = xStep == 4 && bRow == 4;
  for (; columns > 0; columns--, b += bCol, y += 4) {
    f32.store(y, contiguous ? dot(x, b, depth) : stridedDot(x, xStep, b, bRow, depth));
  }
}

function dot(x: usize, b: usize, depth: i32): f32 {
  let s0 = f32x4.splat(0),
    s1 = s0,
    s2 = s0,
    s3 = s0;
  for (; depth >= 16; depth -= 16, x += 64, b += 64) {
    s0 = fma(v128.load(x), v128.load(b), s0);
    s1 = fma(v128.load(x, 16), v128.load(b, 16), s1);
    s2 = fma(v128.load(x, 32), v128.load(b, 32), s2);
    s3 = fma(v128.load(x, 48), v128.load(b, 48), s3);
  }
  for (; depth >= 4; depth -= 4, x += 16, b += 16) s0 = fma(v128.load(x), v128.load(b), s0);
  if (depth > 0) s1 = fma(loadTail(x, depth), loadTail(b, depth), s1);
  const sum = f32x4.add(f32x4.add(s0, s1), f32x4.add(s2, s3));
  const low = f32x4.extract_lane(sum, 0) + f32x4.extract_lane(sum, 1);
  return low + (f32x4.extract_lane(sum, 2) + f32x4.extract_lane(sum, 3));
}

function stridedDot(x: usize, xStep: usize, b: usize, bRow: usize, depth: i32): f32 {
  let even: f32 = 0;
  let odd: f32 = 0;
  for (; depth >= 2; depth -= 2, x += 2 * xStep, b += 2 * bRow) {
    even += f32.load(x) * f32.load(b);
    odd += f32.load(x + xStep) * f32.load(b + bRow);
  }
  if (depth > 0) even += f32.load(x) * f32.load(b);
  return even + odd;
}
