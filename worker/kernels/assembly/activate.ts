/** Activation codes: 0 none, 1 relu, 2 relu6, 3 a slope for negative values. */
// @ts-ignore: decorator
@inline
export function activate(v: v128, slope: v128, activation: i32): v128 {
  const zero = f32x4.splat(0);
  const positive = f32x4.max(v, zero);
  if (activation == 1) return positive;
  if (activation == 2) return f32x4.min(positive, f32x4.splat(6));
  return f32x4.add(positive, f32x4.mul(slope, f32x4.min(v, zero)));
}
