// What rows of typed columns become: pictures with their classes, texts, arrays, or a table.
import { DatasetError } from '../../../src/errors';
import type { Dataset, DatasetOptions, ReadContext, SourceFile, Values } from '../dataset';
import { type PlacedFile, readPictures } from '../picture-files';
import { countClasses, gather } from '../split';
import { rowsBetween, splitRows } from '../split-examples';
import { Column } from '../tables/column';
import { Growing } from '../tables/growing';
import { type Table, tableDataset } from '../tables/table-dataset';
import { isSentences } from '../tables/text-table';
import { TextClasses } from '../text/text-classes';
import { TextWindows } from '../text/text-windows';
import type { Feature } from './features';
import type { ColumnValues, ParquetFile } from './parquet-file';

type Set = Omit<Table, 'columns' | 'rows'>;

export interface Gathering {
  readonly rows: number;
  add(values: ColumnValues, file: ParquetFile, group: number): void;
  dataset(set: Set, context: ReadContext): Promise<Dataset> | Dataset;
}

export function gatheringOf(
  inputs: readonly Feature[],
  target: Feature | undefined,
  options: DatasetOptions,
): Gathering {
  if (!target) return new RunningText(inputs[0]!, options);
  const picture = inputs.find(({ kind }) => kind === 'picture');
  if (picture) return new Pictures(picture, target);
  if (inputs.some(({ kind }) => kind === 'array')) return new Arrays(inputs, target);
  const texts = inputs.filter(({ kind }) => kind === 'text');
  const texted = texts.length === 1 && inputs.length === 1;
  return texted ? new TextsOrTable(texts[0]!, target, options) : new TypedTable(inputs, target);
}

/** A value as columns of tables take it: a number, text, or nothing. */
function plain(value: unknown, { classes }: Feature): number | string | undefined {
  if (value === null || value === undefined) return undefined;
  if (classes) return classes[Number(value)]; // −1 stands for none
  if (value instanceof Date) return value.getTime();
  if (typeof value === 'bigint') return Number(value);
  if (typeof value === 'number' || typeof value === 'string') return value;
  return String(value);
}

const lengthOf = (values: ColumnValues) => values.values().next().value!.length;

/** Rows of groups are counted, as lines are. */
function placeIn(file: ParquetFile, group: number) {
  const before = file.groups.slice(0, group).reduce((sum, rows) => sum + rows, 0);
  return { file: file.path, line: (row: number) => before + row + 1 };
}

class TypedTable implements Gathering {
  rows = 0;
  readonly #features: readonly Feature[];
  readonly #columns: Column[];

  constructor(inputs: readonly Feature[], target: Feature) {
    this.#features = [...inputs, target];
    this.#columns = this.#features.map(({ name, classes }) => new Column(name, '.', classes));
  }

  add(values: ColumnValues, file: ParquetFile, group: number): void {
    const place = placeIn(file, group);
    for (const [i, feature] of this.#features.entries()) {
      const column = this.#columns[i]!;
      const cells = values.get(feature.name)!;
      for (let row = 0; row < cells.length; row++) column.addValue(plain(cells[row], feature), place, row);
    }
    this.rows += lengthOf(values);
  }

