import { fma } from './fma';
import { loadLanes, storeLanes } from './lanes';
import { clear } from './copy';

/**
 * The depthwise filter's gradient, summed over parts of all output rows of the batch. A unit is a part; its
 * sums are laid out as the filter is.
 */
export function depthwiseFilterParts(
  x: usize,
  dy: usize,
  sums: usize,
  inHeight: i32,
  inWidth: i32,
  channels: i32,
  outHeight: i32,
  outWidth: i32,
  filterHeight: i32,
  filterWidth: i32,
  strideHeight: i32,
  strideWidth: i32,
  dilationHeight: i32,
  dilationWidth: i32,
  padTop: i32,
  padLeft: i32,
  batch: i32,
  parts: i32,
  start: i32,
  end: i32,
): void {
  const pixel = (<usize>channels) << 2;
  const step = <usize>strideWidth * pixel;
  const sumsBytes = <usize>(filterHeight * filterWidth) * pixel;
  const rows = batch * outHeight;
  for (let part = start; part < end; part++) {
    const partSums = sums + <usize>part * sumsBytes;
    clear(partSums, sumsBytes);
    const lastRow = <i32>((<i64>(part + 1) * rows) / parts);
    for (let row = <i32>((<i64>part * rows) / parts); row < lastRow; row++) {
      const image = x + <usize>((row / outHeight) * inHeight * inWidth) * pixel;
      const d = dy + <usize>(row * outWidth) * pixel;
      const top = (row % outHeight) * strideHeight - padTop;
      for (let i = 0; i < filterHeight; i++) {
        const line = top + i * dilationHeight;
        if (line < 0 || line >= inHeight) continue;
        for (let k = 0; k < filterWidth; k++) {
          // Output columns [first, last) whose input column is in the image.
          const shift = k * dilationWidth - padLeft;
          const first = shift < 0 ? (strideWidth - 1 - shift) / strideWidth : 0;
          const room = inWidth - 1 - shift;
          const last = min(outWidth, room < 0 ? 0 : room / strideWidth + 1);
          if (first >= last) continue;
          const p = image + <usize>(line * inWidth + first * strideWidth + shift) * pixel;
          const q = d + <usize>first * pixel;
          const to = partSums + <usize>(i * filterWidth + k) * pixel;
          addTap(p, q, to, last - first, channels, step, pixel);
        }
      }
    }
  }
}

/** sums[c] += the sum over a row's pixels of x[c] * dy[c]. */
function addTap(
  x: usize,
  dy: usize,
  sums: usize,
  pixels: i32,
  channels: i32,
  step: usize,
  pixel: usize,
): void {
  let c = 0;
  for (; c + 16 <= channels; c += 16, x += 64, dy += 64, sums += 64) {
    let a0 = v128.load(sums);
    let a1 = v128.load(sums, 16);
    let a2 = v128.load(sums, 32);
    let a3 = v128.load(sums, 48);
    let p = x;
    let q = dy;
    for (let i = 0; i < pixels; i++, p += step, q += pixel) {
      a0 = fma(v128.load(p), v128.load(q), a0);
      a1 = fma(v128.load(p, 16), v128.load(q, 16), a1);
      a2 = fma(v128.load(p, 32), v128.load(q, 32), a2);
      a3 = fma(v128.load(p, 48), v128.load(q, 48), a3);
    }
    v128.store(sums, a0);
    v128.store(sums, a1, 16);
    v128.store(sums, a2, 32);
    v128.store(sums, a3, 48);
  }
  for (; c < channels; c += 4, x += 16, dy += 16, sums += 16) {
    const lanes = channels - c;
    let sum = loadLanes(sums, lanes);
    let p = x;
    let q = dy;
    for (let i = 0; i < pixels; i++, p += step, q += pixel)
      sum = fma(loadLanes(p, lanes), loadLanes(q, lanes), sum);
    storeLanes(sums, sum, lanes);
  }
}

/** Adds `parts` rows of `length` floats in their order; [start, end) are floats of a row. */
export function sumParts(sums: usize, to: usize, length: i32, parts: i32, start: i32, end: i32): void {
  const rowBytes = (<usize>length) << 2;
  for (let i = start; i < end; i += 4) {
    const lanes = end - i;
    let from = sums + ((<usize>i) << 2);
    let sum = loadLanes(from, lanes);
    for (let part = 1; part < parts; part++) {
      from += rowBytes;
      sum = f32x4.add(sum, loadLanes(from, lanes));
    }
    storeLanes(to + ((<usize>i) << 2), sum, lanes);
  }
}
