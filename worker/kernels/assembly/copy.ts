/** Copies `bytes`, a multiple of 4, between places that do not overlap. */
// @ts-ignore: decorator
@inline
export function copy(to: usize, from: usize, bytes: usize): void {
  const stop = to + bytes;
  while (to + 16 <= stop) {
    v128.store(to, v128.load(from));
    to += 16;
    from += 16;
  }
  while (to < stop) {
    i32.store(to, i32.load(from));
    to += 4;
    from += 4;
  }
}

/** Fills `bytes`, a multiple of 4, with zeros. */
// @ts-ignore: decorator
@inline
export function clear(to: usize, bytes: usize): void {
  const stop = to + bytes;
  for (; to + 16 <= stop; to += 16) v128.store(to, i32x4.splat(0));
  for (; to < stop; to += 4) i32.store(to, 0);
}

/** Floats [start, end) become zero. */
export function clearFloats(to: usize, start: i32, end: i32): void {
  clear(to + ((<usize>start) << 2), (<usize>(end - start)) << 2);
}

/** Copies `count` segments of `bytes` each, at steps in bytes. */
export function copySegments(
  from: usize,
  fromStep: usize,
  to: usize,
  toStep: usize,
  count: i32,
  bytes: usize,
): void {
  for (; count > 0; count--, from += fromStep, to += toStep) memory.copy(to, from, bytes);
}
