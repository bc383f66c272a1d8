// What a convolution does to its sums before it stores them, four channels at a time. Activations are numbered
// as ops/epilogue.ts numbers them.
import { epilogue } from './epilogue';

const RELU: i32 = 1;
const RELU6: i32 = 2;
const PRELU: i32 = 4; // and with it leaky ReLU: the slopes come one for each channel

/** Those that are cheap enough to be done at once. */
// @ts-ignore: decorator
@inline
export function activateEarly(v: v128, slope: v128, activation: i32): v128 {
  if (activation > PRELU) return v;
  const zero = f32x4.splat(0);
  const positive = f32x4.max(v, zero);
  if (activation == RELU) return positive;
  if (activation == RELU6) return f32x4.min(positive, f32x4.splat(6));
  return v128.bitselect(f32x4.mul(slope, v), v, f32x4.lt(v, zero));
}

/** The others: they go over what has been stored, pixels that are `step` bytes apart. */
export function activateLate(to: usize, pixels: i32, channels: i32, step: usize, activation: i32): void {
  if (activation > PRELU) epilogue(pixels, channels, to, step, 0, 0, 0, activation, 0, 0, 0, 0);
}
