// The hash of ops/random-bits.ts, four elements at once, and what is made of it.
import { cosQuarter4, log4, sinQuarter4 } from './math';

// @ts-ignore: decorator
@inline
function mix4(x: v128): v128 {
  x = i32x4.mul(v128.xor(x, i32x4.shr_u(x, 16)), i32x4.splat(0x7feb352d));
  x = i32x4.mul(v128.xor(x, i32x4.shr_u(x, 15)), i32x4.splat(0x846ca68b));
  return v128.xor(x, i32x4.shr_u(x, 16));
}

// @ts-ignore: decorator
@inline
function bits4(index: v128, k0: i32, k1: i32): v128 {
  return mix4(i32x4.add(mix4(v128.xor(index, i32x4.splat(k0))), i32x4.splat(k1)));
}

/** The upper 24 bits as a number in [0, 1). */
// @ts-ignore: decorator
@inline
function unit4(bits: v128): v128 {
  return f32x4.mul(f32x4.convert_i32x4_s(i32x4.shr_u(bits, 8)), f32x4.splat(5.9604644775390625e-8));
}

/** The indices i to i + 3. */
// @ts-ignore: decorator
@inline
function indices(i: i32): v128 {
  return i32x4.add(i32x4.splat(i), i32x4(0, 1, 2, 3));
}

/** y[i] = min(low + range · uniform(i), last) for i in [start, end); a run ends as in unary.ts. */
export function randomUniform(
  y: usize,
  k0: i32,
  k1: i32,
  low: f32,
  range: f32,
  last: f32,
  start: i32,
  end: i32,
): void {
  let i = start;
  end = max(end, 4);
  while (i < end) {
    for (; i + 4 <= end; i += 4) {
      const u = f32x4.mul(unit4(bits4(indices(i), k0, k1)), f32x4.splat(range));
      const v = f32x4.pmin(f32x4.add(u, f32x4.splat(low)), f32x4.splat(last));
      v128.store(y + ((<usize>i) << 2), v);
    }
    if (i < end) i = end - 4;
  }
}

/**
 * Box and Muller: the uniform numbers 2j and 2j + 1 make the normal ones of the same indices.
 * The units [start, end) are groups of 8 elements.
 */
export function randomNormal(
  y: usize,
  k0: i32,
  k1: i32,
  mean: f32,
  deviation: f32,
  start: i32,
  end: i32,
): void {
  for (let group = start; group < end; group++) {
    const i = group << 3;
    const a = bits4(indices(i), k0, k1);
    const b = bits4(indices(i + 4), k0, k1);
    const even = v128.shuffle<i32>(a, b, 0, 2, 4, 6);
    const odd = v128.shuffle<i32>(a, b, 1, 3, 5, 7);
    const u = f32x4.add(unit4(even), f32x4.splat(5.9604644775390625e-8));
    const radius = f32x4.mul(f32x4.splat(deviation), f32x4.sqrt(f32x4.mul(f32x4.splat(-2), log4(u))));
    // The angle in quarter turns is q + f; each quarter turn swaps and flips sine and cosine.
    const turns = f32x4.mul(unit4(odd), f32x4.splat(4));
    const whole = f32x4.nearest(turns);
    const f = f32x4.sub(turns, whole);
    const q = i32x4.trunc_sat_f32x4_s(whole);
    const c = cosQuarter4(f);
    const s = sinQuarter4(f);
    const swapped = i32x4.ne(v128.and(q, i32x4.splat(1)), i32x4.splat(0));
    const cosSign = i32x4.shl(v128.and(i32x4.add(q, i32x4.splat(1)), i32x4.splat(2)), 30);
    const sinSign = i32x4.shl(v128.and(q, i32x4.splat(2)), 30);
    const cosine = v128.xor(v128.bitselect(s, c, swapped), cosSign);
    const sine = v128.xor(v128.bitselect(c, s, swapped), sinSign);
    const m = f32x4.splat(mean);
    const first = f32x4.add(m, f32x4.mul(radius, cosine));
    const second = f32x4.add(m, f32x4.mul(radius, sine));
    const low = v128.shuffle<i32>(first, second, 0, 4, 1, 5);
    const high = v128.shuffle<i32>(first, second, 2, 6, 3, 7);
    const to = y + ((<usize>i) << 2);
    v128.store(to, low);
    v128.store(to, high, 16);
  }
}

/**
 * y[i] = x[i] · scale where the bits of i, unsigned, reach the threshold, and 0 elsewhere; i in [start, end).
 * A run ends as in unary.ts.
 */
export function randomDropout(
  x: usize,
  y: usize,
  k0: i32,
  k1: i32,
  threshold: i32,
  scale: f32,
  start: i32,
  end: i32,
): void {
  let i = start;
  end = max(end, 4);
  while (i < end) {
    for (; i + 4 <= end; i += 4) {
      const at = (<usize>i) << 2;
      const keep = i32x4.ge_u(bits4(indices(i), k0, k1), i32x4.splat(threshold));
      v128.store(y + at, v128.and(f32x4.mul(v128.load(x + at), f32x4.splat(scale)), keep));
    }
    if (i < end) i = end - 4;
  }
}
