// Functions of four floats at once, each from its series and argument reduction. The errors stated are the
// largest found against double precision, in units of the last place, over 24 million arguments a range.
import { fma } from './fma';

/** eˣ, to 1.3 units; overflows to infinity, underflows through the denormals to 0, keeps NaN. */
// @ts-ignore: decorator
@inline
export function exp4(x: v128): v128 {
  // x = n ln 2 + r with |r| ≤ ln 2 / 2; ln 2 is split so that n times its upper part is exact.
  const clamped = f32x4.min(f32x4.max(x, f32x4.splat(-104)), f32x4.splat(89));
  const n = f32x4.nearest(f32x4.mul(clamped, f32x4.splat(1.44269504)));
  const r = fma(n, f32x4.splat(2.12194440e-4), fma(n, f32x4.splat(-0.693359375), clamped));
  // The Taylor series, whose next term is below 6e-9.
  let p = fma(r, f32x4.splat(1.0 / 5040), f32x4.splat(1.0 / 720));
  p = fma(p, r, f32x4.splat(1.0 / 120));
  p = fma(p, r, f32x4.splat(1.0 / 24));
  p = fma(p, r, f32x4.splat(1.0 / 6));
  p = fma(p, r, f32x4.splat(0.5));
  p = fma(p, r, f32x4.splat(1));
  p = fma(p, r, f32x4.splat(1));
  // 2ⁿ in two factors: n reaches past the exponents that one float can hold.
  const whole = i32x4.trunc_sat_f32x4_s(n);
  const half = i32x4.shr_s(whole, 1);
  return f32x4.mul(f32x4.mul(p, powerOfTwo(half)), powerOfTwo(i32x4.sub(whole, half)));
}

/** 2ⁿ for integers −126 ≤ n ≤ 127. */
// @ts-ignore: decorator
@inline
function powerOfTwo(n: v128): v128 {
  return i32x4.shl(i32x4.add(n, i32x4.splat(127)), 23);
}

/** ln x, to 1 unit; −∞ at 0, NaN below. */
// @ts-ignore: decorator
@inline
export function log4(x: v128): v128 {
  // Denormals are scaled up by 2²⁴ first.
  const tiny = f32x4.lt(x, f32x4.splat(1.17549435e-38));
  const scaled = f32x4.mul(x, v128.bitselect(f32x4.splat(16777216), f32x4.splat(1), tiny));
  // x = 2ⁿ m with √½ ≤ m < √2: subtracting the bits of √½ rounds the exponent the right way.
  const bits = i32x4.sub(scaled, i32x4.splat(0x3f3504f3));
  const exponent = i32x4.sub(i32x4.shr_s(bits, 23), v128.and(tiny, i32x4.splat(24)));
  const m = i32x4.add(v128.and(bits, i32x4.splat(0x7fffff)), i32x4.splat(0x3f3504f3));
  const n = f32x4.convert_i32x4_s(exponent);
  // With s = (m − 1) / (m + 1): ln m = 2 artanh s = 2s + 2s³/3 + …, and 2s = f − s f for f = m − 1.
  const f = f32x4.sub(m, f32x4.splat(1));
  const s = f32x4.div(f, f32x4.add(m, f32x4.splat(1)));
  const ss = f32x4.mul(s, s);
  let p = fma(ss, f32x4.splat(2.0 / 9), f32x4.splat(2.0 / 7));
  p = fma(p, ss, f32x4.splat(2.0 / 5));
  p = fma(p, ss, f32x4.splat(2.0 / 3));
  const tail = fma(f32x4.mul(s, ss), p, f32x4.neg(f32x4.mul(s, f)));
  const small = fma(n, f32x4.splat(-2.12194440e-4), tail);
  const result = fma(n, f32x4.splat(0.693359375), f32x4.add(small, f));
  // ∞ and NaN return themselves, 0 gives −∞, a negative number NaN.
  const ordinary = f32x4.lt(x, f32x4.splat(Infinity));
  const zero = f32x4.eq(x, f32x4.splat(0));
  const negative = f32x4.lt(x, f32x4.splat(0));
  const finite = v128.bitselect(f32x4.splat(-Infinity), v128.or(result, negative), zero);
  return v128.bitselect(finite, x, ordinary);
}

/** 1 / (1 + e⁻ˣ), to 2.5 units. */
// @ts-ignore: decorator
@inline
export function sigmoid4(x: v128): v128 {
  const one = f32x4.splat(1);
  return f32x4.div(one, f32x4.add(one, exp4(f32x4.neg(x))));
}

/** tanh x, to 3 units: near 0 by its continued fraction, elsewhere 1 − 2 / (e²ˣ + 1). */
// @ts-ignore: decorator
@inline
export function tanh4(x: v128): v128 {
  const one = f32x4.splat(1);
  const xx = f32x4.mul(x, x);
  // x / (1 + x²/(3 + x²/(5 + x²/(7 + x²/9)))) as a quotient; its error is below 1e-9 for |x| < 0.625.
  const above = fma(fma(xx, one, f32x4.splat(105)), xx, f32x4.splat(945));
  const below = fma(fma(xx, f32x4.splat(15), f32x4.splat(420)), xx, f32x4.splat(945));
  const near = f32x4.div(f32x4.mul(x, above), below);
  const size = f32x4.abs(x);
  const far = f32x4.sub(one, f32x4.div(f32x4.splat(2), f32x4.add(exp4(f32x4.add(size, size)), one)));
  const signed = v128.or(far, v128.and(x, f32x4.splat(-0.0)));
  return v128.bitselect(near, signed, f32x4.lt(size, f32x4.splat(0.625)));
}

/** cos(πf/2) and sin(πf/2) for |f| ≤ ½ : Taylor series whose next terms are below 3e-9. */
// @ts-ignore: decorator
@inline
export function cosQuarter4(f: v128): v128 {
  const a = f32x4.mul(f, f32x4.splat(1.57079633));
  const aa = f32x4.mul(a, a);
  let p = fma(aa, f32x4.splat(-1.0 / 3628800), f32x4.splat(1.0 / 40320));
  p = fma(p, aa, f32x4.splat(-1.0 / 720));
  p = fma(p, aa, f32x4.splat(1.0 / 24));
  p = fma(p, aa, f32x4.splat(-0.5));
  return fma(p, aa, f32x4.splat(1));
}

// @ts-ignore: decorator
@inline
export function sinQuarter4(f: v128): v128 {
  const a = f32x4.mul(f, f32x4.splat(1.57079633));
  const aa = f32x4.mul(a, a);
  let p = fma(aa, f32x4.splat(1.0 / 362880), f32x4.splat(-1.0 / 5040));
  p = fma(p, aa, f32x4.splat(1.0 / 120));
  p = fma(p, aa, f32x4.splat(-1.0 / 6));
  return fma(f32x4.mul(a, aa), p, a);
}
