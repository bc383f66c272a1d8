// Numbers as tables write them, and what they write where a value is missing.

/** What pandas takes for missing, and the `?` of the UCI repository. */
const MISSING = new Set(
  [
    '',
    '?',
    '#N/A',
    '#N/A N/A',
    '#NA',
    '-1.#IND',
    '-1.#QNAN',
    '-NaN',
    '-nan',
    '1.#IND',
    '1.#QNAN',
    '<NA>',
    'N/A',
  ].concat(['NA', 'NULL', 'NaN', 'None', 'n/a', 'nan', 'null']),
);

export function isMissing(cell: string): boolean {
  return MISSING.has(cell);
}

export type DecimalMark = '.' | ',';

const GROUPED = { '.': /^[-+]?\d{1,3}(,\d{3})+(\.\d+)?$/, ',': /^[-+]?\d{1,3}(\.\d{3})+(,\d+)?$/ };

/** The difference of larger ones may be no 32-bit number. */
export const LARGEST = 1e38;

/**
 * The number that a cell without spaces around it holds, also with groups of thousands; `undefined` where it is
 * none. Infinities, and what is too large for 32 bits, are NaN.
 */
export function numberIn(cell: string, decimal: DecimalMark): number | undefined {
  if (cell === '') return undefined;
  let value = Number(decimal === ',' ? withPoint(cell) : cell);
  if (Number.isNaN(value)) {
    if (/^[-+]?inf(inity)?$/i.test(cell)) return Number.NaN;
    if (!GROUPED[decimal].test(cell)) return undefined;
    value = Number(withPoint(decimal === ',' ? cell.replaceAll('.', '') : cell.replaceAll(',', '')));
  } else if (cell.charCodeAt(0) === 48 && cell.charCodeAt(1) > 57 && /^0[box]/i.test(cell)) {
    return undefined; // 0x10 is a code
  }
  return Math.abs(value) > LARGEST ? Number.NaN : value;
}

function withPoint(cell: string): string {
  const at = cell.indexOf(',');
  if (at < 0) return cell;
  // With a point already there, or a second comma, it is no number but for its groups.
  return cell.includes('.') ? cell : `${cell.slice(0, at)}.${cell.slice(at + 1)}`;
}

/** Which mark stands before decimals in these cells of a table with this delimiter. */
export function decimalMarkOf(cells: Iterable<string>, delimiter: string): DecimalMark {
  let comma = 0;
  for (const cell of cells) {
    if (/^[-+]?\d*\.\d+(e[-+]?\d+)?$/i.test(cell) && !GROUPED[','].test(cell)) return '.';
    // Where the comma separates values, "1,234" in quotes is one thousand and some.
    if (/^[-+]?(\d+|\d{1,3}(\.\d{3})+),\d+(e[-+]?\d+)?$/i.test(cell)) {
      if (delimiter !== ',' || !/,\d{3}$/.test(cell)) comma++;
    }
  }
  return comma > 0 ? ',' : '.';
}