  dataset(set: Set, { options }: ReadContext): Dataset {
    const target = this.#columns.at(-1)!.name;
    const columns = options.columns && [...options.columns];
    return tableDataset({ ...set, columns: this.#columns, rows: this.rows }, { ...options, columns, target });
  }
}

/** Sentences with a class each; a table where the column has but words that repeat. */
class TextsOrTable implements Gathering {
  #chosen: Gathering | undefined;

  constructor(
    readonly text: Feature,
    readonly target: Feature,
    readonly options: DatasetOptions,
  ) {}

  get rows(): number {
    return this.#chosen?.rows ?? 0;
  }

  add(values: ColumnValues, file: ParquetFile, group: number): void {
    const sample = values
      .get(this.text.name)!
      .slice(0, 200)
      .map((value) => String(value ?? ''));
    this.#chosen ??= isSentences(sample, '.')
      ? new Texts(this.text, this.target, this.options)
      : new TypedTable([this.text], this.target);
    this.#chosen.add(values, file, group);
  }

  dataset(set: Set, context: ReadContext) {
    return this.#chosen!.dataset(set, context);
  }
}

class Texts implements Gathering {
  readonly #texts: TextClasses;
  readonly #labels: Labels;

  constructor(
    readonly text: Feature,
    target: Feature,
    options: DatasetOptions,
  ) {
    this.#texts = new TextClasses(options);
    this.#labels = new Labels(target);
  }

  get rows(): number {
    return this.#labels.rows;
  }

  add(values: ColumnValues, file: ParquetFile, group: number): void {
    for (const value of values.get(this.text.name)!) this.#texts.add(typeof value === 'string' ? value : '');
    this.#labels.add(values, file, group);
  }

  dataset(set: Set, { options }: ReadContext): Dataset {
    const { classes, labels, notes } = this.#labels.classes(set.file);
    const told = { ...set, notes: [...set.notes, ...notes], field: this.#labels.name };
    return this.#texts.dataset(told, { classes, labels, testFrom: set.testFrom }, options);
  }
}

class RunningText implements Gathering {
  rows = 0;
  readonly #windows: TextWindows;

  constructor(
    readonly text: Feature,
    options: DatasetOptions,
  ) {
    this.#windows = new TextWindows(options);
  }

  add(values: ColumnValues): void {
    for (const value of values.get(this.text.name)!) this.#windows.add(`${value ?? ''}\n`);
    this.rows += lengthOf(values);
  }

  dataset(set: Set, { options }: ReadContext): Dataset {
    return this.#windows.dataset(set, options);
  }
}

/** Bytes stay encoded until the reader of pictures decodes them. */
class Pictures implements Gathering {
  readonly #files: SourceFile[] = [];
  readonly #labels: Labels;

  constructor(
    readonly picture: Feature,
    target: Feature,
  ) {
    this.#labels = new Labels(target);
  }

  get rows(): number {
    return this.#files.length;
  }

  add(values: ColumnValues, file: ParquetFile, group: number): void {
    const place = placeIn(file, group);
    for (const [row, value] of values.get(this.picture.name)!.entries()) {
      const bytes = value instanceof Uint8Array ? value : (value as { bytes?: unknown } | null)?.bytes;
      const held = bytes instanceof Uint8Array ? bytes : new Uint8Array();
      this.#files.push(pictureFile(`${file.path}: row ${place.line(row)}`, held));
    }
    this.#labels.add(values, file, group);
  }

  dataset({ format, notes, testFrom, file }: Set, context: ReadContext): Promise<Dataset> {
    const { classes, labels, notes: more } = this.#labels.classes(file);
    const divided = testFrom < this.rows;
    const pictures = this.#files
      .map((one, i): PlacedFile => {
        const part = divided ? (i < testFrom ? 'train' : 'test') : undefined;
        return { file: one, label: classes[labels[i]!]!, part };
      })
      .filter((_, i) => labels[i]! >= 0);
    return readPictures(pictures, { format, notes: [...notes, ...more], classes }, context);
  }
}

/** A copy: the bytes are a part of the whole column's. */
function pictureFile(path: string, bytes: Uint8Array): SourceFile {
  const blob = new Blob([bytes as Uint8Array<ArrayBuffer>]);
  return {
    path,
    size: blob.size,
    head: async (count) => new Uint8Array(await blob.slice(0, count).arrayBuffer()),
    blob: async () => blob,
  };
}

class Arrays implements Gathering {
  readonly #inputs: { feature: Feature; values: Growing<Float32Array>; shape: number[] | undefined }[];
  readonly #labels: Labels;

  constructor(inputs: readonly Feature[], target: Feature) {
    this.#inputs = inputs
      .filter(({ kind }) => kind === 'array')
      .map((feature) => ({ feature, values: new Growing<Float32Array>(Float32Array), shape: undefined }));
    this.#labels = new Labels(target);
  }

  get rows(): number {
    return this.#labels.rows;
  }

  add(values: ColumnValues, file: ParquetFile, group: number): void {
    const place = placeIn(file, group);
    for (const input of this.#inputs) {
      for (const [row, value] of values.get(input.feature.name)!.entries()) {
        const shape = shapeOf(value);
        input.shape ??= shape;
        if (!shape || String(shape) !== String(input.shape) || !flatten(value, shape, input.values)) {
          const expected = input.shape?.join(' × ') ?? 'numbers';
          const reason = `row ${place.line(row)}: "${input.feature.name}" is no array of ${expected}, as the others`;
          throw new DatasetError(file.path, reason);
        }
      }
    }
    this.#labels.add(values, file, group);
  }

  dataset(set: Set, { options }: ReadContext): Dataset {
    const { name, source, format, testFrom } = set;
    const { classes, labels, notes } = this.#labels.classes(set.file);
    const labelled = (from: number, to: number) => rowsBetween(from, to, (row) => labels[row]! >= 0);
    const held = testFrom < this.rows ? labelled(testFrom, this.rows) : undefined;
    const { train, test } = splitRows(labelled(0, testFrom), held, options, (row) => labels[row]!);
    const columns: Values[] = this.#inputs.map(({ values }) => values.values);
    const split = (rows: Uint32Array) => ({
      count: rows.length,
      read(indices: Uint32Array) {
        const chosen = indices.map((index) => rows[index]!);
        return {
          inputs: columns.map((values) => gather(values, chosen, labels.length)),
          targets: [gather(labels, chosen, labels.length)],
        };
      },
    });
    return {
      description: {
        ...{ name, source, format, kind: 'arrays', train: train.length, test: test.length },
        inputs: this.#inputs.map(({ feature, shape }) => ({
          name: feature.name,
          shape: shape!,
          dtype: 'float32',
        })),
        targets: [{ name: this.#labels.name, shape: [], dtype: 'int32', classes }],
        classes,
        perClass: countClasses(
          train.map((row) => labels[row]!),
          classes.length,
        ),
        notes: [...set.notes, ...notes],
      },
      train: split(train),
      test: split(test),
      preprocessing: { kind: 'arrays' },
      dispose() {},
    };
  }
}

/** By the first of each list; an empty one has none. */
function shapeOf(value: unknown): number[] | undefined {
  const shape: number[] = [];
  for (let inner = value; ; inner = inner[0]) {
    if (!isList(inner)) return shape.length > 0 ? shape : undefined;
    if (inner.length === 0) return undefined;
    shape.push(inner.length);
  }
}

const isList = (value: unknown): value is ArrayLike<unknown> =>
  Array.isArray(value) || (ArrayBuffer.isView(value) && !(value instanceof DataView));

/** @returns whether it has that shape, all of numbers */
function flatten(value: unknown, shape: readonly number[], into: Growing<Float32Array>): boolean {
  const [length, ...rest] = shape;
  if (!isList(value) || value.length !== length) return false;
  for (let i = 0; i < length; i++) {
    const one = value[i];
    if (rest.length > 0) {
      if (!flatten(one, rest, into)) return false;
    } else if (typeof one === 'number' || typeof one === 'bigint' || typeof one === 'boolean')
      into.push(Number(one));
    else return false;
  }
  return true;
}

/** The column of classes. */
class Labels {
  readonly #column: Column;

  constructor(readonly feature: Feature) {
    this.#column = new Column(feature.name, '.', feature.classes);
  }

  get name(): string {
    return this.feature.name;
  }

  get rows(): number {
    return this.#column.rows;
  }

  add(values: ColumnValues, file: ParquetFile, group: number): void {
    const place = placeIn(file, group);
    const cells = values.get(this.feature.name)!;
    for (let row = 0; row < cells.length; row++)
      this.#column.addValue(plain(cells[row], this.feature), place, row);
  }

  /** @throws DatasetError where they are no classes @returns −1 for a row without */
  classes(file: string): { classes: string[]; labels: Int32Array; notes: string[] } {
    const { name, type, integers, distinct, missing } = this.#column;
    if (!(type === 'category' || (type === 'number' && integers && distinct !== undefined))) {
      const found = type === 'empty' ? 'nothing' : 'too many values';
      throw new DatasetError(file, `the column "${name}" is to have classes, it has ${found}`);
    }
    const { categories, codes } = this.#column.categories();
    const notes = missing > 0 ? [`${missing} rows without "${name}" left out.`] : [];
    return { classes: categories, labels: Int32Array.from(codes, (code) => code - 1), notes };
  }
}
