// Booleans lie in the heap as one byte each, 0 or 1.

// @ts-ignore: decorator
@unmanaged
class Greater {
  @inline of(a: v128, b: v128): v128 {
    return f32x4.gt(a, b);
  }
}
// @ts-ignore: decorator
@unmanaged
class GreaterEqual {
  @inline of(a: v128, b: v128): v128 {
    return f32x4.ge(a, b);
  }
}
// @ts-ignore: decorator
@unmanaged
class Equal {
  @inline of(a: v128, b: v128): v128 {
    return f32x4.eq(a, b);
  }
}

/** Four lanes, all bits or none, as four bytes of 0 or 1. */
// @ts-ignore: decorator
@inline
function packed(mask: v128): i32 {
  return (i32x4.bitmask(mask) * 0x00204081) & 0x01010101;
}

/** Four bytes of 0 or 1 as four integers. */
// @ts-ignore: decorator
@inline
function unpacked(p: usize): v128 {
  return i32x4.extend_low_i16x8_u(i16x8.extend_low_i8x16_u(v128.load32_zero(p)));
}

/** y[i] = f(a[i], b[i]) ^ flip for [start, end); bit 0 of `splat` says that a is one number, bit 1 that b is. */
// @ts-ignore: decorator
@inline
function compare<F>(a: usize, b: usize, y: usize, splat: i32, flip: i32, start: i32, end: i32): void {
  const f = changetype<F>(0);
  const flips = flip * 0x01010101;
  const a4 = v128.load32_splat(a);
  const b4 = v128.load32_splat(b);
  let i = start;
  for (; i + 4 <= end; i += 4) {
    const at = (<usize>i) << 2;
    const p = splat & 1 ? a4 : v128.load(a + at);
    const q = splat & 2 ? b4 : v128.load(b + at);
    store<i32>(y + i, packed(f.of(p, q)) ^ flips);
  }
  for (; i < end; i++) {
    const at = (<usize>i) << 2;
    const p = splat & 1 ? a4 : v128.load32_splat(a + at);
    const q = splat & 2 ? b4 : v128.load32_splat(b + at);
    store<u8>(y + i, (packed(f.of(p, q)) & 1) ^ flip);
  }
}

export function compareGreater(
  a: usize,
  b: usize,
  y: usize,
  splat: i32,
  flip: i32,
  start: i32,
  end: i32,
): void {
  compare<Greater>(a, b, y, splat, flip, start, end);
}

export function compareGreaterEqual(
  a: usize,
  b: usize,
  y: usize,
  splat: i32,
  flip: i32,
  start: i32,
  end: i32,
): void {
  compare<GreaterEqual>(a, b, y, splat, flip, start, end);
}

export function compareEqual(
  a: usize,
  b: usize,
  y: usize,
  splat: i32,
  flip: i32,
  start: i32,
  end: i32,
): void {
  compare<Equal>(a, b, y, splat, flip, start, end);
}

/** y[i] = 1 or 0 as a float. */
export function floatsOfBools(x: usize, y: usize, start: i32, end: i32): void {
  let i = start;
  for (; i + 4 <= end; i += 4) v128.store(y + ((<usize>i) << 2), f32x4.convert_i32x4_s(unpacked(x + i)));
  for (; i < end; i++) f32.store(y + ((<usize>i) << 2), <f32>load<u8>(x + i));
}

/** y[i] = x[i] is not 0. */
export function boolsOfFloats(x: usize, y: usize, start: i32, end: i32): void {
  for (let i = start; i < end; i++) store<u8>(y + i, f32.load(x + ((<usize>i) << 2)) != 0);
}

/** y[i] = condition[i] ? a[i] : b[i], in words. */
export function selectWords(condition: usize, a: usize, b: usize, y: usize, start: i32, end: i32): void {
  let i = start;
  for (; i + 4 <= end; i += 4) {
    const at = (<usize>i) << 2;
    const mask = i32x4.neg(unpacked(condition + i));
    v128.store(y + at, v128.bitselect(v128.load(a + at), v128.load(b + at), mask));
  }
  for (; i < end; i++) {
    const at = (<usize>i) << 2;
    store<i32>(y + at, load<u8>(condition + i) ? load<i32>(a + at) : load<i32>(b + at));
  }
}

/** y[i] = (a[i] & b[i]) ^ flip when `all`, else (a[i] | b[i]) ^ flip. */
export function logic(a: usize, b: usize, y: usize, all: i32, flip: i32, start: i32, end: i32): void {
  for (let i = <usize>start; i < <usize>end; i++) {
    const p = load<u8>(a + i);
    const q = load<u8>(b + i);
    store<u8>(y + i, (all ? p & q : p | q) ^ flip);
  }
}
