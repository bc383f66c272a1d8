// Into which blocks a product is cut for several threads.
const WORTH_A_UNIT = 200_000; // multiply-adds: some 7 microseconds
const UNITS_PER_THREAD = 4;
const ROW_STEP = 12; // whole register tiles, of six rows or of four
const COLUMN_STEP = 16; // a cache line
// Cycles an element and step of depth:
const MULTIPLY_ADD = 1 / 8;
const PACK_A = 0.7; // to bring a transposed A into order, for each block of columns
const READ_A = 0.1; // where A is read in place
const PACK_B = 0.4; // for each block of rows
const WAIT = 0.25; // units that the threads wait for the last one
/** Into how many parts rows or columns may go: divisible by the usual numbers of threads. */
const PARTS = [1, 2, 3, 4, 6, 8, 12, 16, 24, 32];

/** What of a `Product` decides; `a.column` is the stride of A's columns in elements. */
interface Extent {
  readonly m: number;
  readonly n: number;
  readonly depth: number;
  readonly a: { readonly column: number };
}

/**
 * How to split a result into units of work for several threads, weighing threads without work against A and
 * B packed more than once. The numbers that come out of a multiplication do not depend on it.
 */
export function blocks({ m, n, depth, a }: Extent, matrices: number, threads: number) {
  const worth = Math.floor((matrices * m * n * depth) / WORTH_A_UNIT);
  const units = threads === 1 ? 1 : Math.min(threads * UNITS_PER_THREAD, worth);
  const wanted = Math.max(1, Math.ceil(units / matrices));
  const perRow = a.column === 1 ? READ_A : PACK_A;
  let best = { blockM: m, blockN: n, time: Infinity };
  for (const down of PARTS) {
    for (const across of PARTS) {
      if (across * down > wanted) break;
      const blockM = split(m, down, ROW_STEP);
      const blockN = split(n, across, COLUMN_STEP);
      const count = matrices * Math.ceil(m / blockM) * Math.ceil(n / blockN);
      const unit = blockM * blockN * MULTIPLY_ADD + blockM * perRow + blockN * PACK_B;
      const time = (Math.ceil(count / threads) + WAIT) * unit;
      if (time < best.time) best = { blockM, blockN, time };
    }
  }
  return best;
}

/** The length of `parts` about equal parts, as a multiple of `step`. */
function split(length: number, parts: number, step: number): number {
  return Math.min(length, Math.ceil(length / parts / step) * step);
}
