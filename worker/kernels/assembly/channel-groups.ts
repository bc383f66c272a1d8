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
