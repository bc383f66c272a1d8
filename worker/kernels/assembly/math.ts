// Functions of four floats at once, each from its series and argument reduction. The errors stated are the
// largest found against double precision, in units of the last place, over 24 million arguments a range.
import { fma } from './fma';

// All exponentials take x = n ln 2 + r with |r| ≤ ln 2 / 2, and ln 2 in two parts, so that n times the upper
// one is exact. Adding a large number rounds x / ln 2 to the integer n and leaves n, with the bias of an
// exponent, in the lowest bits: shifted up, they are the float 2ⁿ.
const ROUND: f32 = 12582912 + 127; // 1.5 · 2²³ + the bias
const PER_LN2: f32 = 1.44269504;
const LN2_UPPER: f32 = 0.693359375;
const LN2_LOWER: f32 = -2.1219444e-4;

// @ts-ignore: decorator
@inline
function remainder(x: v128, n: v128): v128 {
  return fma(n, f32x4.splat(-LN2_LOWER), fma(n, f32x4.splat(-LN2_UPPER), x));
}

/** eʳ − 1 by its Taylor series, whose next term is below 6e-9. */
// @ts-ignore: decorator
@inline
function series(r: v128): v128 {
  let p = fma(r, f32x4.splat(1.0 / 5040), f32x4.splat(1.0 / 720));
  p = fma(p, r, f32x4.splat(1.0 / 120));
  p = fma(p, r, f32x4.splat(1.0 / 24));
  p = fma(p, r, f32x4.splat(1.0 / 6));
  p = fma(p, r, f32x4.splat(0.5));
  return fma(f32x4.mul(p, r), r, r);
}

/** eˣ, to 1.3 units; overflows to infinity, underflows through the denormals to 0, keeps NaN. */
// @ts-ignore: decorator
@inline
export function exp4(x: v128): v128 {
  const clamped = f32x4.pmin(f32x4.pmax(x, f32x4.splat(-104)), f32x4.splat(89));
  const shifted = fma(clamped, f32x4.splat(PER_LN2), f32x4.splat(ROUND));
  const p = f32x4.add(series(remainder(clamped, f32x4.sub(shifted, f32x4.splat(ROUND)))), f32x4.splat(1));
  // 2ⁿ in two factors: n reaches past the exponents that one float can hold.
  const n = i32x4.sub(shifted, f32x4.splat(ROUND));
  const half = i32x4.shr_s(n, 1);
  const other = i32x4.sub(n, half);
  const bias = i32x4.splat(127);
  const scaled = f32x4.mul(p, i32x4.shl(i32x4.add(half, bias), 23));
  return f32x4.mul(scaled, i32x4.shl(i32x4.add(other, bias), 23));
}

/** eˣ for x in [−87, 88]; to be clamped by the caller. */
// @ts-ignore: decorator
@inline
export function expNormal4(x: v128): v128 {
  const shifted = fma(x, f32x4.splat(PER_LN2), f32x4.splat(ROUND));
  const p = series(remainder(x, f32x4.sub(shifted, f32x4.splat(ROUND))));
  const power = i32x4.shl(shifted, 23);
  return fma(power, p, power);
}

/** eˣ, to 1.3 units, for x ≤ 88; 0 below −87, where it is smaller than a normal float; keeps NaN. */
// @ts-ignore: decorator
@inline
export function expBelow4(x: v128): v128 {
  const least = f32x4.splat(-87);
  return v128.andnot(expNormal4(f32x4.pmax(x, least)), f32x4.lt(x, least));
}

/** eˣ − 1, to 2 units, for x ≤ 88; −1 from −87 down. */
// @ts-ignore: decorator
@inline
export function expm14(x: v128): v128 {
  const clamped = f32x4.pmax(x, f32x4.splat(-87));
  const shifted = fma(clamped, f32x4.splat(PER_LN2), f32x4.splat(ROUND));
  const p = series(remainder(clamped, f32x4.sub(shifted, f32x4.splat(ROUND))));
  const power = i32x4.shl(shifted, 23);
  return fma(power, p, f32x4.sub(power, f32x4.splat(1)));
}

/** ln x, to 1 unit; −∞ at 0, NaN below. */
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
  const small = fma(n, f32x4.splat(LN2_LOWER), tail);
  const result = fma(n, f32x4.splat(LN2_UPPER), f32x4.add(small, f));
  // ∞ and NaN return themselves, 0 gives −∞, a negative number NaN.
  const ordinary = f32x4.lt(x, f32x4.splat(Infinity));
  const zero = f32x4.eq(x, f32x4.splat(0));
  const negative = f32x4.lt(x, f32x4.splat(0));
  const finite = v128.bitselect(f32x4.splat(-Infinity), v128.or(result, negative), zero);
  return v128.bitselect(finite, x, ordinary);
}

/** 1 / (1 + e⁻ˣ), to 2.5 units; at most 6e-39 off where it is smaller than a normal float. */
// @ts-ignore: decorator
@inline
export function sigmoid4(x: v128): v128 {
  const one = f32x4.splat(1);
  const clamped = f32x4.pmin(f32x4.pmax(f32x4.neg(x), f32x4.splat(-87)), f32x4.splat(88));
  return f32x4.div(one, f32x4.add(one, expNormal4(clamped)));
}

/** tanh x = e / (e + 2) with e = e²ˣ − 1, for x ≥ 0 and mirrored; to 3 units. Beyond 10 it is 1. */
// @ts-ignore: decorator
@inline
export function tanh4(x: v128): v128 {
  const size = f32x4.abs(x);
  const e = expm14(f32x4.pmin(f32x4.add(size, size), f32x4.splat(20)));
  const y = f32x4.div(e, f32x4.add(e, f32x4.splat(2)));
  return v128.or(y, v128.and(x, f32x4.splat(-0.0)));
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
