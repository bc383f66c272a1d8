// A model's summary as text, for a console.
import type { ModelSummary } from './protocol';

/** A row a layer: name, class, output shape, parameters, what it takes. */
export function summaryTable({ layers, ...counts }: ModelSummary): string {
  const rows = [
    ['Layer', 'Type', 'Output', 'Parameters', 'From'],
    ...layers.map(({ name, type, shape, parameters, trainable, from }) => [
      ...[name, type, `[${shape.map((length) => length ?? '?').join(', ')}]`],
      ...[parameters + (trainable || parameters === 0 ? '' : ' (frozen)'), from.join(', ')],
    ]),
  ];
  const widths = rows[0]!.map((_, column) => Math.max(...rows.map((row) => row[column]!.length)));
  const lines = rows.map((row) =>
    row
      .map((cell, column) => cell.padEnd(widths[column]!))
      .join('  ')
      .trimEnd(),
  );
  lines.splice(1, 0, '-'.repeat(lines.reduce((most, { length }) => Math.max(most, length), 0)));
  const { parameters, trainableParameters, frozenParameters } = counts;
  return [
    ...lines,
    `Parameters: ${parameters}, of which ${trainableParameters} trainable and ${frozenParameters} frozen`,
  ].join('\n');
}
