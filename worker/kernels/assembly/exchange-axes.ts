/** [units, rows, columns] becomes [units, columns, rows]. */
export function exchangeAxes(from: usize, to: usize, rows: i32, columns: i32, start: i32, end: i32): void {
  const unit = (<usize>rows * <usize>columns) << 2;
  const step = <usize>columns << 2;
  for (let i = start; i < end; i++) {
    let source = from + <usize>i * unit;
    let target = to + <usize>i * unit;
    for (let column = 0; column < columns; column++, source += 4) {
      let p = source;
      for (let row = 0; row < rows; row++, p += step, target += 4) f32.store(target, f32.load(p));
    }
  }
}
