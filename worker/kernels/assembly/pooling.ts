// Pooling over channels-last images, four channels at a time. A unit of the forward passes is a row of the
// output. The gradients add up into dx: a unit must own all that it adds to, so where windows overlap it takes
// whole images, for a block of channels.
import { clear } from './copy';
import { loadLanes, storeLanes } from './lanes';

/** The largest value of each window; like TensorFlow.js' CPU backend it skips NaN. */
export function maxPool(
  x: usize,
  y: usize,
  inHeight: i32,
  inWidth: i32,
  channels: i32,
  outHeight: i32,
  outWidth: i32,
  filterHeight: i32,
  filterWidth: i32,
  strideHeight: i32,
  strideWidth: i32,
  padTop: i32,
  padLeft: i32,
  start: i32,
  end: i32,
): void {
  const pixel = (<usize>channels) << 2;
  const rowGap = <usize>inWidth * pixel;
  let to = y + <usize>(start * outWidth) * pixel;
  for (let unit = start; unit < end; unit++) {
    const image = x + <usize>(unit / outHeight) * <usize>inHeight * rowGap;
    const top = (unit % outHeight) * strideHeight - padTop;
    const rows = min(top + filterHeight, inHeight) - max(top, 0);
    for (let j = 0; j < outWidth; j++, to += pixel) {
      const left = j * strideWidth - padLeft;
      const columns = min(left + filterWidth, inWidth) - max(left, 0);
      const corner = image + <usize>max(top, 0) * rowGap + <usize>max(left, 0) * pixel;
      for (let c = 0; c < channels; c += 4) {
        const largest = windowMax(corner + ((<usize>c) << 2), rows, columns, pixel, rowGap, channels - c);
        storeLanes(to + ((<usize>c) << 2), largest, channels - c);
      }
    }
  }
}

// @ts-ignore: decorator
@inline
function windowMax(corner: usize, rows: i32, columns: i32, pixel: usize, rowGap: usize, lanes: i32): v128 {
  let largest = f32x4.splat(-Infinity);
  for (let i = 0; i < rows; i++, corner += rowGap) {
    let p = corner;
    for (let j = 0; j < columns; j++, p += pixel) largest = f32x4.pmax(largest, loadLanes(p, lanes));
  }
  return largest;
}

/** The mean of each window, of its places inside the image. */
export function avgPool(
  x: usize,
  y: usize,
  inHeight: i32,
  inWidth: i32,
  channels: i32,
  outHeight: i32,
  outWidth: i32,
  filterHeight: i32,
  filterWidth: i32,
  strideHeight: i32,
  strideWidth: i32,
  padTop: i32,
  padLeft: i32,
  start: i32,
  end: i32,
): void {
  const pixel = (<usize>channels) << 2;
  const rowGap = <usize>inWidth * pixel;
  let to = y + <usize>(start * outWidth) * pixel;
  for (let unit = start; unit < end; unit++) {
    const image = x + <usize>(unit / outHeight) * <usize>inHeight * rowGap;
    const top = (unit % outHeight) * strideHeight - padTop;
    const rows = max(0, min(top + filterHeight, inHeight) - max(top, 0));
    for (let j = 0; j < outWidth; j++, to += pixel) {
      const left = j * strideWidth - padLeft;
      const columns = max(0, min(left + filterWidth, inWidth) - max(left, 0));
      const count = f32x4.splat(<f32>(rows * columns));
      const corner = image + <usize>max(top, 0) * rowGap + <usize>max(left, 0) * pixel;
      for (let c = 0; c < channels; c += 4) {
        let sum = f32x4.splat(0);
        let row = corner + ((<usize>c) << 2);
        for (let i = 0; i < rows; i++, row += rowGap) {
          let p = row;
          for (let k = 0; k < columns; k++, p += pixel) sum = f32x4.add(sum, loadLanes(p, channels - c));
        }
        storeLanes(to + ((<usize>c) << 2), f32x4.div(sum, count), channels - c);
      }
    }
  }
}

/**
 * dx gets a window's dy at its first largest value, rows before columns.
 * @param unitRows output rows of a unit, @param unitChannels its channels: see above
 */
