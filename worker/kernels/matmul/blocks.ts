const WORTH_A_UNIT = 200_000; // multiply-adds: some 7 microseconds
const UNITS_PER_THREAD = 4;
const ROW_STEP = 12; // whole register tiles, of six rows or of four
const COLUMN_STEP = 16; // a cache line
const PACK_A = 0.7; // cycles to bring an element into order: for a transposed A, for each block of columns
const READ_A = 0.1; // where A is read in place
const PACK_B = 0.4; // for each block of rows

/** What of a `Product` decides; `a.column` is the stride of A's columns in elements. */
export interface Extent {
  readonly m: number;
  readonly n: number;
  readonly depth: number;
  readonly a: { readonly column: number };
}

/**
 * How to split a result into units of work for several threads: at the least cost of packing A and B more
 * than once. The numbers that come out of a multiplication do not depend on it.
 */
export function blocks({ m, n, depth, a }: Extent, matrices: number, threads: number) {
  const work = matrices * m * n * depth;
  const units = Math.min(threads * UNITS_PER_THREAD, Math.floor(work / WORTH_A_UNIT));
  const wanted = threads === 1 ? 1 : Math.max(1, Math.ceil(units / matrices));
  let best = { blockM: m, blockN: n, cost: Infinity };
  for (let down = 1; down <= wanted; down++) {
    const blockM = split(m, down, ROW_STEP);
    const blockN = split(n, Math.ceil(wanted / down), COLUMN_STEP);
    const across = Math.ceil(n / blockN);
    const actual = Math.ceil(m / blockM) * across;
    if (actual < wanted / 2) continue;
    const cost = across * m * (a.column === 1 ? READ_A : PACK_A) + Math.ceil(m / blockM) * n * PACK_B;
    if (cost < best.cost) best = { blockM, blockN, cost };
  }
  return best;
}

/** The length of `parts` about equal parts, as a multiple of `step`. */
function split(length: number, parts: number, step: number): number {
  return Math.min(length, Math.ceil(length / parts / step) * step);
}
