// Sums, maxima and minima along rows and down columns. The units never depend on the number of threads, so
// neither does the order in which floats are added. The result of a sum is multiplied with `scale`; for a
// maximum it is 1, for a minimum -1: it is the negative of the largest negative.
import { loadTail, storeTail } from './lanes';

// The operations, as classes without state: a type argument can be inlined.

// @ts-ignore: decorator
@unmanaged
class Sum {
  @inline of(a: v128, b: v128): v128 {
    return f32x4.add(a, b);
  }
  @inline one(a: f32, b: f32): f32 {
    return a + b;
  }
  @inline none(): f32 {
    return 0;
  }
  @inline term(v: v128, scale: v128): v128 {
    return v;
  }
  @inline oneTerm(v: f32, scale: f32): f32 {
    return v;
  }
}
// @ts-ignore: decorator
@unmanaged
class Max {
  @inline of(a: v128, b: v128): v128 {
    return f32x4.max(a, b);
  }
  @inline one(a: f32, b: f32): f32 {
    return max<f32>(a, b);
  }
  @inline none(): f32 {
    return -Infinity;
  }
  @inline term(v: v128, scale: v128): v128 {
    return f32x4.mul(v, scale);
  }
  @inline oneTerm(v: f32, scale: f32): f32 {
    return v * scale;
  }
}

/** y[row] = scale · (all of the row's floats); rows have `width` floats, the last one ends at `total`. */
// @ts-ignore: decorator
@inline
function rows<F>(x: usize, y: usize, width: i32, total: i32, scale: f32, start: i32, end: i32): void {
  const f = changetype<F>(0);
  const scale4 = f32x4.splat(scale);
  for (let row = start; row < end; row++) {
    let p = x + ((<usize>(row * width)) << 2);
    const stop = x + ((<usize>min<i32>(total, (row + 1) * width)) << 2);
    let a = f32x4.splat(f.none());
    if (p + 64 <= stop) {
      let b = a;
      let c = a;
      let d = a;
      for (; p + 64 <= stop; p += 64) {
        a = f.of(a, f.term(v128.load(p), scale4));
        b = f.of(b, f.term(v128.load(p, 16), scale4));
        c = f.of(c, f.term(v128.load(p, 32), scale4));
        d = f.of(d, f.term(v128.load(p, 48), scale4));
      }
      a = f.of(f.of(a, b), f.of(c, d));
    }
    for (; p + 16 <= stop; p += 16) a = f.of(a, f.term(v128.load(p), scale4));
    const low = f.one(f32x4.extract_lane(a, 0), f32x4.extract_lane(a, 1));
    const high = f.one(f32x4.extract_lane(a, 2), f32x4.extract_lane(a, 3));
    let result = f.one(low, high);
    for (; p < stop; p += 4) result = f.one(result, f.oneTerm(f32.load(p), scale));
    f32.store(y + ((<usize>row) << 2), result * scale);
  }
}

/**
 * x is [outer, reduced, inner]. A unit is one chunk of `chunkRows` of the reduced rows of one outer index:
 * y[unit, column] = scale · (all of the column's floats in the chunk), y being [outer, chunks, inner].
 */
// @ts-ignore: decorator
@inline
function columns<F>(
  x: usize,
  y: usize,
  reduced: i32,
  inner: i32,
  chunkRows: i32,
  chunks: i32,
  scale: f32,
  start: i32,
  end: i32,
): void {
  const f = changetype<F>(0);
  const stride = (<usize>inner) << 2;
  const scale4 = f32x4.splat(scale);
  for (let unit = start; unit < end; unit++) {
    const outer = unit / chunks;
    const first = (unit - outer * chunks) * chunkRows;
    const from = x + <usize>(outer * reduced + first) * stride;
    const stop = from + <usize>min<i32>(chunkRows, reduced - first) * stride;
    let to = y + <usize>unit * stride;
    let column = 0;
    for (; column + 16 <= inner; column += 16, to += 64) {
      let p = from + ((<usize>column) << 2);
      let a = f.term(v128.load(p), scale4);
      let b = f.term(v128.load(p, 16), scale4);
      let c = f.term(v128.load(p, 32), scale4);
      let d = f.term(v128.load(p, 48), scale4);
      for (p += stride; p < stop; p += stride) {
        a = f.of(a, f.term(v128.load(p), scale4));
        b = f.of(b, f.term(v128.load(p, 16), scale4));
        c = f.of(c, f.term(v128.load(p, 32), scale4));
        d = f.of(d, f.term(v128.load(p, 48), scale4));
      }
      v128.store(to, f32x4.mul(a, scale4));
      v128.store(to, f32x4.mul(b, scale4), 16);
      v128.store(to, f32x4.mul(c, scale4), 32);
      v128.store(to, f32x4.mul(d, scale4), 48);
    }
    for (; column + 4 <= inner; column += 4, to += 16) {
      let p = from + ((<usize>column) << 2);
      let a = f.term(v128.load(p), scale4);
      for (p += stride; p < stop; p += stride) a = f.of(a, f.term(v128.load(p), scale4));
      v128.store(to, f32x4.mul(a, scale4));
    }
    if (column < inner) {
      const left = inner - column;
      let p = from + ((<usize>column) << 2);
      let a = f.term(loadTail(p, left), scale4);
      for (p += stride; p < stop; p += stride) a = f.of(a, f.term(loadTail(p, left), scale4));
      storeTail(to, f32x4.mul(a, scale4), left);
    }
  }
}

export function reduceRowsSum(
  x: usize,
  y: usize,
  width: i32,
  total: i32,
  scale: f32,
  start: i32,
  end: i32,
): void {
  rows<Sum>(x, y, width, total, scale, start, end);
}

export function reduceColumnsSum(
  x: usize,
  y: usize,
  reduced: i32,
  inner: i32,
  chunkRows: i32,
  chunks: i32,
  scale: f32,
  start: i32,
  end: i32,
): void {
  columns<Sum>(x, y, reduced, inner, chunkRows, chunks, scale, start, end);
}

export function reduceRowsMax(
  x: usize,
  y: usize,
  width: i32,
  total: i32,
  scale: f32,
  start: i32,
  end: i32,
): void {
  rows<Max>(x, y, width, total, scale, start, end);
}

export function reduceColumnsMax(
  x: usize,
  y: usize,
  reduced: i32,
  inner: i32,
  chunkRows: i32,
  chunks: i32,
  scale: f32,
  start: i32,
  end: i32,
): void {
  columns<Max>(x, y, reduced, inner, chunkRows, chunks, scale, start, end);
}
