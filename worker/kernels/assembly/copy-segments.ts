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
