// Columns as a data set: numbers normalised, categories one-hot, the target as classes or as a number.
import { DatasetError, InvalidOptionError } from '../../../src/errors';
import type { Dataset, DatasetOptions, Split, TableColumn } from '../dataset';
import { countClasses } from '../split';
import { type RowParts, rowsBetween, splitRows } from '../split-examples';
import type { Column } from './column';

/** Different whole numbers of a target that is classes. */
const MOST_NUMBER_CLASSES = 20;

export interface Table {
  columns: readonly Column[];
  rows: number;
  /** The first of the rows that are for the test; `rows` where they come in one piece. */
  testFrom: number;
  file: string;
  /** What to call it, where it was read from, and what is to know of it by now. */
  name: string;
  source: string;
  format: string;
  notes: readonly string[];
}

/**
 * @throws DatasetError where the target or all other columns are of no use
 * @throws InvalidOptionError for a target or columns that the table does not have
 */
export function tableDataset(table: Table, options: DatasetOptions): Dataset {
  const notes = [...table.notes];
  const target = targetOf(table, options);
  const used = inputsOf(table, target, options, notes);
  const answer = answersOf(target, table, notes);
  const { train, test } = partsOf(table, answer, options);
  if (train.length === 0) throw new DatasetError(table.file, 'there is no row to train with');
  const inputs = used.map((column) => encoded(column, train, notes));
  const output = answer.encode(train);
  const width = inputs.reduce((sum, input) => sum + input.width, 0);
  const split = (rows: Uint32Array): Split => ({
    count: rows.length,
    read(indices) {
      const chosen = indices.map((index) => rows[index]!);
      const values = new Float32Array(chosen.length * width);
      let at = 0;
      for (const input of inputs) {
        input.write(chosen, values, at, width);
        at += input.width;
      }
      return { inputs: [values], targets: [output.read(chosen)] };
    },
  });
  return {
    description: {
      name: table.name,
      source: table.source,
      format: table.format,
      kind: 'table',
      train: train.length,
      test: test.length,
      inputs: [{ name: 'features', shape: [width], dtype: 'float32' }],
      targets: [output.field],
      ...output.classes(train),
      notes,
    },
    train: split(train),
    test: split(test),
    preprocessing: {
      kind: 'table',
      columns: inputs.map((input) => input.column),
      target: output.column,
    },
    dispose() {},
  };
}

function targetOf({ columns }: Table, { target }: DatasetOptions): Column {
  if (target === undefined) return columns[columns.length - 1]!;
  return named(columns, target, 'target');
}

function named(columns: readonly Column[], name: string, field: string): Column {
  const found = columns.find((column) => column.name === name);
  if (found) return found;
  const names = columns.slice(0, 20).map((column) => JSON.stringify(column.name));
  throw new InvalidOptionError(
    field,
    name,
    `a column: ${names.join(', ')}${columns.length > 20 ? ' …' : ''}`,
  );
}

function inputsOf(table: Table, target: Column, options: DatasetOptions, notes: string[]): Column[] {
  const asked = options.columns?.map((name) => named(table.columns, name, 'columns'));
  const candidates = (asked ?? table.columns).filter((column) => column !== target);
  const used = candidates.filter((column) => {
    const why = asked && column.isIndex ? undefined : whyNot(column, candidates.length);
    if (why) notes.push(`The column "${column.name}" is left out: ${why}.`);
    return !why;
  });
  if (used.length > 0) return used;
  throw new DatasetError(
    table.file,
    `no column is left to learn "${target.name}" from. ${notes.join(' ')}`.trim(),
  );
}

function whyNot(column: Column, candidates: number): string | undefined {
  if (column.isIndex && candidates > 1) return 'it only tells rows apart';
  if (column.type === 'empty') return 'it is empty';
  if (column.type !== 'text') return undefined;
  const different = column.distinct === undefined ? 'too many' : String(column.distinct);
  return `it is text, ${different} different ones in ${column.rows} rows`;
}

/** What there is to know of the target before it is known which rows train. */
interface Answers {
  missing(row: number): boolean;
  /** Absent for a target that is a number. */
  classOf?(row: number): number;
  encode(train: Uint32Array): Output;
}

interface Output {
  field: Dataset['description']['targets'][number];
  column: TableColumn;
  read(rows: Uint32Array): Int32Array | Float32Array;
  classes(train: Uint32Array): { classes?: string[]; perClass?: number[] };
}

