// y = f(a, b) over rows of floats, with broadcasting: a unit is a row of y, of `width` elements (the last one
// ends at `total`), found at middle-index m = row % middle and outer index o = row / middle. The operands
// start there at o · outer + m · middle elements; bit 0 of `splat` says that a is one number along the row,
// bit 1 that b is. p is the function's attribute, where it has one.
// Each export is named after the kernel that it serves.
import { loadTail, storeTail } from './lanes';

// @ts-ignore: decorator
@inline
function rows<F>(
  a: usize, b: usize, y: usize, p: f32, width: i32, total: i32, middle: i32,
  aOuter: i32, aMiddle: i32, bOuter: i32, bMiddle: i32, splat: i32, start: i32, end: i32,
): void {
  const f = changetype<F>(0);
  const p4 = f32x4.splat(p);
  let outer = start / middle;
  let inner = start - outer * middle;
  for (let row = start; row < end; row++) {
    let fromA = a + (<usize>(outer * aOuter + inner * aMiddle) << 2);
    let fromB = b + (<usize>(outer * bOuter + inner * bMiddle) << 2);
    let to = y + (<usize>(row * width) << 2);
    const stop = y + (<usize>min(total, (row + 1) * width) << 2);
    const a4 = v128.load32_splat(fromA);
    const b4 = v128.load32_splat(fromB);
    if (splat == 0) {
      for (; to + 16 <= stop; fromA += 16, fromB += 16, to += 16) {
        v128.store(to, f.of(v128.load(fromA), v128.load(fromB), p4));
      }
    } else if (splat == 1) {
      for (; to + 16 <= stop; fromB += 16, to += 16) v128.store(to, f.of(a4, v128.load(fromB), p4));
    } else if (splat == 2) {
      for (; to + 16 <= stop; fromA += 16, to += 16) v128.store(to, f.of(v128.load(fromA), b4, p4));
    } else {
      const v = f.of(a4, b4, p4);
      for (; to + 16 <= stop; to += 16) v128.store(to, v);
    }
    if (to < stop) {
      const left = <i32>((stop - to) >> 2);
      const va = splat & 1 ? a4 : loadTail(fromA, left);
      const vb = splat & 2 ? b4 : loadTail(fromB, left);
      storeTail(to, f.of(va, vb, p4), left);
    }
    if (++inner == middle) {
      inner = 0;
      outer++;
    }
  }
}

// @ts-ignore: decorator
@unmanaged class Add {
  @inline of(a: v128, b: v128, p: v128): v128 { return f32x4.add(a, b); }
}

// @ts-ignore: decorator
@unmanaged class Sub {
  @inline of(a: v128, b: v128, p: v128): v128 { return f32x4.sub(a, b); }
}

// @ts-ignore: decorator
@unmanaged class Multiply {
  @inline of(a: v128, b: v128, p: v128): v128 { return f32x4.mul(a, b); }
}

// @ts-ignore: decorator
@unmanaged class RealDiv {
  @inline of(a: v128, b: v128, p: v128): v128 { return f32x4.div(a, b); }
}

// @ts-ignore: decorator
@unmanaged class Maximum {
  @inline of(a: v128, b: v128, p: v128): v128 { return f32x4.max(a, b); }
}

// @ts-ignore: decorator
@unmanaged class Minimum {
  @inline of(a: v128, b: v128, p: v128): v128 { return f32x4.min(a, b); }
}

// @ts-ignore: decorator
@unmanaged class SquaredDifference {
  @inline of(a: v128, b: v128, p: v128): v128 {
    const d = f32x4.sub(a, b);
    return f32x4.mul(d, d);
  }
}

// Gradients: a is dy, b the input or output that decides.

/** b is x or y: both have the same sign. */
// @ts-ignore: decorator
@unmanaged class ReluGrad {
  @inline of(a: v128, b: v128, p: v128): v128 { return v128.and(a, f32x4.gt(b, f32x4.splat(0))); }
}

/** b is x. */
// @ts-ignore: decorator
@unmanaged class Relu6Grad {
  @inline of(a: v128, b: v128, p: v128): v128 {
    const open = v128.and(f32x4.gt(b, f32x4.splat(0)), f32x4.le(b, f32x4.splat(6)));
    return v128.and(a, open);
  }
}

/** b is x, p alpha. */
// @ts-ignore: decorator
@unmanaged class LeakyReluGrad {
  @inline of(a: v128, b: v128, p: v128): v128 { return v128.bitselect(a, f32x4.mul(a, p), f32x4.gt(b, f32x4.splat(0))); }
}

/** b is y. */
// @ts-ignore: decorator
@unmanaged class EluGrad {
  @inline of(a: v128, b: v128, p: v128): v128 {
    const grown = f32x4.mul(a, f32x4.add(b, f32x4.splat(1)));
    return v128.bitselect(grown, a, f32x4.lt(b, f32x4.splat(0)));
  }
}

/** b is y. */
// @ts-ignore: decorator
@unmanaged class SigmoidGrad {
  @inline of(a: v128, b: v128, p: v128): v128 { return f32x4.mul(a, f32x4.mul(b, f32x4.sub(f32x4.splat(1), b))); }
}

/** b is y. */
// @ts-ignore: decorator
@unmanaged class TanhGrad {
  @inline of(a: v128, b: v128, p: v128): v128 { return f32x4.mul(a, f32x4.sub(f32x4.splat(1), f32x4.mul(b, b))); }
}

