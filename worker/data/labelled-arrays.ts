// A data set in memory out of arrays of examples and of labels: what IDX, CIFAR and NumPy's files come to.
import { DatasetError } from '../../src/errors';
import type { DatasetDescription, DatasetField } from '../../src/protocol';
import type { Dataset, Preprocessing, ReadContext, Split, Values } from './dataset';
import { asPictures, type NumberArray, productOf } from './number-array';
import { refitted } from './refitted-pictures';
import { countClasses, divide, memorySplit, subset } from './split';

export interface LabelledArrays {
  /** [examples, ...] */
  examples: NumberArray;
  /** [examples], or [examples, 1]; one-hot, or numbers to be answered: [examples, numbers]. */
  labels: NumberArray;
  /** What to call the two in errors. */
  examplesFile: string;
  labelsFile: string;
}

export interface LabelledParts {
  format: string;
  train: LabelledArrays;
  /** Absent where the source has none. */
  test: LabelledArrays | undefined;
  /** The classes, where these labels are of a set that is known; given those that there are, rising. */
  classesOf?: (labels: readonly number[]) => KnownClasses | undefined;
  notes: readonly string[];
}

export interface KnownClasses {
  /** By class, rising. */
  labels: readonly number[];
  names: readonly string[];
}

/** Labels of more values than this are no classes, but numbers to be answered. */
const MOST_CLASSES = 1000;
/** So few are classes even if there are hardly more examples. */
const FEW_CLASSES = 10;

/** @throws DatasetError if the arrays do not fit together, or there are no examples */
export async function labelledDataset(parts: LabelledParts, context: ReadContext): Promise<Dataset> {
  const { options, name, source } = context;
  const given = [parts.train, ...(parts.test ? [parts.test] : [])];
  for (const one of given) checkCounts(one);
  const examples = await examplesOf(given, context);
  const targets = targetsOf(given, parts.classesOf);
  const all = examples.values.map((values, i) =>
    memorySplit([values], [targets.values[i]!], given[i]!.examples.shape[0]!),
  );
  const { train, test, order } = divided(all, targets, options);
  const { classes } = targets.field;
  const perClass =
    classes &&
    countClasses(
      Array.from(order, (index) => targets.values[0]![index]!),
      classes.length,
    );
  const description: DatasetDescription = {
    ...{ name, source, format: parts.format, kind: examples.preprocessing.kind },
    ...{ train: train.count, test: test.count },
    ...{ inputs: [examples.field], targets: [targets.field] },
    ...(classes && { classes, perClass: perClass! }),
    notes: [...parts.notes, ...examples.notes, ...targets.notes],
  };
  return { description, train, test, preprocessing: examples.preprocessing, dispose() {} };
}

function checkCounts({ examples, labels, examplesFile, labelsFile }: LabelledArrays): void {
  const [count] = examples.shape;
  if (!count || examples.values.length === 0)
    throw new DatasetError(examplesFile, 'there are no examples in it');
  if (labels.shape[0] === count) return;
  const reason = `expected a label for each of the ${count} examples of ${examplesFile}, found ${labels.shape[0] ?? 1}`;
  throw new DatasetError(labelsFile, reason);
}

interface Examples {
  /** Of each part. */
  values: Values[];
  field: DatasetField;
  preprocessing: Preprocessing & { kind: 'pictures' | 'arrays' };
  notes: string[];
}

async function examplesOf(given: readonly LabelledArrays[], context: ReadContext): Promise<Examples> {
  const [first, ...others] = given.map(({ examples }) => examples.shape.slice(1));
  for (const [i, shape] of others.entries()) {
    if (String(shape) === String(first)) continue;
    const [found, expected] = [shape, first!].map((lengths) => lengths.join(' × ') || 'one number');
    throw new DatasetError(given[i + 1]!.examplesFile, `expected examples of ${expected}, found ${found}`);
  }
  const found = given.map(({ examples }) => asPictures(examples)).filter((one) => one !== undefined);
  if (found.length === given.length) {
    const pictures = [];
    for (const one of found) pictures.push(await refitted(one, context));
    const { height, width, channels, notes } = pictures[0]!;
    return {
      values: pictures.map(({ bytes }) => bytes),
      field: { name: 'picture', shape: [height, width, channels], dtype: 'uint8' },
      preprocessing: {
        kind: 'pictures',
        height,
        width,
        channels,
        resize: context.options.resize ?? 'cover',
        range: [0, 1],
      },
      notes,
    };
  }
  const values = sameType(given.map(({ examples }) => examples.values));
  return {
    values,
    field: { name: 'x', shape: first!, dtype: typeOf(values[0]!) },
    preprocessing: { kind: 'arrays' },
    notes: [],
  };
}

