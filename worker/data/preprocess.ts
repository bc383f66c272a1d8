// A visitor's row or text as the input that a network was trained on, and what the network answers as it was told.
import { InvalidInputError } from '../../src/errors';
import type { TableColumn, TablePreprocessing, TextPreprocessing } from './dataset';
import { isMissing, numberIn } from './tables/numbers';
import { tokensIn } from './text/tokens';

/** Values by the names of their columns; `null` is a missing one, and so is what tables write for such. */
export type Row = Readonly<Record<string, number | string | boolean | null>>;

/** Numbers that a row becomes. */
export function rowWidth({ columns }: TablePreprocessing): number {
  return columns.reduce((sum, column) => sum + widthOf(column), 0);
}

/**
 * As the reader of tables does it: numbers normalised, missing ones the mean; categories one-hot, missing ones none.
 * What a row has besides the columns counts for nothing.
 * @returns [rows, width]
 * @throws InvalidInputError naming the column that a row lacks, or whose value is no number or category of it
 */
export function rowsInput(rows: readonly Row[], preprocessing: TablePreprocessing): Float32Array {
  const width = rowWidth(preprocessing);
  const values = new Float32Array(rows.length * width);
  for (const [i, row] of rows.entries()) {
    const place = rows.length === 1 ? 'The row' : `Row ${i + 1}`;
    if (typeof row !== 'object' || row === null || Array.isArray(row)) {
      throw new InvalidInputError(`${place} is to be an object with a value for ${namesOf(preprocessing)}.`);
    }
    let at = i * width;
    for (const column of preprocessing.columns) {
      if (!Object.hasOwn(row, column.name) || row[column.name] === undefined) {
        const needed = `it takes ${namesOf(preprocessing)}; null stands for a missing value`;
        throw new InvalidInputError(`${place} has no ${JSON.stringify(column.name)}: ${needed}.`);
      }
      write(row[column.name]!, column, values, at, place);
      at += widthOf(column);
    }
  }
  return values;
}

function write(value: Row[string], column: TableColumn, into: Float32Array, at: number, place: string): void {
  const cell = typeof value === 'string' ? value.trim() : value;
  if (cell === null || (typeof cell === 'string' && isMissing(cell)) || Number.isNaN(cell)) return;
  const wrong = (allowed: string) => {
    const shown =
      typeof value === 'string'
        ? JSON.stringify(value)
        : typeof value === 'object'
          ? 'an object'
          : String(value);
    return new InvalidInputError(
      `${place}: ${JSON.stringify(column.name)} is ${shown}; allowed is ${allowed}.`,
    );
  };
  if (column.type === 'number') {
    const number = typeof cell === 'string' ? numberIn(cell, '.') : Number(cell);
    if (number === undefined || !Number.isFinite(number))
      throw wrong('a number, or null where it is missing');
    into[at] = (number - column.mean) / column.deviation;
    return;
  }
  const category = column.categories.indexOf(String(cell));
  if (category < 0) throw wrong(`${listed(column.categories)}, or null where it is missing`);
  into[at + category] = 1;
}

const widthOf = (column: TableColumn) => (column.type === 'number' ? 1 : column.categories.length);

const namesOf = ({ columns }: TablePreprocessing) => listed(columns.map(({ name }) => name));

function listed(names: readonly string[]): string {
  const shown = names.slice(0, 20).map((name) => JSON.stringify(name));
  return shown.join(', ') + (names.length > 20 ? ` and ${names.length - 20} more` : '');
}

/** Numbers as they were before the target was normalised; those of classes as they are. */
export function targetValues(answers: Float32Array, target: TableColumn | undefined): Float32Array {
  if (target?.type !== 'number') return answers;
  return answers.map((value) => value * target.deviation + target.mean);
}

const numbersOf = new WeakMap<TextPreprocessing, Map<string, number>>();

/**
 * The last tokens of each text, filled up with 0 before them; 0 is also what is not in the vocabulary.
 * @returns [texts, length]
 * @throws InvalidInputError for what is no text
 */
export function textsInput(texts: readonly string[], preprocessing: TextPreprocessing): Int32Array {
  const { unit, vocabulary, length } = preprocessing;
  let numbers = numbersOf.get(preprocessing);
  if (!numbers) {
    numbers = new Map(vocabulary.map((token, number) => [token, number]));
    numbersOf.set(preprocessing, numbers);
  }
  const values = new Int32Array(texts.length * length);
  for (const [i, text] of texts.entries()) {
    if (typeof text !== 'string') throw new InvalidInputError(`The input is to be text, not ${typeof text}.`);
    const tokens = [...tokensIn(text.replaceAll('\r', ''), unit)].slice(-length);
    for (const [place, token] of tokens.entries()) {
      values[(i + 1) * length - tokens.length + place] = numbers.get(token) ?? 0;
    }
  }
  return values;
}
