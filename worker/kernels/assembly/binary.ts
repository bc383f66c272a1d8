// y = f(a, b) over rows of floats, with broadcasting: a unit is a row of y, of `width` elements (the last one
// ends at `total`), found at middle-index m = row % middle and outer index o = row / middle. The operands
// start there at o · outer + m · middle elements; bit 0 of `splat` says that a is one number along the row,
// bit 1 that b is.
// Each export is named after the kernel that it serves.
import { loadTail, storeTail } from './lanes';

// @ts-ignore: decorator
@inline
function rows<F>(
  a: usize,
  b: usize,
  y: usize,
  width: i32,
  total: i32,
  middle: i32,
  aOuter: i32,
  aMiddle: i32,
  bOuter: i32,
  bMiddle: i32,
  splat: i32,
  start: i32,
  end: i32,
): void {
  const f = changetype<F>(0);
  let outer = start / middle;
  let inner = start - outer * middle;
  for (let row = start; row < end; row++) {
    let fromA = a + ((<usize>(outer * aOuter + inner * aMiddle)) << 2);
    let fromB = b + ((<usize>(outer * bOuter + inner * bMiddle)) << 2);
    let to = y + ((<usize>(row * width)) << 2);
    const stop = y + ((<usize>min(total, (row + 1) * width)) << 2);
    const a4 = v128.load32_splat(fromA);
    const b4 = v128.load32_splat(fromB);
    if (splat == 0) {
      for (; to + 16 <= stop; fromA += 16, fromB += 16, to += 16) {
        v128.store(to, f.of(v128.load(fromA), v128.load(fromB)));
      }
    } else if (splat == 1) {
      for (; to + 16 <= stop; fromB += 16, to += 16) v128.store(to, f.of(a4, v128.load(fromB)));
    } else if (splat == 2) {
      for (; to + 16 <= stop; fromA += 16, to += 16) v128.store(to, f.of(v128.load(fromA), b4));
    } else {
      const v = f.of(a4, b4);
      for (; to + 16 <= stop; to += 16) v128.store(to, v);
    }
    if (to < stop) {
      const left = <i32>((stop - to) >> 2);
      const va = splat & 1 ? a4 : loadTail(fromA, left);
      const vb = splat & 2 ? b4 : loadTail(fromB, left);
      storeTail(to, f.of(va, vb), left);
    }
    if (++inner == middle) {
      inner = 0;
      outer++;
    }
  }
}

// @ts-ignore: decorator
@unmanaged
class Add {
  @inline of(a: v128, b: v128): v128 {
    return f32x4.add(a, b);
  }
}

// @ts-ignore: decorator
@unmanaged
class Sub {
  @inline of(a: v128, b: v128): v128 {
    return f32x4.sub(a, b);
  }
}

// @ts-ignore: decorator
@unmanaged
class Multiply {
  @inline of(a: v128, b: v128): v128 {
    return f32x4.mul(a, b);
  }
}

// @ts-ignore: decorator
@unmanaged
class RealDiv {
  @inline of(a: v128, b: v128): v128 {
    return f32x4.div(a, b);
  }
}

// @ts-ignore: decorator
@unmanaged
class Maximum {
  @inline of(a: v128, b: v128): v128 {
    return f32x4.max(a, b);
  }
}

// @ts-ignore: decorator
@unmanaged
class Minimum {
  @inline of(a: v128, b: v128): v128 {
    return f32x4.min(a, b);
  }
}

// @ts-ignore: decorator
@unmanaged
class SquaredDifference {
  @inline of(a: v128, b: v128): v128 {
    const d = f32x4.sub(a, b);
    return f32x4.mul(d, d);
  }
}

export function binaryAdd(
  a: usize,
  b: usize,
  y: usize,
  width: i32,
  total: i32,
  middle: i32,
  aOuter: i32,
  aMiddle: i32,
  bOuter: i32,
  bMiddle: i32,
  splat: i32,
  start: i32,
  end: i32,
): void {
  rows<Add>(a, b, y, width, total, middle, aOuter, aMiddle, bOuter, bMiddle, splat, start, end);
}
export function binarySub(
  a: usize,
  b: usize,
  y: usize,
  width: i32,
  total: i32,
  middle: i32,
  aOuter: i32,
  aMiddle: i32,
  bOuter: i32,
  bMiddle: i32,
  splat: i32,
  start: i32,
  end: i32,
): void {
  rows<Sub>(a, b, y, width, total, middle, aOuter, aMiddle, bOuter, bMiddle, splat, start, end);
}
export function binaryMultiply(
  a: usize,
  b: usize,
  y: usize,
  width: i32,
  total: i32,
  middle: i32,
  aOuter: i32,
  aMiddle: i32,
  bOuter: i32,
  bMiddle: i32,
  splat: i32,
  start: i32,
  end: i32,
): void {
  rows<Multiply>(a, b, y, width, total, middle, aOuter, aMiddle, bOuter, bMiddle, splat, start, end);
}
export function binaryRealDiv(
  a: usize,
  b: usize,
  y: usize,
  width: i32,
  total: i32,
  middle: i32,
  aOuter: i32,
  aMiddle: i32,
  bOuter: i32,
  bMiddle: i32,
  splat: i32,
  start: i32,
  end: i32,
): void {
  rows<RealDiv>(a, b, y, width, total, middle, aOuter, aMiddle, bOuter, bMiddle, splat, start, end);
}
export function binaryMaximum(
  a: usize,
  b: usize,
  y: usize,
  width: i32,
  total: i32,
  middle: i32,
  aOuter: i32,
  aMiddle: i32,
  bOuter: i32,
  bMiddle: i32,
  splat: i32,
  start: i32,
  end: i32,
): void {
  rows<Maximum>(a, b, y, width, total, middle, aOuter, aMiddle, bOuter, bMiddle, splat, start, end);
}
export function binaryMinimum(
  a: usize,
  b: usize,
  y: usize,
  width: i32,
  total: i32,
  middle: i32,
  aOuter: i32,
  aMiddle: i32,
  bOuter: i32,
  bMiddle: i32,
  splat: i32,
  start: i32,
  end: i32,
): void {
  rows<Minimum>(a, b, y, width, total, middle, aOuter, aMiddle, bOuter, bMiddle, splat, start, end);
}
export function binarySquaredDifference(
  a: usize,
  b: usize,
  y: usize,
  width: i32,
  total: i32,
  middle: i32,
  aOuter: i32,
  aMiddle: i32,
  bOuter: i32,
  bMiddle: i32,
  splat: i32,
  start: i32,
  end: i32,
): void {
  rows<SquaredDifference>(a, b, y, width, total, middle, aOuter, aMiddle, bOuter, bMiddle, splat, start, end);
}