export function maxPoolGrad(
  x: usize,
  dy: usize,
  dx: usize,
  inHeight: i32,
  inWidth: i32,
  channels: i32,
  outHeight: i32,
  outWidth: i32,
  filterHeight: i32,
  filterWidth: i32,
  strideHeight: i32,
  strideWidth: i32,
  padTop: i32,
  padLeft: i32,
  unitRows: i32,
  unitChannels: i32,
  start: i32,
  end: i32,
): void {
  const pixel = (<usize>channels) << 2;
  const rowGap = <usize>inWidth * pixel;
  const blocks = (channels + unitChannels - 1) / unitChannels;
  const strips = (outHeight + unitRows - 1) / unitRows;
  for (let unit = start; unit < end; unit++) {
    const firstChannel = (unit % blocks) * unitChannels;
    const lastChannel = min(firstChannel + unitChannels, channels);
    const batch = unit / blocks / strips;
    const firstRow = ((unit / blocks) % strips) * unitRows;
    const lastRow = min(firstRow + unitRows, outHeight);
    const image = <usize>batch * <usize>inHeight * rowGap;
    const from = firstRow == 0 ? 0 : max(0, firstRow * strideHeight - padTop);
    const until = lastRow == outHeight ? inHeight : min(inHeight, lastRow * strideHeight - padTop);
    clearChannels(
      dx + image + <usize>from * rowGap,
      max(0, until - from) * inWidth,
      firstChannel,
      lastChannel,
      pixel,
    );
    let d = dy + <usize>((batch * outHeight + firstRow) * outWidth) * pixel;
    for (let i = firstRow; i < lastRow; i++) {
      const top = i * strideHeight - padTop;
      const rows = min(top + filterHeight, inHeight) - max(top, 0);
      for (let j = 0; j < outWidth; j++, d += pixel) {
        const left = j * strideWidth - padLeft;
        const columns = min(left + filterWidth, inWidth) - max(left, 0);
        const corner = image + <usize>max(top, 0) * rowGap + <usize>max(left, 0) * pixel;
        for (let c = firstChannel; c < lastChannel; c += 4) {
          const offset = corner + ((<usize>c) << 2);
          const lanes = lastChannel - c;
          const largest = windowMax(x + offset, rows, columns, pixel, rowGap, lanes);
          // Lanes without a value above -Infinity have no largest place.
          let open = f32x4.gt(largest, f32x4.splat(-Infinity));
          const share = loadLanes(d + ((<usize>c) << 2), lanes);
          for (let k = 0; k < rows; k++) {
            let p = offset + <usize>k * rowGap;
            for (let l = 0; l < columns; l++, p += pixel) {
              const here = v128.and(open, f32x4.eq(loadLanes(x + p, lanes), largest));
              open = v128.andnot(open, here);
              const sum = f32x4.add(loadLanes(dx + p, lanes), v128.and(share, here));
              storeLanes(dx + p, sum, lanes);
            }
          }
        }
      }
    }
  }
}

/** dx gets dy / (filterHeight * filterWidth) at each place of a window, as in TensorFlow.js also at an edge. */
export function avgPoolGrad(
  dy: usize,
  dx: usize,
  inHeight: i32,
  inWidth: i32,
  channels: i32,
  outHeight: i32,
  outWidth: i32,
  filterHeight: i32,
  filterWidth: i32,
  strideHeight: i32,
  strideWidth: i32,
  padTop: i32,
  padLeft: i32,
  unitRows: i32,
  unitChannels: i32,
  start: i32,
  end: i32,
): void {
  const pixel = (<usize>channels) << 2;
  const rowGap = <usize>inWidth * pixel;
  const blocks = (channels + unitChannels - 1) / unitChannels;
  const strips = (outHeight + unitRows - 1) / unitRows;
  const scale = f32x4.splat(1 / <f32>(filterHeight * filterWidth));
  for (let unit = start; unit < end; unit++) {
    const firstChannel = (unit % blocks) * unitChannels;
    const lastChannel = min(firstChannel + unitChannels, channels);
    const batch = unit / blocks / strips;
    const firstRow = ((unit / blocks) % strips) * unitRows;
    const lastRow = min(firstRow + unitRows, outHeight);
    const image = dx + <usize>batch * <usize>inHeight * rowGap;
    const from = firstRow == 0 ? 0 : max(0, firstRow * strideHeight - padTop);
    const until = lastRow == outHeight ? inHeight : min(inHeight, lastRow * strideHeight - padTop);
    clearChannels(
      image + <usize>from * rowGap,
      max(0, until - from) * inWidth,
      firstChannel,
      lastChannel,
      pixel,
    );
    let d = dy + <usize>((batch * outHeight + firstRow) * outWidth) * pixel;
    for (let i = firstRow; i < lastRow; i++) {
      const top = i * strideHeight - padTop;
      const rows = min(top + filterHeight, inHeight) - max(top, 0);
      for (let j = 0; j < outWidth; j++, d += pixel) {
        const left = j * strideWidth - padLeft;
        const columns = min(left + filterWidth, inWidth) - max(left, 0);
        const corner = image + <usize>max(top, 0) * rowGap + <usize>max(left, 0) * pixel;
        for (let c = firstChannel; c < lastChannel; c += 4) {
          const lanes = lastChannel - c;
          const share = f32x4.mul(loadLanes(d + ((<usize>c) << 2), lanes), scale);
          for (let k = 0; k < rows; k++) {
            let p = corner + <usize>k * rowGap + ((<usize>c) << 2);
            for (let l = 0; l < columns; l++, p += pixel) {
              storeLanes(p, f32x4.add(loadLanes(p, lanes), share), lanes);
            }
          }
        }
      }
    }
  }
}

/** Channels [first, last) of some pixels become zero. */
function clearChannels(pixels: usize, count: i32, first: i32, last: i32, pixel: usize): void {
  const bytes = (<usize>(last - first)) << 2;
  if (bytes == pixel) return clear(pixels, <usize>count * pixel);
  let p = pixels + ((<usize>first) << 2);
  for (let i = 0; i < count; i++, p += pixel) clear(p, bytes);
}
