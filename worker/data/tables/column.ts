// A column of a table while its rows come: what is in it decides what it is.
import { DatasetError } from '../../../src/errors';
import { Growing } from './growing';
import { type DecimalMark, isMissing, LARGEST, numberIn } from './numbers';

/** Where rows stand, for errors. */
export interface RowPlace {
  file: string;
  line(row: number): number;
}

/** Different values of a column that takes categories; where there are more, it is text. */
export const MOST_CATEGORIES = 1000;

/** Different values to keep track of: codes are 16 bits. */
const MOST_CODES = 65_535;

/** Of numbers no more than these are kept as categories too: it is for targets. */
const MOST_NUMBER_CODES = 1000;

export type ColumnType = 'number' | 'category' | 'text' | 'empty';

export class Column {
  /** Cells so far. */
  rows = 0;
  missing = 0;
  #texts = 0;
  #integers = true;
  /** Whether each number is the one before and one. */
  #counting = true;
  #last: number | undefined;
  #firstText: { file: string; line: number; value: string } | undefined;
  /** Float32 of the difference to the first, so that dates in milliseconds and the like keep their digits. */
  #numbers: Growing<Float32Array> | undefined = new Growing(Float32Array);
  #shift = 0;
  /** By value, from 1; 0 is missing. */
  #codes: Growing<Uint16Array> | undefined = new Growing(Uint16Array);
  #codeOf = new Map<string, number>();

  constructor(
    readonly name: string,
    readonly decimal: DecimalMark = '.',
    /** Its categories in their order, where that is known beforehand. */
    readonly known?: readonly string[],
  ) {}

  /** @param cell without spaces around it */
  add(cell: string, rows: RowPlace, row: number): void {
    this.#add(isMissing(cell) ? Number.NaN : numberIn(cell, this.decimal), cell, rows, row);
  }

  /** A value that has a type; numbers that are not finite are missing. */
  addValue(value: number | string | undefined, rows: RowPlace, row: number): void {
    if (typeof value === 'string') this.#add(undefined, value, rows, row);
    else if (value === undefined || !(Math.abs(value) <= LARGEST)) this.#add(Number.NaN, '', rows, row);
    else this.#add(value, String(value), rows, row);
  }

  /** @param number `undefined` for text, NaN where it is missing */
  #add(number: number | undefined, cell: string, rows: RowPlace, row: number): void {
    this.rows++;
    if (number === undefined) this.#addText(cell, rows, row);
    else if (!Number.isNaN(number)) this.#addNumber(number);
    else {
      this.#addMissing();
      return;
    }
    if (!this.#codes) return;
    let code = this.#codeOf.get(cell);
    if (code === undefined) {
      code = this.#codeOf.size + 1;
      if (code > (this.#texts === 0 ? MOST_NUMBER_CODES : MOST_CODES)) {
        this.#codes = undefined;
        this.#codeOf.clear();
        return;
      }
      this.#codeOf.set(standalone(cell), code);
    }
    this.#codes.push(code);
  }

  #addMissing(): void {
    this.missing++;
    this.#numbers?.push(Number.NaN);
    this.#codes?.push(0);
  }

  #addNumber(number: number): void {
    if (this.#last === undefined) this.#shift = number;
    else if (number !== this.#last + 1) this.#counting = false;
    this.#last = number;
    if (this.#integers && !Number.isInteger(number)) this.#integers = false;
    this.#numbers?.push(number - this.#shift);
  }

  #addText(cell: string, rows: RowPlace, row: number): void {
    this.#firstText ??= { file: rows.file, line: rows.line(row), value: cell };
    this.#texts++;
    this.#numbers?.push(Number.NaN);
    if (this.#texts > 1000 && this.#texts > this.rows / 2) this.#numbers = undefined;
  }

  /** Different values, where they are not too many to tell. */
  get distinct(): number | undefined {
    return this.#codes && this.#codeOf.size;
  }

  /** Whether its numbers are whole. */
  get integers(): boolean {
    return this.#integers && this.#texts === 0;
  }

  /** Whether it but numbers or names the rows. */
  get isIndex(): boolean {
    const named = /^(index|id|unnamed: \d+|.*[_ ]id)$/i.test(this.name) || /[a-z]I[dD]$/.test(this.name);
    if (!named || this.missing > 0 || this.rows < 2) return false;
    return this.integers ? this.#counting : this.#texts === this.rows && this.distinct === this.rows;
  }

  /** @throws DatasetError naming the line of the first cell that is no number, where nearly all are */
  get type(): ColumnType {
    const filled = this.rows - this.missing;
    if (filled === 0) return 'empty';
    if (this.#texts === 0) return 'number';
    if (this.known) return 'category';
    const { file, line, value } = this.#firstText!;
    const numbers = filled - this.#texts;
    if (numbers > 9 * this.#texts && (this.distinct === undefined || this.distinct > 20)) {
      const shown = JSON.stringify(value.length > 40 ? `${value.slice(0, 40)}…` : value);
      const hint = line === 1 ? '; does the first line name the columns (header: true)?' : '';
      throw new DatasetError(
        file,
        `line ${line}: the column "${this.name}" has numbers, but here ${shown}${hint}`,
      );
    }
    if (this.distinct === undefined || this.distinct > MOST_CATEGORIES) return 'text';
    return this.distinct <= 20 || this.distinct <= filled / 2 ? 'category' : 'text';
  }

  /** The numbers: `values` and what to add to each; NaN is missing. */
  numbers(): { values: Float32Array; shift: number } {
    return { values: this.#numbers!.values, shift: this.#shift };
  }

  /** The categories in order of number or alphabet, and each row's: from 1; 0 is missing. */
  categories(): { categories: string[]; codes: Uint16Array } {
    const numbers = this.#texts === 0;
    // 1 and 1.0 are one category, unless there are words among them.
    const shown = (cell: string) => (numbers ? String(numberIn(cell, this.decimal)) : cell);
    const order = numbers ? (a: string, b: string) => Number(a) - Number(b) : undefined;
    const categories = this.known
      ? [...this.known]
      : [...new Set([...this.#codeOf.keys()].map(shown))].sort(order);
    const place = new Map(categories.map((category, i) => [category, i + 1]));
    const renumbered = new Uint16Array(this.#codeOf.size + 1);
    for (const [cell, code] of this.#codeOf) renumbered[code] = place.get(shown(cell))!;
    return { categories, codes: this.#codes!.values.map((code) => renumbered[code]!) };
  }
}

/** A copy: a part of a string keeps all of that in memory. */
function standalone(text: string): string {
  return text.length < 13 ? text : new TextDecoder().decode(new TextEncoder().encode(text));
}
