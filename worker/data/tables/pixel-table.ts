// Tables whose columns are pixels, as Kaggle has pictures: `label,pixel0,pixel1…` or `label,1x1,1x2…`, or the same
// without names.
import { DatasetError } from '../../../src/errors';
import type { Dataset, DatasetOptions, Split } from '../dataset';
import { countClasses } from '../split';
import { rowsBetween, splitRows } from '../split-examples';
import { Column } from './column';
import type { Dialect } from './dialect';
import { Growing } from './growing';
import type { Rows } from './rows';
import type { Table } from './table-dataset';

const PIXEL = /^(?:pixel|px?)[ _-]?\d+$|^(\d+)x(\d+)$/i;

/** Fewer are no picture. */
const FEWEST_PIXELS = 16;

/** Without names, fewer are not taken for pictures. */
const FEWEST_NAMELESS = 64;

export interface PixelLayout {
  height: number;
  width: number;
  channels: 1 | 3;
  /** Which columns are pixels, in order, and which is the label. */
  pixels: number[];
  label: number;
}

/** `undefined` where the table is none of pixels. */
export function pixelLayout(dialect: Dialect, { target }: DatasetOptions): PixelLayout | undefined {
  const { names, sample } = dialect;
  const columns = names.map((_, i) => i);
  let label = target === undefined ? -1 : names.indexOf(target);
  let pixels: number[];
  if (dialect.header) {
    pixels = columns.filter((i) => i !== label && PIXEL.test(names[i]!));
    if (pixels.length < FEWEST_PIXELS || columns.length - pixels.length > 3) return undefined;
    const others = columns.filter((i) => !pixels.includes(i));
    if (label < 0)
      label = others.find((i) => /^(label|class|target|y)$/i.test(names[i]!)) ?? others.at(-1) ?? -1;
  } else {
    if (label < 0) label = 0;
    pixels = columns.filter((i) => i !== label);
    if (pixels.length < FEWEST_NAMELESS) return undefined;
  }
  const bytes = sample.every((row) => pixels.every((i) => row[i] === undefined || byteIn(row[i]!) >= 0));
  const form = bytes ? formOf(pixels.map((i) => names[i]!)) : undefined;
  return form && { ...form, pixels, label };
}

/** Rows and columns by names like `28x28`; else squares, of one value a pixel or three. */
function formOf(names: readonly string[]): { height: number; width: number; channels: 1 | 3 } | undefined {
  const places = names.map((name) => PIXEL.exec(name)?.slice(1, 3).map(Number) ?? []);
  const height = Math.max(...places.map(([row]) => row || 0));
  const width = Math.max(...places.map(([, column]) => column || 0));
  if (height > 0 && height * width === names.length) return { height, width, channels: 1 };
  for (const channels of [1, 3] as const) {
    const side = Math.round(Math.sqrt(names.length / channels));
    if (side * side * channels === names.length) return { height: side, width: side, channels };
  }
  return undefined;
}

/** −1 where a cell holds no whole number of 0 to 255. */
function byteIn(cell: string): number {
  if (cell === '') return -1;
  const value = Number(cell);
  return value >= 0 && value <= 255 && Number.isInteger(value) ? value : -1;
}

/** Gathers pixels and labels as rows come. */
export class PixelTable {
  readonly #pixels = new Growing<Uint8Array>(Uint8Array, 1 << 16);
  readonly #labels: Column;

  constructor(
    readonly layout: PixelLayout,
    readonly names: readonly string[],
  ) {
    this.#labels = new Column(names[layout.label] ?? 'label', '.');
  }

  get rows(): number {
    return this.#labels.rows;
  }

  /** @throws DatasetError naming line and column of what is no pixel */
  add(cells: readonly string[], rows: Rows, row: number): void {
    for (const i of this.layout.pixels) {
      const value = byteIn(cells[i]!);
      if (value < 0) {
        const found = JSON.stringify(cells[i]!.slice(0, 40));
        const reason = `line ${rows.line(row)}: the pixel "${this.names[i]}" is ${found}, no whole number of 0 to 255`;
        throw new DatasetError(rows.file, reason);
      }
      this.#pixels.push(value);
    }
    this.#labels.add(cells[this.layout.label]!.trim(), rows, row);
  }

  /** @throws DatasetError where labels are missing, or too many to be classes */
  dataset(table: Omit<Table, 'columns' | 'rows'>, options: DatasetOptions): Dataset {
    const { height, width, channels } = this.layout;
    const label = this.#labels;
    if (label.missing > 0)
      throw new DatasetError(table.file, `${label.missing} rows have no "${label.name}"`);
    if (
      label.type === 'text' ||
      label.distinct === undefined ||
      !(label.integers || label.type === 'category')
    ) {
      throw new DatasetError(
        table.file,
        `the column "${label.name}" is to have classes, it has too many values`,
      );
    }
    const { categories, codes } = label.categories();
    const pixels = this.#pixels.values;
    const size = height * width * channels;
    const held = table.testFrom < this.rows ? rowsBetween(table.testFrom, this.rows) : undefined;
    const { train, test } = splitRows(rowsBetween(0, table.testFrom), held, options, (row) => codes[row]!);
    const perClass = countClasses(
      train.map((row) => codes[row]! - 1),
      categories.length,
    );
    const split = (rows: Uint32Array): Split => ({
      count: rows.length,
      read(indices) {
        const pictures = new Uint8Array(indices.length * size);
        const labels = new Int32Array(indices.length);
        for (const [i, index] of indices.entries()) {
          const row = rows[index]!;
          pictures.set(pixels.subarray(row * size, (row + 1) * size), i * size);
          labels[i] = codes[row]! - 1;
        }
        return { inputs: [pictures], targets: [labels] };
      },
    });
    const order = channels === 3 ? ', red, green and blue of a pixel beside each other' : '';
    return {
      description: {
        name: table.name,
        source: table.source,
        format: table.format,
        kind: 'pictures',
        train: train.length,
        test: test.length,
        inputs: [{ name: 'picture', shape: [height, width, channels], dtype: 'uint8' }],
        targets: [{ name: label.name, shape: [], dtype: 'int32', classes: categories }],
        classes: categories,
        perClass,
        notes: [`Columns of pixels: pictures of ${height} × ${width}${order}.`, ...table.notes],
      },
      train: split(train),
      test: split(test),
      preprocessing: { kind: 'pictures', height, width, channels, resize: 'contain', range: [0, 1] },
      dispose() {},
    };
  }
}
