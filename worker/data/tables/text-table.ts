// Tables of sentences and their classes: `label<TAB>text`, or `review,sentiment`.
import { DatasetError } from '../../../src/errors';
import type { Dataset, DatasetOptions } from '../dataset';
import { TextClasses } from '../text/text-classes';
import { Column } from './column';
import type { Dialect } from './dialect';
import { isMissing, numberIn } from './numbers';
import type { Rows } from './rows';
import type { Table } from './table-dataset';

/** Words in the mean from which a column is sentences. */
const SENTENCE = 2.5;

export interface TextLayout {
  text: number;
  label: number;
}

/** `undefined` where the table is no column of sentences with one of classes. */
export function textLayout(
  { names, sample, decimal }: Dialect,
  options: DatasetOptions,
): TextLayout | undefined {
  const columns = names.map((_, i) => i).filter((i) => sample.some((row) => !isMissing(row[i] ?? '')));
  const asked = options.columns?.map((name) => names.indexOf(name));
  const sentences = columns.filter((i) =>
    isSentences(
      sample.map((row) => row[i] ?? ''),
      decimal,
    ),
  );
  const text = asked?.length === 1 ? sentences.find((i) => i === asked[0]) : sentences[0];
  if (text === undefined || (sentences.length > 1 && !asked)) return undefined;
  if (options.target !== undefined) {
    const label = names.indexOf(options.target);
    return label >= 0 && label !== text && (asked !== undefined || columns.length === 2)
      ? { text, label }
      : undefined;
  }
  const others = columns.filter((i) => i !== text);
  return others.length === 1 || (asked && others.length > 0) ? { text, label: others.at(-1)! } : undefined;
}

/** Whether most cells differ, have words, and several of them. */
export function isSentences(cells: readonly string[], decimal: Dialect['decimal']): boolean {
  const filled = cells.filter((cell) => !isMissing(cell) && numberIn(cell, decimal) === undefined);
  if (filled.length === 0 || filled.length < cells.length / 2) return false;
  const words = filled.reduce((sum, cell) => sum + cell.split(/\s+/).length, 0) / filled.length;
  return words >= SENTENCE && new Set(filled).size > filled.length / 2;
}

/** Gathers texts and labels as rows come. */
export class TextTable {
  readonly #texts: TextClasses;
  readonly #labels: Column;

  constructor(
    readonly layout: TextLayout,
    names: readonly string[],
    options: DatasetOptions,
  ) {
    this.#texts = new TextClasses(options);
    this.#labels = new Column(names[layout.label]!, '.');
  }

  get rows(): number {
    return this.#labels.rows;
  }

  add(cells: readonly string[], rows: Rows, row: number): void {
    this.#texts.add(cells[this.layout.text]!);
    this.#labels.add(cells[this.layout.label]!.trim(), rows, row);
  }

  /** @throws DatasetError where the labels are too many to be classes */
  dataset(table: Omit<Table, 'columns' | 'rows'>, options: DatasetOptions): Dataset {
    const { name, type, integers, distinct, missing } = this.#labels;
    const asClasses = type === 'category' || (type === 'number' && integers && distinct !== undefined);
    if (!asClasses) {
      throw new DatasetError(
        table.file,
        `the column "${name}" is to have the classes of the texts, it has ${
          type === 'empty' ? 'nothing' : 'too many values'
        }`,
      );
    }
    const notes = [...table.notes];
    if (missing > 0) notes.push(`${missing} texts without "${name}" left out.`);
    const { categories, codes } = this.#labels.categories();
    const labels = Int32Array.from(codes, (code) => code - 1);
    const set = { ...table, notes, field: name };
    return this.#texts.dataset(set, { classes: categories, labels, testFrom: table.testFrom }, options);
  }
}
