/** Rows [start, end) of an int32 product; sums wrap around. Strides in bytes; `table` as in matmul.ts. */
export function matmulInt32(
  table: usize,
  m: i32,
  n: i32,
  depth: i32,
  aRow: usize,
  aCol: usize,
  bRow: usize,
  bCol: usize,
  c: usize,
  start: i32,
  end: i32,
): void {
  for (let row = start; row < end; row++) {
    const entry = table + ((<usize>(row / m)) << 4);
    const a = <usize>load<u32>(entry) + <usize>(row % m) * aRow;
    const b = <usize>load<u32>(entry, 4);
    const to = c + ((<usize>(row * n)) << 2);
    for (let j = 0; j < n; j++) {
      let sum = 0;
      for (let k = 0; k < depth; k++) {
        sum += load<i32>(a + <usize>k * aCol) * load<i32>(b + <usize>k * bRow + <usize>j * bCol);
      }
      store<i32>(to + ((<usize>j) << 2), sum);
    }
  }
}
