// The activations of recurrent cells, numbered as ops/recurrent.ts numbers them.
import { sigmoid4, tanh4 } from './math';

const LINEAR: i32 = 0;
const RELU: i32 = 1;
const SIGMOID: i32 = 2;
const HARD_SIGMOID: i32 = 3;

/** Not inlined: it is large, and called in many places. */
export function gate(x: v128, activation: i32): v128 {
  if (activation > HARD_SIGMOID) return tanh4(x);
  if (activation == HARD_SIGMOID) {
    const line = f32x4.add(f32x4.splat(0.5), f32x4.mul(f32x4.splat(0.2), x));
    return f32x4.min(f32x4.max(line, f32x4.splat(0)), f32x4.splat(1));
  }
  if (activation == SIGMOID) return sigmoid4(x);
  if (activation == RELU) return f32x4.max(x, f32x4.splat(0));
  return x;
}

/** dy times the derivative, told from the output y. */
export function gateGradient(dy: v128, y: v128, activation: i32): v128 {
  if (activation > HARD_SIGMOID) return f32x4.sub(dy, f32x4.mul(dy, f32x4.mul(y, y)));
  if (activation == LINEAR) return dy;
  const zero = f32x4.splat(0);
  const one = f32x4.splat(1);
  if (activation == SIGMOID) return f32x4.mul(dy, f32x4.mul(y, f32x4.sub(one, y)));
  const positive = f32x4.gt(y, zero);
  if (activation == RELU) return v128.and(dy, positive);
  return v128.and(f32x4.mul(dy, f32x4.splat(0.2)), v128.and(positive, f32x4.lt(y, one)));
}
