// Rows gathered by index, and rows added by index.

/** Columns of a unit of `segmentSum`. */
const BLOCK: i32 = 64;

/**
 * y[ids[i], column] += x[i, column], y being zero before; rows with an id outside of [0, segments) are left
 * out. A unit is a block of 64 columns, so that no two threads add to one float.
 */
export function segmentSum(
  x: usize,
  ids: usize,
  y: usize,
  count: i32,
  inner: i32,
  segments: i32,
  start: i32,
  end: i32,
): void {
  const first = start * BLOCK;
  const width = min(inner, end * BLOCK) - first;
  for (let i = 0; i < count; i++) {
    const id = load<i32>(ids + ((<usize>i) << 2));
    if (<u32>id >= <u32>segments) continue;
    let from = x + ((<usize>(i * inner + first)) << 2);
    let to = y + ((<usize>(id * inner + first)) << 2);
    const stop = to + ((<usize>width) << 2);
    for (; to + 16 <= stop; from += 16, to += 16) v128.store(to, f32x4.add(v128.load(to), v128.load(from)));
    for (; to < stop; from += 4, to += 4) f32.store(to, f32.load(to) + f32.load(from));
  }
}

/**
 * x is [batch, outer, axis, inner] and ids [batch, count]: y[b, o, i] = x[b, o, ids[b, i]], in words of 4 bytes.
 * A unit is a row (b, o, i) of y. The ids must lie in [0, axis).
 */
export function gatherRows(
  x: usize,
  ids: usize,
  y: usize,
  outer: i32,
  axis: i32,
  count: i32,
  inner: i32,
  start: i32,
  end: i32,
): void {
  const bytes = (<usize>inner) << 2;
  for (let row = start; row < end; row++) {
    const block = row / count; // b · outer + o
    const id = load<i32>(ids + ((<usize>((block / outer) * count + (row - block * count))) << 2));
    memory.copy(y + <usize>row * bytes, x + <usize>(block * axis + id) * bytes, bytes);
  }
}
