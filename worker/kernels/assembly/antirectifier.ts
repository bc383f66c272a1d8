// The antirectifier along rows of `width` floats: z = x − mean, u = z / √(Σ z² + ε), y = [max(u, 0), max(−u, 0)].
import { get, put } from './lanes';

/** Rows of x have `width` floats, those of y twice as many. */
export function antirectifyRows(x: usize, y: usize, width: i32, epsilon: f32, start: i32, end: i32): void {
  const zero = f32x4.splat(0);
  for (let row = start; row < end; row++) {
    const from = x + ((<usize>(row * width)) << 2);
    const positive = y + ((<usize>(row * width)) << 3);
    const negative = positive + ((<usize>width) << 2);
    const mean = f32x4.splat(meanOf(from, width));
    const scale = f32x4.splat(scaleOf(from, width, mean, epsilon));
    for (let i = 0; i < width; i += 4) {
      const u = f32x4.mul(f32x4.sub(get(from, i, width), mean), scale);
      put(positive, i, width, f32x4.max(u, zero));
      put(negative, i, width, f32x4.max(f32x4.neg(u), zero));
    }
  }
}

/** du = dy₊ where u > 0, −dy₋ where u < 0; dz = (du − u · Σ u du) / √(Σ z² + ε); dx = dz − mean. */
export function antirectifyGradRows(
  dy: usize,
  x: usize,
  dx: usize,
  width: i32,
  epsilon: f32,
  start: i32,
  end: i32,
): void {
  for (let row = start; row < end; row++) {
    const from = x + ((<usize>(row * width)) << 2);
    const to = dx + ((<usize>(row * width)) << 2);
    const positive = dy + ((<usize>(row * width)) << 3);
    const negative = positive + ((<usize>width) << 2);
    const mean = f32x4.splat(meanOf(from, width));
    const scale = f32x4.splat(scaleOf(from, width, mean, epsilon));
    let dots = f32x4.splat(0);
    for (let i = 0; i < width; i += 4) {
      const z = f32x4.sub(get(from, i, width), mean);
      const du = passed(z, get(positive, i, width), get(negative, i, width));
      // Lanes beyond the row hold −mean: they do not count, as both gradients are 0 there.
      dots = f32x4.add(dots, f32x4.mul(z, du));
      put(to, i, width, du);
    }
    const dot = f32x4.mul(f32x4.splat(across(dots)), f32x4.mul(scale, scale));
    let sums = f32x4.splat(0);
    for (let i = 0; i < width; i += 4) {
      const z = f32x4.sub(get(from, i, width), mean);
      const dz = f32x4.mul(f32x4.sub(get(to, i, width), f32x4.mul(z, dot)), scale);
      sums = f32x4.add(sums, inside(dz, width - i));
      put(to, i, width, dz);
    }
    const shift = f32x4.splat(across(sums) / <f32>width);
    for (let i = 0; i < width; i += 4) put(to, i, width, f32x4.sub(get(to, i, width), shift));
  }
}

/** The gradient that the side with z's sign lets through. */
// @ts-ignore: decorator
@inline
function passed(z: v128, positive: v128, negative: v128): v128 {
  const zero = f32x4.splat(0);
  return f32x4.sub(v128.and(positive, f32x4.gt(z, zero)), v128.and(negative, f32x4.lt(z, zero)));
}

function meanOf(row: usize, width: i32): f32 {
  let sums = f32x4.splat(0);
  for (let i = 0; i < width; i += 4) sums = f32x4.add(sums, get(row, i, width));
  return across(sums) / <f32>width;
}

/** 1 / √(Σ z² + ε) */
function scaleOf(row: usize, width: i32, mean: v128, epsilon: f32): f32 {
  let sums = f32x4.splat(0);
  for (let i = 0; i < width; i += 4) {
    const z = inside(f32x4.sub(get(row, i, width), mean), width - i);
    sums = f32x4.add(sums, f32x4.mul(z, z));
  }
  return 1 / Mathf.sqrt(across(sums) + epsilon);
}

/** The first `count` lanes; 0 in the others. */
// @ts-ignore: decorator
@inline
function inside(v: v128, count: i32): v128 {
  return v128.and(v, i32x4.gt_s(i32x4.splat(count), i32x4(0, 1, 2, 3)));
}

// @ts-ignore: decorator
@inline
function across(a: v128): f32 {
  const low = f32x4.extract_lane(a, 0) + f32x4.extract_lane(a, 1);
  return low + (f32x4.extract_lane(a, 2) + f32x4.extract_lane(a, 3));
}
