// Softmax along rows of `width` floats, and its gradient.
import { get, loadTail, put, storeTail } from './lanes';
import { expBelow4 } from './math';

/** y = eˣ / Σ eˣ, x reduced by its largest first. */
export function softmaxRows(x: usize, y: usize, width: i32, start: i32, end: i32): void {
  for (let row = start; row < end; row++) {
    const from = x + ((<usize>(row * width)) << 2);
    const to = y + ((<usize>(row * width)) << 2);
    let largest = f32.load(from);
    let i = 0;
    if (width >= 4) {
      let most = v128.load(from);
      for (i = 4; i + 4 <= width; i += 4) most = f32x4.max(most, v128.load(from + ((<usize>i) << 2)));
      const low = max<f32>(f32x4.extract_lane(most, 0), f32x4.extract_lane(most, 1));
      largest = max<f32>(low, max<f32>(f32x4.extract_lane(most, 2), f32x4.extract_lane(most, 3)));
    }
    for (; i < width; i++) largest = max<f32>(largest, f32.load(from + ((<usize>i) << 2)));
    const shift = f32x4.splat(largest);
    let sums = f32x4.splat(0);
    // The last lanes may lie beyond the row: they are read, but neither counted nor written.
    for (i = 0; i < width; i += 4) {
      const powers = expBelow4(f32x4.sub(v128.load(from + ((<usize>i) << 2)), shift));
      const counted = v128.and(powers, firstLanes(width - i));
      sums = f32x4.add(sums, counted);
      put(to, i, width, counted);
    }
    const factor = f32x4.splat(1 / across(sums));
    for (i = 0; i < width; i += 4) put(to, i, width, f32x4.mul(get(to, i, width), factor));
  }
}

/** dx = y · (dy − Σ dy · y). */
export function softmaxGradRows(dy: usize, y: usize, dx: usize, width: i32, start: i32, end: i32): void {
  for (let row = start; row < end; row++) {
    const at = (<usize>(row * width)) << 2;
    let sums = f32x4.splat(0);
    let i = 0;
    for (; i + 4 <= width; i += 4) {
      const lanes = at + ((<usize>i) << 2);
      sums = f32x4.add(sums, f32x4.mul(v128.load(dy + lanes), v128.load(y + lanes)));
    }
    const left = width - i;
    const last = at + ((<usize>i) << 2);
    if (left) sums = f32x4.add(sums, f32x4.mul(loadTail(dy + last, left), loadTail(y + last, left)));
    const dot = f32x4.splat(across(sums));
    for (i = 0; i + 4 <= width; i += 4) {
      const lanes = at + ((<usize>i) << 2);
      v128.store(dx + lanes, f32x4.mul(v128.load(y + lanes), f32x4.sub(v128.load(dy + lanes), dot)));
    }
    if (!left) continue;
    storeTail(
      dx + last,
      f32x4.mul(loadTail(y + last, left), f32x4.sub(loadTail(dy + last, left), dot)),
      left,
    );
  }
}

// @ts-ignore: decorator
@inline
function across(a: v128): f32 {
  const low = f32x4.extract_lane(a, 0) + f32x4.extract_lane(a, 1);
  return low + (f32x4.extract_lane(a, 2) + f32x4.extract_lane(a, 3));
}

/** All bits set in the first `count` lanes. */
// @ts-ignore: decorator
@inline
function firstLanes(count: i32): v128 {
  return i32x4.gt_s(i32x4.splat(count), i32x4(0, 1, 2, 3));
}
