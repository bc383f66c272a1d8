// Reads tables of separated values: CSV, TSV and their kin. The parser is loaded when such a file comes.
import type { DatasetReader, SourceFile } from './dataset';
import { textAtHead } from './decoded-text';
import { readTables } from './tables/read-tables';

/** Bytes to tell it by. */
const HEAD = 1 << 16;

/** In a cell, in the mean: more are prose. */
const WORDS = 2.5;

const NAMED = /\.(csv|tsv|tab|psv)$/i;

export const csv: DatasetReader = {
  format: 'csv',
  async recognises(files) {
    const tables = files.filter((file) => isTable(file));
    if (tables.length === 0) return files.length === 1 && hasColumns(files[0]!);
    const texts = await Promise.all(tables.map(async (file) => textAtHead(await file.head(HEAD))));
    return texts.every((text) => text !== undefined);
  },
  async read(files, context) {
    const tables = files.filter((file) => isTable(file));
    return readTables(tables.length > 0 ? tables : files, 'csv', context);
  },
};

function isTable({ path }: SourceFile): boolean {
  return NAMED.test(path.replace(/[?#].*$/, ''));
}

/** Whether a file of another name has lines of as many values each: three at least. */
async function hasColumns(file: SourceFile): Promise<boolean> {
  const head = await file.head(HEAD);
  const text = textAtHead(head);
  if (text === undefined || /^\s*[<{[]/.test(text)) return false;
  const lines = text.split(/\r\n?|\n/);
  if (head.length === HEAD) lines.pop();
  const filled = lines.filter((line) => line.trim() !== '').slice(0, 50);
  if (filled.length < 3) return false;
  return ['\t', ';', '|', ','].some((delimiter) => {
    const rows = filled.map((line) => line.replace(/"[^"]*"/g, '').split(delimiter));
    const width = rows[0]!.length;
    if (width === 1 || rows.some((row) => row.length !== width)) return false;
    // Sentences may have as many commas each.
    const words = rows.flat().reduce((sum, cell) => sum + cell.trim().split(/\s+/).length, 0);
    return delimiter === '\t' || words < WORDS * width * rows.length;
  });
}
