// Reads files of separated values, row by row as they come, into a data set: of numbers and categories, of pictures
// where the columns are pixels, of texts where one is sentences.
import { DatasetError } from '../../../src/errors';
import { onDemand } from '../../on-demand/index';
import type { Dataset, DatasetOptions, ReadContext, SourceFile } from '../dataset';
import { decodedText, type TextEncodingName } from '../decoded-text';
import { Column } from './column';
import { type Dialect, findDialect } from './dialect';
import { PixelTable, pixelLayout } from './pixel-table';
import { isBlank, type ParseRows, parseRowsWith, type Rows, readRows } from './rows';
import { type Table, tableDataset } from './table-dataset';
import { TextTable, textLayout } from './text-table';

/** Characters from which the dialect is told, unless the first line is longer. */
const SAMPLE = 2 ** 18;

/** The longest first line. */
const LONGEST_LINE = 2 ** 22;

/** What rows become: each file's are added in the order of the first one's columns. */
interface Gathering {
  readonly rows: number;
  add(cells: readonly string[], rows: Rows, row: number): void;
  dataset(table: Omit<Table, 'columns' | 'rows'>, options: DatasetOptions): Dataset;
}

class ColumnTable implements Gathering {
  rows = 0;
  readonly #columns: Column[];

  constructor({ names, decimal }: Dialect) {
    this.#columns = names.map((name) => new Column(name, decimal));
  }

