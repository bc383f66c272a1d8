// What was measured of the experiments' steps, for people.
import { formatTable } from '../scripts/result-table.mjs';

/**
 * @typedef {object} Cell what a backend took for an experiment
 * @property {number} threads
 * @property {string} device
 * @property {number} [medianMs]
 * @property {number} [minMs]
 * @property {number} [gflops] per second, by the median
 * @property {number} [firstStepMs]
 * @property {number} [heapBytes] of WASM memory, at most
 * @property {string} [error] what it threw instead
 */

/**
 * @typedef {object} Row
 * @property {string} experiment
 * @property {number} flops of a step
 * @property {Record<string, Cell>} columns by title
 * @property {number} [nativeMs]
 * @property {number} [ratio] ours with all threads over native
 */

/** All about one experiment, a line for each backend. @param {Row} row */
export function formatRow({ experiment, flops, columns, nativeMs, ratio }) {
  const lines = Object.entries(columns).map(([title, cell]) => ({ [experiment]: title, ...described(cell) }));
  if (nativeMs !== undefined) {
    const gflops = (flops / nativeMs / 1e6).toFixed(1);
    lines.push({ [experiment]: 'native', 'median ms': ms(nativeMs), 'GFLOP/s': gflops });
  }
  const errors = Object.entries(columns).flatMap(([title, { error }]) =>
    error ? [`${title}: ${error}`] : [],
  );
  const verdict = ratio === undefined ? [] : [`ours, all threads / native: ${ratio.toFixed(2)}`];
  return [formatTable(lines), ...errors, ...verdict].join('\n');
}

/** @param {Cell} cell @returns {Record<string, string>} */
function described({ threads, device, medianMs, minMs, gflops, firstStepMs, heapBytes, error }) {
  if (error || medianMs === undefined) return { threads: String(threads), 'median ms': 'throws' };
  return {
    threads: String(threads),
    ...{ 'median ms': ms(medianMs), 'min ms': ms(minMs), 'GFLOP/s': gflops?.toFixed(1) ?? '' },
    ...{ 'first step ms': ms(firstStepMs), 'heap MiB': heapBytes ? (heapBytes / 2 ** 20).toFixed(0) : '–' },
    device,
  };
}

/** Milliseconds a step (medians) of all experiments. @param {Row[]} rows */
export function formatSteps(rows) {
  return formatTable(
    rows.map(({ experiment, flops, columns, nativeMs, ratio }) => ({
      'median ms a step': experiment,
      GFLOP: (flops / 1e9).toFixed(2),
      ...Object.fromEntries(
        Object.entries(columns).map(([title, { medianMs }]) => [title, medianMs ? ms(medianMs) : 'throws']),
      ),
      ...(nativeMs === undefined ? {} : { native: ms(nativeMs) }),
      ...(ratio === undefined ? {} : { 'ours / native': ratio.toFixed(2) }),
    })),
  );
}

/** @param {number} [value] */
function ms(value) {
  if (value === undefined) return '';
  return value.toFixed(value < 10 ? 2 : value < 100 ? 1 : 0);
}
