/** 1 in the relaxed SIMD build, 0 in the other: the build script defines it. */
// @ts-ignore: introduced by `asc --use RELAXED=...`
export const relaxed: i32 = RELAXED;

/** a * b + c: in one instruction with relaxed SIMD, rounded twice without. */
// @ts-ignore: decorator
@inline
export function fma(a: v128, b: v128, c: v128): v128 {
  if (relaxed) return f32x4.relaxed_madd(a, b, c);
  return f32x4.add(f32x4.mul(a, b), c);
}
