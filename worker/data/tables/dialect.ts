// How a file of separated values is written, found out from its beginning.
import { DatasetError } from '../../../src/errors';
import { type DecimalMark, decimalMarkOf, isMissing, numberIn } from './numbers';
import { isBlank, type Newline, type ParseRows } from './rows';

export interface Dialect {
  delimiter: string;
  newline: Newline;
  decimal: DecimalMark;
  /** Of the columns: those of the first line, or `column 1`, `column 2` … */
  names: string[];
  header: boolean;
  /** Rows before the first one of values, but for empty ones: the names', and Excel's `sep=;`. */
  skip: number;
  /** The first rows of values. */
  sample: string[][];
}

/** Which one is taken where several fit alike. */
const DELIMITERS = ['\t', ';', '|', ','];

/** Rows to look at. */
const ROWS = 200;

/**
 * @param text the file's first characters, at least its first line
 * @param whole whether that is all there is
 * @param given what the page knows
 * @throws DatasetError if there is no row
 */
export function findDialect(
  text: string,
  whole: boolean,
  file: string,
  parseRows: ParseRows,
  given: { delimiter?: string; header?: boolean } = {},
): Dialect {
  const newline: Newline = text.includes('\n') || !text.includes('\r') ? '\n' : '\r';
  const told = /^sep=(.)\r?\n?$/i.exec(text.slice(0, text.indexOf(newline) + 1));
  const rowsBy = (delimiter: string) =>
    parseRows(text, delimiter, newline, whole)
      .data.filter((row) => !isBlank(row))
      .slice(told ? 1 : 0, ROWS);
  const delimiter = given.delimiter ?? told?.[1] ?? bestDelimiter(rowsBy);
  const rows = rowsBy(delimiter).map((row) => row.map((cell) => cell.trim()));
  if (rows.length === 0) throw new DatasetError(file, 'there are no rows in it');
  const width = widthOf(rows);
  const decimal = decimalMarkOf(rows.slice(0, ROWS).flat(), delimiter);
  const header = given.header ?? isHeader(rows, decimal);
  const names = header
    ? namesIn(rows[0]!, width)
    : Array.from({ length: width }, (_, i) => `column ${i + 1}`);
  const skip = (told ? 1 : 0) + (header ? 1 : 0);
  return { delimiter, newline, decimal, names, header, skip, sample: rows.slice(header ? 1 : 0) };
}

/** The one by which most rows have as many values as most others; of those, the one with most values. */
function bestDelimiter(rowsBy: (delimiter: string) => string[][]): string {
  let best = { delimiter: ',', alike: 0, width: 1 };
  const consider = (delimiter: string) => {
    const rows = rowsBy(delimiter);
    const width = mostCommon(rows.map((row) => row.length)) ?? 1;
    const alike = rows.filter((row) => row.length === width).length / Math.max(1, rows.length);
    if (width > 1 && alike > best.alike + 1e-9) best = { delimiter, alike, width };
  };
  for (const delimiter of DELIMITERS) consider(delimiter);
  if (best.width === 1) consider(' ');
  return best.delimiter;
}

/** Columns of most rows; a delimiter at the end of each, but for the names, begins none. */
function widthOf(rows: readonly string[][]): number {
  const [first, ...others] = rows;
  const width = mostCommon(others.map((row) => row.length)) ?? first!.length;
  const open = first!.length === width - 1 && others.every((row) => (row[width - 1] ?? '') === '');
  return open ? width - 1 : width;
}

function mostCommon(numbers: readonly number[]): number | undefined {
  const counts = new Map<number, number>();
  for (const number of numbers) counts.set(number, (counts.get(number) ?? 0) + 1);
  let best: number | undefined;
  for (const [number, count] of counts) if (best === undefined || count > counts.get(best)!) best = number;
  return best;
}

/**
 * Whether a first row names the columns: all different, none a number or missing (but for the first, an index
 * without a name), and none of them a value further down in its column.
 */
function isHeader(rows: readonly string[][], decimal: DecimalMark): boolean {
  const [first, ...others] = rows;
  const names = first!.filter((cell, i) => i > 0 || cell !== '');
  if (names.length === 0 || new Set(names).size < names.length) return false;
  if (names.some((cell) => isMissing(cell) || numberIn(cell, decimal) !== undefined)) return false;
  return !first!.some((cell, i) => cell !== '' && others.some((row) => row[i] === cell));
}

/**
 * R names one column less than there are: the first is the rows' own names. Of columns with one name the second is
 * called `name.1`, as in pandas.
 */
function namesIn(row: readonly string[], width: number): string[] {
  const names: string[] = [];
  for (const [i, given] of (row.length === width - 1 ? ['', ...row] : row).entries()) {
    const base = given !== '' ? given : i === 0 ? 'index' : `column ${i + 1}`;
    let name = base;
    for (let number = 1; names.includes(name); number++) name = `${base}.${number}`;
    names.push(name);
  }
  return names;
}
