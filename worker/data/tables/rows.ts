// Rows of separated values, a piece of text at a time, each with the line it begins in. The parser reports quotes
// that do not fit; this says where.
import { DatasetError } from '../../../src/errors';

/** Some rows that follow each other. */
export interface Rows {
  file: string;
  cells: string[][];
  /** The line in which a row begins, from 1. */
  line(row: number): number;
}

export type Newline = '\n' | '\r';

/** Characters in one row: more is a quote that is never closed. */
const LONGEST_ROW = 4 * 2 ** 20;

/** As Papa Parse's `Parser` answers; its types say nothing of it. */
interface Parsed {
  data: string[][];
  errors: { row: number; code: string }[];
  meta: { cursor: number };
}

/** Parses rows that are whole, or what begins with them. */
export type ParseRows = (text: string, delimiter: string, newline: Newline, whole: boolean) => Parsed;

/** By Papa Parse's `Parser`. */
export function parseRowsWith(
  Parser: new (config: {
    delimiter: string;
    newline: Newline;
  }) => { parse(input: string, baseIndex: number, ignoreLastRow: boolean): unknown },
): ParseRows {
  return (text, delimiter, newline, whole) => {
    const parsed = new Parser({ delimiter, newline }).parse(text, 0, !whole) as Parsed;
    if (newline === '\n') for (const row of parsed.data) withoutReturn(row);
    return parsed;
  };
}

/** Of CRLF, the CR is in the last value. */
function withoutReturn(row: string[]): void {
  const last = row[row.length - 1]!;
  if (last.charCodeAt(last.length - 1) === 13) row[row.length - 1] = last.slice(0, -1);
}

/** Whether a row is an empty line. */
export function isBlank(row: readonly string[]): boolean {
  return row.length === 1 && row[0]!.trim() === '';
}

/**
 * Reads rows as their text comes; empty lines are among them.
 * @throws DatasetError naming the line where a quote is not closed, or something follows a closing one
 */
export async function* readRows(
  pieces: AsyncIterable<string>,
  file: string,
  parseRows: ParseRows,
  { delimiter, newline }: { delimiter: string; newline: Newline },
): AsyncGenerator<Rows, void, void> {
  let rest = '';
  let first = 1;
  const rowsOf = (text: string, whole: boolean): Rows & { cursor: number } => {
    const { data: cells, errors, meta } = parseRows(text, delimiter, newline, whole);
    const start = first;
    const quoted = text.includes('"'); // only within quotes does a value have lines
    const line = (row: number) => start + (quoted ? linesIn(cells, row) : row);
    const wrong = errors.find(({ row }) => whole || row < cells.length);
    if (wrong) {
      const what =
        wrong.code === 'MissingQuotes' ? 'is not closed' : 'is followed by more than the delimiter';
      throw new DatasetError(file, `line ${line(wrong.row)}: a quoted value ${what}`);
    }
    first = line(cells.length);
    return { file, cells, line, cursor: meta.cursor };
  };
  for await (const piece of pieces) {
    rest += piece;
    const rows = rowsOf(rest, false);
    rest = rest.slice(rows.cursor);
    if (rest.length > LONGEST_ROW) {
      const size = `${LONGEST_ROW / 2 ** 20} million characters`;
      throw new DatasetError(file, `line ${first}: more than ${size} in one row; is a quote not closed?`);
    }
    if (rows.cells.length > 0) yield rows;
  }
  if (rest !== '') yield rowsOf(rest, true);
}

/** Lines that the first rows take: one each, and one more for every break inside a value. */
function linesIn(cells: string[][], rows: number): number {
  let lines = rows;
  for (let row = 0; row < rows; row++) {
    for (const cell of cells[row]!) {
      for (let at = cell.indexOf('\n'); at >= 0; at = cell.indexOf('\n', at + 1)) lines++;
    }
  }
  return lines;
}
