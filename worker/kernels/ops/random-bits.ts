/** Names and attributes of the seeded random kernels: what every backend registers and the operations ask for. */

export const SEEDED_UNIFORM = 'SeededUniform';
export const SEEDED_NORMAL = 'SeededNormal';
export const SEEDED_DROPOUT = 'SeededDropout';

/** Which stream of random numbers, and which draw of it; both are taken modulo 2³². */
export interface RandomAttributes {
  seed: number;
  counter: number;
}

export interface UniformAttributes extends RandomAttributes {
  shape: number[];
  min: number;
  max: number;
}

export interface NormalAttributes extends RandomAttributes {
  shape: number[];
  mean: number;
  standardDeviation: number;
}

export interface DropoutAttributes extends RandomAttributes {
  /** Share of the elements that become zero, in [0, 1). */
  rate: number;
}

/**
 * The random bits behind every seeded kernel: a hash of (seed, counter, index), so that any element of any
 * draw can be computed alone, in any order, on any thread, and drawn again in a gradient instead of kept.
 *
 * Two rounds of a 32-bit mixing function, keyed before each round:
 *
 *     bits(i) = mix(mix(i ^ k0) + k1)        all arithmetic modulo 2³²
 *
 * `mix` is the xorshift-multiply finaliser with the constants that C. Wellons' search found to be the least
 * biased for this form ("lowbias32", https://nullprogram.com/blog/2018/07/31/). It uses only xor, shift,
 * addition and the low half of a product, which JavaScript (`Math.imul`), WASM SIMD (`i32x4.mul`) and WGSL
 * (`u32`) compute alike: all three backends draw the same bits.
 */

export const MIX_1 = 0x7feb352d;
export const MIX_2 = 0x846ca68b;

/** 2⁻²⁴: a float32 holds 24 bits exactly, so a uniform number is the upper 24 bits times this. */
export const UNIT = 2 ** -24;

/** The two 32-bit keys (signed) of one draw. */
export type RandomKey = readonly [k0: number, k1: number];

function mix(x: number): number {
  x = Math.imul(x ^ (x >>> 16), MIX_1);
  x = Math.imul(x ^ (x >>> 15), MIX_2);
  return x ^ (x >>> 16);
}

/** Distinct pairs (seed, counter), both modulo 2³², give distinct keys: every step here can be undone. */
export function randomKey(seed: number, counter: number): RandomKey {
  const k0 = mix((mix((seed + 0x9e3779b9) | 0) + counter) | 0);
  const k1 = mix((Math.imul(k0, 0x2545f491) + seed) | 0);
  return [k0, k1];
}

/** The 32 random bits (signed) of element `index`. */
export function randomBits(index: number, [k0, k1]: RandomKey): number {
  return mix((mix(index ^ k0) + k1) | 0);
}

/** An element is kept when its bits, unsigned, are not below this. */
export function dropoutThreshold(rate: number): number {
  return Math.floor(rate * 2 ** 32);
}

/** What a kept element is multiplied with, as a float32. */
export function dropoutScale(rate: number): number {
  return Math.fround(1 / (1 - rate));
}

/** The largest float32 below `x`: the ceiling that keeps rounding from reaching the excluded bound. */
export function floatBelow(x: number): number {
  const float = new Float32Array([x]);
  if (float[0]! < x) return float[0]!;
  const bits = new Int32Array(float.buffer);
  if (float[0] === 0) return -(2 ** -149);
  bits[0]! += float[0]! > 0 ? -1 : 1;
  return float[0]!;
}