function answersOf(target: Column, { file }: Table, notes: string[]): Answers {
  const { name, type, distinct } = target;
  if (type === 'empty') throw new DatasetError(file, `the target "${name}" has no values`);
  if (type === 'text') {
    const reason = `the target "${name}" is text that rarely repeats: neither classes nor numbers`;
    throw new DatasetError(file, reason);
  }
  if (target.missing > 0) notes.push(`${rowsOf(target.missing)} without "${name}" left out.`);
  const asClasses =
    type === 'category' ||
    (target.integers &&
      distinct !== undefined &&
      distinct <= MOST_NUMBER_CLASSES &&
      2 * distinct <= target.rows);
  return asClasses ? classesOf(target, file) : scaleOf(target);
}

function classesOf(target: Column, file: string): Answers {
  const { categories, codes } = target.categories();
  if (categories.length < 2) {
    throw new DatasetError(file, `every row has the same "${target.name}": ${JSON.stringify(categories[0])}`);
  }
  const read = (rows: Uint32Array) => Int32Array.from(rows, (row) => codes[row]! - 1);
  return {
    missing: (row) => codes[row] === 0,
    classOf: (row) => codes[row]!,
    encode: () => ({
      field: { name: target.name, shape: [], dtype: 'int32', classes: categories },
      column: { name: target.name, type: 'category', categories },
      read,
      classes(train) {
        return { classes: categories, perClass: countClasses(read(train), categories.length) };
      },
    }),
  };
}

function scaleOf(target: Column): Answers {
  const { values, shift } = target.numbers();
  return {
    missing: (row) => Number.isNaN(values[row]!),
    encode(train) {
      const { mean, deviation } = momentsOf(values, train);
      return {
        field: { name: target.name, shape: [1], dtype: 'float32' },
        column: { name: target.name, type: 'number', mean: mean + shift, deviation },
        read: (rows) => Float32Array.from(rows, (row) => (values[row]! - mean) / deviation),
        classes: () => ({}),
      };
    },
  };
}

/** A column as values of the one input. */
interface Encoded {
  column: TableColumn;
  width: number;
  /** Into rows of `stride` values, from the place of this column on. */
  write(rows: Uint32Array, into: Float32Array, from: number, stride: number): void;
}

function encoded(column: Column, train: Uint32Array, notes: string[]): Encoded {
  const { name, missing } = column;
  if (column.type === 'number') {
    const { values, shift } = column.numbers();
    const { mean, deviation } = momentsOf(values, train);
    if (missing > 0) notes.push(`"${name}" is missing in ${rowsOf(missing)}: the mean stands there.`);
    return {
      column: { name, type: 'number', mean: mean + shift, deviation },
      width: 1,
      write(rows, into, from, stride) {
        for (let i = 0, at = from; i < rows.length; i++, at += stride) {
          const value = values[rows[i]!]!;
          into[at] = Number.isNaN(value) ? 0 : (value - mean) / deviation;
        }
      },
    };
  }
  const { categories, codes } = column.categories();
  if (missing > 0)
    notes.push(`"${name}" is missing in ${rowsOf(missing)}: none of its categories is set there.`);
  return {
    column: { name, type: 'category', categories },
    width: categories.length,
    write(rows, into, from, stride) {
      for (let i = 0, at = from; i < rows.length; i++, at += stride) {
        const code = codes[rows[i]!]!;
        if (code > 0) into[at + code - 1] = 1;
      }
    },
  };
}

/** Over the training rows that have a value. A deviation of 1 stands for that of a constant. */
function momentsOf(values: Float32Array, rows: Uint32Array): { mean: number; deviation: number } {
  let count = 0;
  let mean = 0;
  let squares = 0;
  for (const row of rows) {
    const value = values[row]!;
    if (Number.isNaN(value)) continue;
    count++;
    const away = value - mean;
    mean += away / count;
    squares += away * (value - mean);
  }
  const deviation = Math.sqrt(squares / Math.max(1, count));
  return { mean, deviation: deviation > 0 ? deviation : 1 };
}

/** Of the rows with a target. */
function partsOf(
  { rows, testFrom }: Table,
  { missing, classOf }: Answers,
  options: DatasetOptions,
): RowParts {
  const present = (from: number, to: number) => rowsBetween(from, to, (row) => !missing(row));
  const held = testFrom < rows ? present(testFrom, rows) : undefined;
  return splitRows(present(0, testFrom), held, options, classOf);
}

function rowsOf(count: number): string {
  return count === 1 ? '1 row' : `${count} rows`;
}