  add(cells: readonly string[], rows: Rows, row: number): void {
    for (let i = 0; i < this.#columns.length; i++) this.#columns[i]!.add(trimmed(cells[i]!), rows, row);
    this.rows++;
  }

  dataset(table: Omit<Table, 'columns' | 'rows'>, options: DatasetOptions): Dataset {
    return tableDataset({ ...table, columns: this.#columns, rows: this.rows }, options);
  }
}

/** As `trim` does, which is slow for the many cells that need none. */
function trimmed(cell: string): string {
  if (cell === '' || (cell.charCodeAt(0) > 32 && cell.charCodeAt(cell.length - 1) > 32)) return cell;
  return cell.trim();
}

/** A file whose first lines are read. */
interface Opened {
  file: SourceFile;
  dialect: Dialect;
  pieces: AsyncGenerator<string, void, void>;
  encoding(): TextEncodingName;
}

/**
 * @param format what the data set says that it was written in
 * @throws DatasetError naming file and line of what does not fit
 */
export async function readTables(
  files: readonly SourceFile[],
  format: string,
  context: ReadContext,
): Promise<Dataset> {
  const { options, name, source, signal } = context;
  const { train, test, others } = rolesOf(files);
  const notes = others.map((file) => `${file.path} is left out: other files are for training and test.`);
  const hear = progressOf(train.length + test.length, context);
  const parseRows = parseRowsWith((await onDemand('csv')).Parser);
  const openFile = (file: SourceFile) => open(file, parseRows, options, hear);
  const main = await openFile(train[0]!);
  const { dialect } = main;
  const target = options.target ?? targetByLayout(dialect, options);
  const gathering = gatheringOf(dialect, options);
  const gather = async (opened: Opened) => {
    const place = placesOf(opened.dialect, dialect, opened.file.path);
    await eachRow(opened, parseRows, signal, (cells, rows, row) => {
      gathering.add(place ? place.map((i) => cells[i]!) : cells, rows, row);
    });
    if (opened.encoding() === 'windows-1252')
      notes.push(`${opened.file.path} is no UTF-8: read as Windows-1252.`);
  };
  await gather(main);
  for (const file of train.slice(1)) await gather(await openFile(file));
  if (gathering.rows === 0) throw new DatasetError(main.file.path, 'there are no rows of values');
  const testFrom = gathering.rows;
  for (const file of test) {
    const opened = await openFile(file);
    const { header, names } = opened.dialect;
    const lacking = header ? !names.includes(target) : names.length === dialect.names.length - 1;
    if (!lacking) await gather(opened);
    else {
      notes.push(`${file.path} is left out: it has no column "${target}".`);
      await opened.pieces.return();
    }
  }
  if (!dialect.header) notes.push('The first line has values: columns are called "column 1", "column 2" …');
  if (dialect.decimal === ',') notes.push('Numbers have a decimal comma.');
  const file = main.file.path;
  const table = { testFrom, file, name, source, format, notes };
  return gathering.dataset(table, options);
}

async function open(
  file: SourceFile,
  parseRows: ParseRows,
  options: DatasetOptions,
  hear: (file: SourceFile, bytes: number, of: number) => void,
): Promise<Opened> {
  const blob = await file.blob();
  const { pieces, encoding } = decodedText(blob, file.path, (bytes) => hear(file, bytes, blob.size));
  let text = '';
  let whole = false;
  while (text.length <= LONGEST_LINE && (text.length <= SAMPLE || !/[\r\n]/.test(text))) {
    const { done, value } = await pieces.next();
    whole = done === true;
    if (whole) break;
    text += value;
  }
  if (text === '') throw new DatasetError(file.path, 'the file is empty');
  const dialect = findDialect(text, whole, file.path, parseRows, options);
  async function* all() {
    yield text;
    yield* pieces;
  }
  return { file, dialect, pieces: all(), encoding };
}

/** @throws DatasetError naming the line of a row that has more or fewer values than there are columns */
async function eachRow(
  { file, dialect, pieces }: Opened,
  parseRows: ParseRows,
  signal: AbortSignal,
  take: (cells: string[], rows: Rows, row: number) => void,
): Promise<void> {
  const width = dialect.names.length;
  let skip = dialect.skip;
  for await (const rows of readRows(pieces, file.path, parseRows, dialect)) {
    signal.throwIfAborted();
    for (const [row, cells] of rows.cells.entries()) {
      if (isBlank(cells)) continue;
      if (skip > 0) {
        skip--;
        continue;
      }
      if (cells.length !== width && !(cells.length === width + 1 && cells[width]!.trim() === '')) {
        const values = cells.length === 1 ? '1 value' : `${cells.length} values`;
        throw new DatasetError(
          file.path,
          `line ${rows.line(row)}: ${values}, where there are ${width} columns`,
        );
      }
      take(cells, rows, row);
    }
  }
}

function gatheringOf(dialect: Dialect, options: DatasetOptions): Gathering {
  const pixels = pixelLayout(dialect, options);
  if (pixels) return new PixelTable(pixels, dialect.names);
  const texts = textLayout(dialect, options);
  return texts ? new TextTable(texts, dialect.names, options) : new ColumnTable(dialect);
}

function targetByLayout(dialect: Dialect, options: DatasetOptions): string {
  const label = (pixelLayout(dialect, options) ?? textLayout(dialect, options))?.label;
  return dialect.names[label ?? dialect.names.length - 1]!;
}

/** Where each of the first file's columns is in this one; `undefined` where they are in the same places. */
function placesOf(dialect: Dialect, first: Dialect, file: string): number[] | undefined {
  if (dialect === first) return undefined;
  if (!first.header || !dialect.header) {
    if (dialect.names.length === first.names.length) return undefined;
    const reason = `${dialect.names.length} columns, where the first file has ${first.names.length}`;
    throw new DatasetError(file, reason);
  }
  const places = first.names.map((name) => dialect.names.indexOf(name));
  const missing = places.indexOf(-1);
  if (missing < 0) return places;
  throw new DatasetError(file, `it has no column "${first.names[missing]}", which the first file has`);
}

/** Which files are for what, by their names: `train.csv`, `test.csv`; without such, all are for training. */
function rolesOf(files: readonly SourceFile[]): Record<'train' | 'test' | 'others', SourceFile[]> {
  const role = ({ path }: SourceFile) =>
    /(?:^|[^a-z])(train|test|valid(?:ation)?|val)/i.exec(path)?.[1]?.toLowerCase();
  const by = (...roles: (string | undefined)[]) => files.filter((file) => roles.includes(role(file)));
  const train = by('train');
  const tests = by('test');
  if (train.length === 0) return { train: [...files], test: [], others: [] };
  const test = tests.length > 0 ? tests : by('valid', 'validation', 'val');
  return { train, test, others: files.filter((file) => !train.includes(file) && !test.includes(file)) };
}

function progressOf(files: number, { report }: ReadContext) {
  const fractions = new Map<SourceFile, number>();
  return (file: SourceFile, bytes: number, of: number) => {
    fractions.set(file, of > 0 ? bytes / of : 1);
    let sum = 0;
    for (const fraction of fractions.values()) sum += fraction;
    report(Math.min(1, sum / files), `Reading ${file.path}`);
  };
}
