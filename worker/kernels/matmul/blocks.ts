const WORTH_A_UNIT = 200_000; // multiplications: some 8 microseconds
const UNITS_PER_THREAD = 4;
const LEAST_COLUMNS = 64; // fewer read A too often
const LEAST_ROWS = 24; // fewer do not pay for packing B

/**
 * How to split an m × n result into units of work. Columns are split first: A is read in place by every
 * unit, while B is packed by each unit that needs it. The results do not depend on it.
 */
export function blocks(m: number, n: number, depth: number, matrices: number, threads: number) {
  if (threads === 1) return { blockM: m, blockN: n };
  const work = matrices * m * n * Math.max(depth, 1);
  const units = Math.min(threads * UNITS_PER_THREAD, Math.floor(work / WORTH_A_UNIT));
  const wanted = Math.max(1, units / matrices);
  const across = Math.min(wanted, Math.max(1, Math.floor(n / LEAST_COLUMNS)));
  const down = Math.min(wanted / across, Math.max(1, Math.floor(m / LEAST_ROWS)));
  return { blockM: split(m, down, 12), blockN: split(n, across, 8) };
}

/** The length of about `parts` equal parts, as a multiple of `step`. */
function split(length: number, parts: number, step: number): number {
  return Math.min(length, Math.ceil(length / Math.ceil(parts) / step) * step);
}
