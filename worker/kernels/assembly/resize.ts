// Resizing of channels-last images. `rowRatio` and `columnRatio` are old over new lengths, in doubles and used
// as TensorFlow.js' CPU backend does, so that both take the same pixels. A unit is a row: of the output in the
// forward passes, of dx in the gradients.
import { clear, copy } from './copy';
import { loadLanes, storeLanes } from './lanes';

/** Which source pixel the output pixel `i` takes. */
// @ts-ignore: decorator
@inline
function nearest(i: i32, ratio: f64, alignCorners: bool, halfPixel: bool, length: i32): i32 {
  const at = ratio * (halfPixel ? <f64>i + 0.5 : <f64>i);
  return max(0, min(length - 1, <i32>floor<f64>(alignCorners ? at + 0.5 : at)));
}

/** Where between the source pixels the output pixel `i` lies. */
// @ts-ignore: decorator
@inline
function between(i: i32, ratio: f64, halfPixel: bool): f64 {
  return halfPixel ? ratio * (<f64>i + 0.5) - 0.5 : ratio * <f64>i;
}

export function resizeNearest(
  x: usize,
  y: usize,
  inHeight: i32,
  inWidth: i32,
  channels: i32,
  outHeight: i32,
  outWidth: i32,
  rowRatio: f64,
  columnRatio: f64,
  alignCorners: bool,
  halfPixel: bool,
  start: i32,
  end: i32,
): void {
  const pixel = (<usize>channels) << 2;
  let to = y + <usize>(start * outWidth) * pixel;
  for (let unit = start; unit < end; unit++) {
    const row = nearest(unit % outHeight, rowRatio, alignCorners, halfPixel, inHeight);
    const line = x + <usize>(((unit / outHeight) * inHeight + row) * inWidth) * pixel;
    for (let j = 0; j < outWidth; j++, to += pixel) {
      copy(to, line + <usize>nearest(j, columnRatio, alignCorners, halfPixel, inWidth) * pixel, pixel);
    }
  }
}

export function resizeNearestGrad(
  dy: usize,
  dx: usize,
  inHeight: i32,
  inWidth: i32,
  channels: i32,
  outHeight: i32,
  outWidth: i32,
  rowRatio: f64,
  columnRatio: f64,
  alignCorners: bool,
  halfPixel: bool,
  start: i32,
  end: i32,
): void {
  const pixel = (<usize>channels) << 2;
  for (let unit = start; unit < end; unit++) {
    const row = unit % inHeight;
    const to = dx + <usize>(unit * inWidth) * pixel;
    clear(to, <usize>inWidth * pixel);
    const last = lastRow(row, rowRatio, outHeight);
    for (let i = firstRow(row, rowRatio); i < last; i++) {
      if (nearest(i, rowRatio, alignCorners, halfPixel, inHeight) != row) continue;
      let from = dy + <usize>(((unit / inHeight) * outHeight + i) * outWidth) * pixel;
      for (let j = 0; j < outWidth; j++, from += pixel) {
        const column = nearest(j, columnRatio, alignCorners, halfPixel, inWidth);
        addScaled(to + <usize>column * pixel, from, channels, f32x4.splat(1));
      }
    }
  }
}

export function resizeBilinear(
  x: usize,
  y: usize,
  inHeight: i32,
  inWidth: i32,
  channels: i32,
  outHeight: i32,
  outWidth: i32,
  rowRatio: f64,
  columnRatio: f64,
  alignCorners: bool,
  halfPixel: bool,
  start: i32,
  end: i32,
): void {
  const pixel = (<usize>channels) << 2;
  let to = y + <usize>(start * outWidth) * pixel;
  for (let unit = start; unit < end; unit++) {
    const image = x + <usize>((unit / outHeight) * inHeight * inWidth) * pixel;
    const row = between(unit % outHeight, rowRatio, halfPixel);
    const above = max(0, <i32>floor(row));
    const top = image + <usize>(above * inWidth) * pixel;
    const bottom = image + <usize>(min(inHeight - 1, <i32>ceil(row)) * inWidth) * pixel;
    const down = f32x4.splat(<f32>(row - <f64>above));
    for (let j = 0; j < outWidth; j++, to += pixel) {
      const column = between(j, columnRatio, halfPixel);
      const before = max(0, <i32>floor(column));
      const left = <usize>before * pixel;
      const right = <usize>min(inWidth - 1, <i32>ceil(column)) * pixel;
      const across = f32x4.splat(<f32>(column - <f64>before));
      for (let c = 0; c < channels; c += 4) {
        const lanes = channels - c;
        const shift = (<usize>c) << 2;
        const upper = mix(
          loadLanes(top + left + shift, lanes),
          loadLanes(top + right + shift, lanes),
          across,
        );
        const lower = mix(
          loadLanes(bottom + left + shift, lanes),
          loadLanes(bottom + right + shift, lanes),
          across,
        );
        storeLanes(to + shift, mix(upper, lower, down), lanes);
      }
    }
  }
}

// @ts-ignore: decorator
@inline
function mix(a: v128, b: v128, part: v128): v128 {
  return f32x4.add(a, f32x4.mul(f32x4.sub(b, a), part));
}

export function resizeBilinearGrad(
  dy: usize,
  dx: usize,
  inHeight: i32,
  inWidth: i32,
  channels: i32,
  outHeight: i32,
  outWidth: i32,
  rowRatio: f64,
  columnRatio: f64,
  alignCorners: bool,
  halfPixel: bool,
  start: i32,
  end: i32,
): void {
  const pixel = (<usize>channels) << 2;
  for (let unit = start; unit < end; unit++) {
    const row = unit % inHeight;
    const to = dx + <usize>(unit * inWidth) * pixel;
    clear(to, <usize>inWidth * pixel);
    const last = lastRow(row, rowRatio, outHeight);
    for (let i = firstRow(row, rowRatio); i < last; i++) {
      const at = between(i, rowRatio, halfPixel);
      const above = max(0, <i32>floor(at));
      let weight: f64 = 0;
      if (above == row) weight += 1 - (at - <f64>above);
      if (min(inHeight - 1, <i32>ceil(at)) == row) weight += at - <f64>above;
      if (weight == 0) continue;
      let from = dy + <usize>(((unit / inHeight) * outHeight + i) * outWidth) * pixel;
      for (let j = 0; j < outWidth; j++, from += pixel) {
        const column = between(j, columnRatio, halfPixel);
        const before = max(0, <i32>floor(column));
        const after = min(inWidth - 1, <i32>ceil(column));
        const part = column - <f64>before;
        addScaled(to + <usize>before * pixel, from, channels, f32x4.splat(<f32>(weight * (1 - part))));
        addScaled(to + <usize>after * pixel, from, channels, f32x4.splat(<f32>(weight * part)));
      }
    }
  }
}

/** Output rows outside [firstRow, lastRow) take nothing from this row; some inside need not either. */
function firstRow(row: i32, ratio: f64): i32 {
  return ratio > 0 ? max(0, <i32>floor(<f64>(row - 1) / ratio) - 2) : 0;
}

function lastRow(row: i32, ratio: f64, outHeight: i32): i32 {
  return ratio > 0 ? min(outHeight, <i32>ceil(<f64>(row + 1) / ratio) + 3) : outHeight;
}

// @ts-ignore: decorator
@inline
function addScaled(to: usize, from: usize, channels: i32, scale: v128): void {
  for (let c = 0; c < channels; c += 4, to += 16, from += 16) {
    const lanes = channels - c;
    storeLanes(to, f32x4.add(loadLanes(to, lanes), f32x4.mul(loadLanes(from, lanes), scale)), lanes);
  }
}