/** Where one part is of whole numbers and another is not, both become float32. */
function sameType(parts: readonly Values[]): Values[] {
  const same = parts.every((values) => typeOf(values) === typeOf(parts[0]!));
  return same ? [...parts] : parts.map((values) => Float32Array.from(values));
}

const typeOf = (values: Values): DatasetField['dtype'] =>
  values instanceof Uint8Array ? 'uint8' : values instanceof Int32Array ? 'int32' : 'float32';

interface Targets {
  values: Values[];
  field: DatasetField;
  notes: string[];
}

function targetsOf(given: readonly LabelledArrays[], classesOf: LabelledParts['classesOf']): Targets {
  const columns = given.map(({ labels }) => labels.values);
  const shapes = given.map(({ labels }) => labels.shape.slice(1));
  const [shape, other = shape] = shapes;
  if (String(shape) !== String(other) && shapes.some((one) => productOf(one) !== 1)) {
    const [found, expected] = [other!, shape!].map((lengths) => lengths.join(' × ') || 'one number');
    throw new DatasetError(given[1]!.labelsFile, `expected labels of ${expected}, found ${found}`);
  }
  if (productOf(shape!) !== 1) {
    if (!given.every(({ labels }) => isOneHot(labels))) return asNumbers(columns, shape!);
    const all = Array.from({ length: productOf(shape!) }, (_, i) => i);
    const notes = ['The labels came one-hot, and became numbers of classes.'];
    const known = classesOf?.(all) ?? { labels: all, names: all.map(String) };
    return asClasses(
      given.map(({ labels }) => positions(labels)),
      known,
      notes,
    );
  }
  const labels = distinct(columns);
  const known = labels && (classesOf?.(labels) ?? classesIn(labels, columns[0]!.length));
  return known ? asClasses(columns, known, []) : asNumbers(columns, []);
}

function asNumbers(columns: readonly Values[], shape: number[]): Targets {
  const values = sameType(columns);
  return { values, field: { name: 'y', shape, dtype: typeOf(values[0]!) }, notes: [] };
}

/** The labels that there are, rising; `undefined` where they are no whole numbers, or too many for classes. */
function distinct(columns: readonly Values[]): number[] | undefined {
  const found = new Set<number>();
  for (const values of columns) {
    for (const value of values) {
      if (!Number.isInteger(value) || found.size > MOST_CLASSES) return undefined;
      found.add(value);
    }
  }
  return [...found].sort((one, other) => one - other);
}

function classesIn(labels: readonly number[], count: number): KnownClasses | undefined {
  if (labels.length > FEW_CLASSES && 2 * labels.length > count) return undefined;
  const last = labels.at(-1)!;
  // From 0 on with few gaps they are the numbers of classes; some of these may have no example.
  const all =
    labels[0] === 0 && last < 2 * labels.length ? Array.from({ length: last + 1 }, (_, i) => i) : labels;
  return { labels: all, names: all.map(String) };
}

function asClasses(columns: readonly Values[], { labels, names }: KnownClasses, notes: string[]): Targets {
  const numbers = new Map(labels.map((label, i) => [label, i]));
  return {
    values: columns.map((values) => Int32Array.from(values, (label) => numbers.get(label)!)),
    field: { name: 'class', shape: [], dtype: 'int32', classes: [...names] },
    notes,
  };
}

function isOneHot({ shape: [, width = 1], values }: NumberArray): boolean {
  for (let row = 0; row < values.length; row += width) {
    let ones = 0;
    for (let i = row; i < row + width; i++) {
      if (values[i] === 1) ones += 1;
      else if (values[i] !== 0) return false;
    }
    if (ones !== 1) return false;
  }
  return true;
}

function positions({ shape: [count = 0, width = 1], values }: NumberArray): Int32Array {
  return Int32Array.from({ length: count }, (_, row) =>
    values.subarray(row * width, (row + 1) * width).indexOf(1),
  );
}

/** Shuffled by the seed where there is no test yet, as what is to train on is chosen then; in the source's order else. */
function divided(
  [train, test]: readonly Split[],
  { values, field }: Targets,
  { test: share = 0.2, seed = 0, limit }: ReadContext['options'],
): { train: Split; test: Split; order: Uint32Array } {
  const classOf = field.classes && ((index: number) => values[0]![index]!);
  const parts = divide(train!.count, test ? 0 : share, seed, classOf);
  const order = parts.train.subarray(0, limit);
  return { train: subset(train!, order), test: test ?? subset(train!, parts.test), order };
}
