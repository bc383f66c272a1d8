/** y = max(x, 0) for the floats [start, end); a NaN stays NaN. */
export function relu(x: usize, y: usize, start: i32, end: i32): void {
  let from = x + (<usize>start << 2);
  let to = y + (<usize>start << 2);
  const stop = y + (<usize>end << 2);
  const zero = f32x4.splat(0);
  for (; to + 16 <= stop; from += 16, to += 16) v128.store(to, f32x4.max(v128.load(from), zero));
  for (; to < stop; from += 4, to += 4) f32.store(to, max<f32>(f32.load(from), 0));
}
