// What follows a matrix multiplication or convolution while its block of C is still in cache.

/** Activations, numbered as worker/kernels/activation.ts numbers them. */
const RELU: i32 = 1;
const RELU6: i32 = 2;
const LEAKY_RELU: i32 = 3; // anything that is none of the others
const PRELU: i32 = 4;

/**
 * C = activation(C + bias) in place. Strides in bytes, 0 where bias or alpha is broadcast; bias 0: none.
 * Leaky ReLU takes its slope from `slope`, PReLU from alpha.
 */
export function epilogue(
  rows: i32, columns: i32, c: usize, cRow: usize,
  bias: usize, biasRow: usize, biasCol: usize,
  activation: i32, alpha: usize, alphaRow: usize, alphaCol: usize, slope: f32,
): void {
  for (; rows > 0; rows--, c += cRow, bias += biasRow, alpha += alphaRow) {
    if (bias) addRow(c, bias, biasCol, columns);
    if (activation) activateRow(c, columns, activation, alpha, alphaCol, slope);
  }
}

function addRow(c: usize, bias: usize, biasCol: usize, columns: i32): void {
  if (biasCol == 4) {
    for (; columns >= 4; columns -= 4, c += 16, bias += 16) v128.store(c, f32x4.add(v128.load(c), v128.load(bias)));
  }
  for (; columns > 0; columns--, c += 4, bias += biasCol) f32.store(c, f32.load(c) + f32.load(bias));
}

function activateRow(c: usize, columns: i32, activation: i32, alpha: usize, alphaCol: usize, slope: f32): void {
  for (; columns >= 4; columns -= 4, c += 16, alpha += 4 * alphaCol) {
    let factor = f32x4.splat(slope);
    if (activation == PRELU) factor = alphaCol ? v128.load(alpha) : v128.load32_splat(alpha);
    v128.store(c, activate(v128.load(c), activation, factor));
  }
  for (; columns > 0; columns--, c += 4, alpha += alphaCol) {
    const factor = activation == PRELU ? v128.load32_splat(alpha) : f32x4.splat(slope);
    f32.store(c, f32x4.extract_lane(activate(v128.load32_splat(c), activation, factor), 0));
  }
}

// @ts-ignore: decorator
@inline
function activate(x: v128, activation: i32, factor: v128): v128 {
  const zero = f32x4.splat(0);
  if (activation == RELU) return f32x4.max(x, zero);
  if (activation == RELU6) return f32x4.min(f32x4.max(x, zero), f32x4.splat(6));
  return v128.bitselect(f32x4.mul(x, factor), x, f32x4.lt(x, zero));
}
