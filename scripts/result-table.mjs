// The result of a training as a table for the terminal.
import { formatDuration, formatNumber } from './format.mjs';

/** @typedef {Omit<import('../src/protocol').WireResult, 'model' | 'output'>} Result */

/**
 * @param {Result} result
 * @returns {string} lines
 */
export function formatResult(result) {
  const { backend, threads, dataset, durationMs } = result;
  const settings = Object.entries({ ...result.hyperparameters, seed: result.seed });
  const history = result.history.map(({ phase, epoch, metrics, durationMs: ms }) => ({
    phase,
    epoch: String(epoch),
    ...formatted(metrics),
    time: formatDuration(ms),
  }));
  const phases = result.phases.map(
    ({ name, epoch, metrics, trainableParameters, frozenParameters, durationMs: ms }) => ({
      phase: name,
      'of epoch': String(epoch),
      ...formatted(metrics),
      trainable: trainableParameters.toLocaleString('en'),
      frozen: frozenParameters.toLocaleString('en'),
      time: formatDuration(ms),
    }),
  );
  return [
    '',
    `${result.experiment} on ${backend}, ${threads} ${threads === 1 ? 'thread' : 'threads'}, ${formatDuration(durationMs)}`,
    `data: ${dataset.name} (${dataset.source}), ${dataset.train} for training, ${dataset.test} for testing`,
    settings.map(([name, value]) => `${name} ${value}`).join(', '),
    ...['', formatTable(history), '', formatTable(phases), ''],
    formatTable([{ result: 'metrics', ...formatted(result.metrics) }]),
  ].join('\n');
}

/** @param {import('../src/protocol').Metrics} metrics @returns {Record<string, string>} */
function formatted(metrics) {
  return Object.fromEntries(Object.entries(metrics).map(([name, value]) => [name, formatNumber(value)]));
}

/**
 * @param {Record<string, string>[]} rows by column; a row may lack some
 * @returns {string} columns as wide as they need be, words to the left and numbers to the right
 */
export function formatTable(rows) {
  const columns = [...new Set(rows.flatMap((row) => Object.keys(row)))];
  const widths = columns.map((column) =>
    Math.max(...[column, ...rows.map((row) => row[column] ?? '')].map((cell) => cell.length)),
  );
  /** @param {string[]} cells */
  const line = (cells) =>
    cells
      .map((cell, i) => (i === 0 ? cell.padEnd(widths[i] ?? 0) : cell.padStart(widths[i] ?? 0)))
      .join('  ');
  return [line(columns), ...rows.map((row) => line(columns.map((column) => row[column] ?? '')))].join('\n');
}
