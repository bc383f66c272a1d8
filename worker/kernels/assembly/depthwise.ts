// Depthwise convolution over channels-last images: every channel has a filter of its own, so four channels go
// side by side. Where the whole window is inside the image, four pixels by eight channels stay in registers.
import { activateEarly, activateLate } from './activate';
import { fma } from './fma';
import { loadLanes, storeLanes } from './lanes';

/**
 * y = activation(depthwise(x) + bias). A unit is a row of output pixels. Filter steps and places in y are in
 * elements: the input gradient reads the filter backwards and, with strides, writes every stride-th pixel.
 */
export function depthwise(
  x: usize,
  filter: usize,
  bias: usize,
  slope: usize,
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
  dilationHeight: i32,
  dilationWidth: i32,
  padTop: i32,
  padLeft: i32,
  filterRow: i32,
  filterColumn: i32,
  outOrigin: i32,
  outRow: i32,
  outColumn: i32,
  outImage: i32,
  activation: i32,
  start: i32,
  end: i32,
): void {
  const pixel = (<usize>channels) << 2;
  const tapStep = <usize>dilationWidth * pixel;
  const tapRowStep = <usize>(dilationHeight * inWidth) * pixel;
  const step = <usize>strideWidth * pixel;
  const weightStep = (<usize>filterColumn) << 2;
  const toStep = (<usize>outColumn) << 2;
  const reach = (filterWidth - 1) * dilationWidth;
  // Columns [inner, outer) see no edge.
  const inner = min(outWidth, padLeft > 0 ? (padLeft + strideWidth - 1) / strideWidth : 0);
  const room = inWidth - 1 - reach + padLeft;
  const outer = max(inner, min(outWidth, room < 0 ? 0 : room / strideWidth + 1));
  const whole = channels & ~7;
  const filterRowStep = (<usize>filterRow) << 2;
  const sliding = filterWidth == 3 && strideWidth == 1 && dilationWidth == 1;
  for (let unit = start; unit < end; unit++) {
    const batch = unit / outHeight;
    const row = unit % outHeight;
    const top = row * strideHeight - padTop;
    const firstTap = top < 0 ? min(filterHeight, (dilationHeight - 1 - top) / dilationHeight) : 0;
    const below = inHeight - top;
    const lastTap = below <= 0 ? 0 : min(filterHeight, (below + dilationHeight - 1) / dilationHeight);
    const rows = lastTap - firstTap;
    const line = x + <usize>((batch * inHeight + top + firstTap * dilationHeight) * inWidth) * pixel;
    const weights = filter + ((<usize>(firstTap * filterRow)) << 2);
    const to = y + ((<usize>(batch * outImage + outOrigin + row * outRow)) << 2);
    const from = line - <usize>padLeft * pixel;
    let j = inner;
    for (; j + 4 <= outer; j += 4) {
      for (let c = 0; c < whole; c += 8) {
        const shift = (<usize>c) << 2;
        let a00 = v128.load(bias + shift);
        let a01 = v128.load(bias + shift, 16);
        let a10 = a00;
        let a11 = a01;
        let a20 = a00;
        let a21 = a01;
        let a30 = a00;
        let a31 = a01;
        let p = from + <usize>j * step + shift;
        let w = weights + shift;
        if (sliding) {
          // Neighbours share two of their three columns: each is read once for all of them.
          for (let i = 0; i < rows; i++) {
            const w00 = v128.load(w);
            const w01 = v128.load(w, 16);
            let u = w + weightStep;
            const w10 = v128.load(u);
            const w11 = v128.load(u, 16);
            u += weightStep;
            const w20 = v128.load(u);
            const w21 = v128.load(u, 16);
            let q = p;
            a00 = fma(v128.load(q), w00, a00);
            a01 = fma(v128.load(q, 16), w01, a01);
            q += pixel;
            let v = v128.load(q);
            a00 = fma(v, w10, a00);
            a10 = fma(v, w00, a10);
            v = v128.load(q, 16);
            a01 = fma(v, w11, a01);
            a11 = fma(v, w01, a11);
            q += pixel;
            v = v128.load(q);
            a00 = fma(v, w20, a00);
            a10 = fma(v, w10, a10);
            a20 = fma(v, w00, a20);
            v = v128.load(q, 16);
            a01 = fma(v, w21, a01);
            a11 = fma(v, w11, a11);
            a21 = fma(v, w01, a21);
            q += pixel;
            v = v128.load(q);
            a10 = fma(v, w20, a10);
            a20 = fma(v, w10, a20);
            a30 = fma(v, w00, a30);
            v = v128.load(q, 16);
            a11 = fma(v, w21, a11);
            a21 = fma(v, w11, a21);
            a31 = fma(v, w01, a31);
            q += pixel;
            v = v128.load(q);
            a20 = fma(v, w20, a20);
            a30 = fma(v, w10, a30);
            v = v128.load(q, 16);
            a21 = fma(v, w21, a21);
            a31 = fma(v, w11, a31);
            q += pixel;
            a30 = fma(v128.load(q), w20, a30);
            a31 = fma(v128.load(q, 16), w21, a31);
            p += tapRowStep;
            w += filterRowStep;
          }
        } else {
          for (let i = 0; i < rows; i++) {
            let q = p;
            let u = w;
            for (let k = 0; k < filterWidth; k++) {
              const w0 = v128.load(u);
              const w1 = v128.load(u, 16);
              let r = q;
              a00 = fma(v128.load(r), w0, a00);
              a01 = fma(v128.load(r, 16), w1, a01);
              r += step;
              a10 = fma(v128.load(r), w0, a10);
              a11 = fma(v128.load(r, 16), w1, a11);
              r += step;
              a20 = fma(v128.load(r), w0, a20);
              a21 = fma(v128.load(r, 16), w1, a21);
              r += step;
              a30 = fma(v128.load(r), w0, a30);
              a31 = fma(v128.load(r, 16), w1, a31);
              q += tapStep;
              u += weightStep;
            }
            p += tapRowStep;
            w += filterRowStep;
          }
        }
        if (activation) {
          const s0 = v128.load(slope + shift);
          const s1 = v128.load(slope + shift, 16);
          a00 = activateEarly(a00, s0, activation);
          a01 = activateEarly(a01, s1, activation);
          a10 = activateEarly(a10, s0, activation);
          a11 = activateEarly(a11, s1, activation);
          a20 = activateEarly(a20, s0, activation);
          a21 = activateEarly(a21, s1, activation);
          a30 = activateEarly(a30, s0, activation);
          a31 = activateEarly(a31, s1, activation);
        }
        let o = to + <usize>j * toStep + shift;
        v128.store(o, a00);
        v128.store(o, a01, 16);
        o += toStep;
        v128.store(o, a10);
        v128.store(o, a11, 16);
        o += toStep;
        v128.store(o, a20);
        v128.store(o, a21, 16);
        o += toStep;
        v128.store(o, a30);
        v128.store(o, a31, 16);
      }
    }
    // What the tiles leave: edges, the last pixels, and the channels beyond a multiple of eight.
    const tiled = j;
    for (j = 0; j < outWidth; j++) {
      const left = j * strideWidth - padLeft;
      const first = left < 0 ? min(filterWidth, (dilationWidth - 1 - left) / dilationWidth) : 0;
      const beyond = inWidth - left;
      const last = beyond <= 0 ? 0 : min(filterWidth, (beyond + dilationWidth - 1) / dilationWidth);
      let c = j >= inner && j < tiled ? whole : 0;
      const at = <usize>(left + first * dilationWidth) * pixel;
      const origin = weights + <usize>((first * filterColumn) << 2);
      for (; c < whole; c += 8) {
        const shift = (<usize>c) << 2;
        let a0 = v128.load(bias + shift);
        let a1 = v128.load(bias + shift, 16);
        let p = line + at + shift;
        let w = origin + shift;
        for (let i = 0; i < rows; i++, p += tapRowStep, w += filterRowStep) {
          let q = p;
          let u = w;
          for (let k = first; k < last; k++, q += tapStep, u += weightStep) {
            a0 = fma(v128.load(q), v128.load(u), a0);
            a1 = fma(v128.load(q, 16), v128.load(u, 16), a1);
          }
        }
        if (activation) {
          a0 = activateEarly(a0, v128.load(slope + shift), activation);
          a1 = activateEarly(a1, v128.load(slope + shift, 16), activation);
        }
        const o = to + <usize>j * toStep + shift;
        v128.store(o, a0);
        v128.store(o, a1, 16);
      }
      for (; c < channels; c += 4) {
        const shift = (<usize>c) << 2;
        const lanes = channels - c;
        let sum = v128.load(bias + shift);
        for (let i = 0; i < rows; i++) {
          let q = line + at + <usize>i * tapRowStep + shift;
          let u = origin + <usize>i * filterRowStep + shift;
          for (let k = first; k < last; k++, q += tapStep, u += weightStep) {
            sum = fma(loadLanes(q, lanes), loadLanes(u, lanes), sum);
          }
        }
        if (activation) sum = activateEarly(sum, v128.load(slope + shift), activation);
        storeLanes(to + <usize>j * toStep + shift, sum, lanes);
      }
    }
    activateLate(to, outWidth, channels, toStep, activation);
  }
}

/** Every value `times` times in a row: a channel multiplier's input. [start, end) are values. */
export function repeatValues(from: usize, to: usize, times: i32, start: i32, end: i32): void {
  let target = to + ((<usize>(start * times)) << 2);
  for (let i = start; i < end; i++) {
    const value = f32.load(from + ((<usize>i) << 2));
    for (let k = 0; k < times; k++, target += 4) f32.store(target, value);
  }
}

/** The sum of every `times` values in a row. [start, end) are sums. */
export function sumGroups(from: usize, to: usize, times: i32, start: i32, end: i32): void {
  let source = from + ((<usize>(start * times)) << 2);
  for (let i = start; i < end; i++) {
    let sum: f32 = 0;
    for (let k = 0; k < times; k++, source += 4) sum += f32.load(source);
    f32.store(to + ((<usize>i) << 2), sum);
  }
}
