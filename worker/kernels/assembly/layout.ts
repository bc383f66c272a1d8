// Moves of 4-byte words between layouts.

/** From here on a memory copy costs less than a loop; in words. */
const LONG: i32 = 32;

/**
 * Copies runs of `width` words. A unit is a run: run (i, j, k), k counting fastest to nk, then j to nj, goes
 * from x + i · xi + j · xj + k · xk to y + i · yi + j · yj + k · yk, strides in words.
 */
export function copyRuns(
  x: usize,
  y: usize,
  width: i32,
  nj: i32,
  nk: i32,
  xi: i32,
  xj: i32,
  xk: i32,
  yi: i32,
  yj: i32,
  yk: i32,
  start: i32,
  end: i32,
): void {
  const outer = start / nk;
  let k = start - outer * nk;
  let i = outer / nj;
  let j = outer - i * nj;
  for (let run = start; run < end; run++) {
    let from = x + ((<usize>(i * xi + j * xj + k * xk)) << 2);
    let to = y + ((<usize>(i * yi + j * yj + k * yk)) << 2);
    if (width >= LONG) {
      memory.copy(to, from, (<usize>width) << 2);
    } else {
      const stop = to + ((<usize>width) << 2);
      for (; to + 16 <= stop; from += 16, to += 16) v128.store(to, v128.load(from));
      for (; to < stop; from += 4, to += 4) store<i32>(to, load<i32>(from));
    }
    if (++k < nk) continue;
    k = 0;
    if (++j < nj) continue;
    j = 0;
    i++;
  }
}

/** Columns of x that a unit of `transposeStrips` turns into rows: a cache line of them. */
const STRIP: i32 = 16;

/**
 * y[i, j, c, r] = x[i, j, r, c] for r < rows and c < columns, both stored with strides (in words) for all but
 * the last index. A unit is a strip of 16 columns of one (i, j), j counting to nj.
 */
export function transposeStrips(
  x: usize,
  y: usize,
  rows: i32,
  columns: i32,
  nj: i32,
  xRow: i32,
  yRow: i32,
  xi: i32,
  xj: i32,
  yi: i32,
  yj: i32,
  start: i32,
  end: i32,
): void {
  const strips = (columns + STRIP - 1) / STRIP;
  for (let unit = start; unit < end; unit++) {
    const matrix = unit / strips;
    const first = (unit - matrix * strips) * STRIP;
    const i = matrix / nj;
    const j = matrix - i * nj;
    const from = x + ((<usize>(i * xi + j * xj + first)) << 2);
    const to = y + ((<usize>(i * yi + j * yj + first * yRow)) << 2);
    transposeStrip(from, to, rows, min(STRIP, columns - first), (<usize>xRow) << 2, (<usize>yRow) << 2);
  }
}

function transposeStrip(x: usize, y: usize, rows: i32, columns: i32, xRow: usize, yRow: usize): void {
  let r = 0;
  for (; r + 4 <= rows; r += 4, x += xRow << 2, y += 16) {
    const x1 = x + xRow;
    const x2 = x1 + xRow;
    const x3 = x2 + xRow;
    let to = y;
    let c = 0;
    for (; c + 4 <= columns; c += 4) {
      const at = (<usize>c) << 2;
      const a = v128.load(x + at);
      const b = v128.load(x1 + at);
      const d = v128.load(x2 + at);
      const e = v128.load(x3 + at);
      const ab = v128.shuffle<i32>(a, b, 0, 4, 1, 5);
      const de = v128.shuffle<i32>(d, e, 0, 4, 1, 5);
      const ba = v128.shuffle<i32>(a, b, 2, 6, 3, 7);
      const ed = v128.shuffle<i32>(d, e, 2, 6, 3, 7);
      v128.store(to, v128.shuffle<i64>(ab, de, 0, 2));
      to += yRow;
      v128.store(to, v128.shuffle<i64>(ab, de, 1, 3));
      to += yRow;
      v128.store(to, v128.shuffle<i64>(ba, ed, 0, 2));
      to += yRow;
      v128.store(to, v128.shuffle<i64>(ba, ed, 1, 3));
      to += yRow;
    }
    for (; c < columns; c++, to += yRow) {
      const at = (<usize>c) << 2;
      store<i32>(to, load<i32>(x + at));
      store<i32>(to, load<i32>(x1 + at), 4);
      store<i32>(to, load<i32>(x2 + at), 8);
      store<i32>(to, load<i32>(x3 + at), 12);
    }
  }
  for (; r < rows; r++, x += xRow, y += 4) {
    let to = y;
    for (let c = 0; c < columns; c++, to += yRow) store<i32>(to, load<i32>(x + ((<usize>c) << 2)));
  }
}

/** [units, rows, columns] becomes [units, columns, rows]. */
export function transpose(from: usize, to: usize, rows: i32, columns: i32, start: i32, end: i32): void {
  const unit = (<usize>rows * <usize>columns) << 2;
  const step = (<usize>columns) << 2;
  for (let i = start; i < end; i++) {
    let source = from + <usize>i * unit;
    let target = to + <usize>i * unit;
    for (let column = 0; column < columns; column++, source += 4) {
      let p = source;
      for (let row = 0; row < rows; row++, p += step, target += 4) f32.store(target, f32.load(p));
    }
  }
}