export function binaryAdd(
  a: usize, b: usize, y: usize, p: f32, width: i32, total: i32, middle: i32,
  aOuter: i32, aMiddle: i32, bOuter: i32, bMiddle: i32, splat: i32, start: i32, end: i32,
): void {
  rows<Add>(a, b, y, p, width, total, middle, aOuter, aMiddle, bOuter, bMiddle, splat, start, end);
}
export function binarySub(
  a: usize, b: usize, y: usize, p: f32, width: i32, total: i32, middle: i32,
  aOuter: i32, aMiddle: i32, bOuter: i32, bMiddle: i32, splat: i32, start: i32, end: i32,
): void {
  rows<Sub>(a, b, y, p, width, total, middle, aOuter, aMiddle, bOuter, bMiddle, splat, start, end);
}
export function binaryMultiply(
  a: usize, b: usize, y: usize, p: f32, width: i32, total: i32, middle: i32,
  aOuter: i32, aMiddle: i32, bOuter: i32, bMiddle: i32, splat: i32, start: i32, end: i32,
): void {
  rows<Multiply>(a, b, y, p, width, total, middle, aOuter, aMiddle, bOuter, bMiddle, splat, start, end);
}
export function binaryRealDiv(
  a: usize, b: usize, y: usize, p: f32, width: i32, total: i32, middle: i32,
  aOuter: i32, aMiddle: i32, bOuter: i32, bMiddle: i32, splat: i32, start: i32, end: i32,
): void {
  rows<RealDiv>(a, b, y, p, width, total, middle, aOuter, aMiddle, bOuter, bMiddle, splat, start, end);
}
export function binaryMaximum(
  a: usize, b: usize, y: usize, p: f32, width: i32, total: i32, middle: i32,
  aOuter: i32, aMiddle: i32, bOuter: i32, bMiddle: i32, splat: i32, start: i32, end: i32,
): void {
  rows<Maximum>(a, b, y, p, width, total, middle, aOuter, aMiddle, bOuter, bMiddle, splat, start, end);
}
export function binaryMinimum(
  a: usize, b: usize, y: usize, p: f32, width: i32, total: i32, middle: i32,
  aOuter: i32, aMiddle: i32, bOuter: i32, bMiddle: i32, splat: i32, start: i32, end: i32,
): void {
  rows<Minimum>(a, b, y, p, width, total, middle, aOuter, aMiddle, bOuter, bMiddle, splat, start, end);
}
export function binarySquaredDifference(
  a: usize, b: usize, y: usize, p: f32, width: i32, total: i32, middle: i32,
  aOuter: i32, aMiddle: i32, bOuter: i32, bMiddle: i32, splat: i32, start: i32, end: i32,
): void {
  rows<SquaredDifference>(a, b, y, p, width, total, middle, aOuter, aMiddle, bOuter, bMiddle, splat, start, end);
}
export function binaryReluGrad(
  a: usize, b: usize, y: usize, p: f32, width: i32, total: i32, middle: i32,
  aOuter: i32, aMiddle: i32, bOuter: i32, bMiddle: i32, splat: i32, start: i32, end: i32,
): void {
  rows<ReluGrad>(a, b, y, p, width, total, middle, aOuter, aMiddle, bOuter, bMiddle, splat, start, end);
}
export function binaryRelu6Grad(
  a: usize, b: usize, y: usize, p: f32, width: i32, total: i32, middle: i32,
  aOuter: i32, aMiddle: i32, bOuter: i32, bMiddle: i32, splat: i32, start: i32, end: i32,
): void {
  rows<Relu6Grad>(a, b, y, p, width, total, middle, aOuter, aMiddle, bOuter, bMiddle, splat, start, end);
}
export function binaryLeakyReluGrad(
  a: usize, b: usize, y: usize, p: f32, width: i32, total: i32, middle: i32,
  aOuter: i32, aMiddle: i32, bOuter: i32, bMiddle: i32, splat: i32, start: i32, end: i32,
): void {
  rows<LeakyReluGrad>(a, b, y, p, width, total, middle, aOuter, aMiddle, bOuter, bMiddle, splat, start, end);
}
export function binaryEluGrad(
  a: usize, b: usize, y: usize, p: f32, width: i32, total: i32, middle: i32,
  aOuter: i32, aMiddle: i32, bOuter: i32, bMiddle: i32, splat: i32, start: i32, end: i32,
): void {
  rows<EluGrad>(a, b, y, p, width, total, middle, aOuter, aMiddle, bOuter, bMiddle, splat, start, end);
}
export function binarySigmoidGrad(
  a: usize, b: usize, y: usize, p: f32, width: i32, total: i32, middle: i32,
  aOuter: i32, aMiddle: i32, bOuter: i32, bMiddle: i32, splat: i32, start: i32, end: i32,
): void {
  rows<SigmoidGrad>(a, b, y, p, width, total, middle, aOuter, aMiddle, bOuter, bMiddle, splat, start, end);
}
export function binaryTanhGrad(
  a: usize, b: usize, y: usize, p: f32, width: i32, total: i32, middle: i32,
  aOuter: i32, aMiddle: i32, bOuter: i32, bMiddle: i32, splat: i32, start: i32, end: i32,
): void {
  rows<TanhGrad>(a, b, y, p, width, total, middle, aOuter, aMiddle, bOuter, bMiddle, splat, start, end);
}
