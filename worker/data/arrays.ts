// A data set that the page has in memory: numbers, typed or nested.
import { InvalidOptionError } from '../../src/errors';
import type { ArraySource, ArraysSource, DatasetDescription, DatasetField } from '../../src/protocol';
import type { Dataset, ReadContext, Split, Values } from './dataset';
import { countClasses, divide, gather, memorySplit } from './split';

interface Numbers {
  values: Values;
  /** The first length counts the examples. */
  shape: number[];
}

/**
 * Whole numbers from 0 in one dimension with `classes`, or names, are classes; anything else is to be answered as it
 * is.
 * @throws InvalidOptionError for arrays that do not fit together, are of no shape, or hold what is no number
 */
export function readArrays(
  { x, y, classes: named, test }: ArraysSource,
  { options, name, source }: ReadContext,
): Dataset {
  const names = named ? [...named] : namesIn(y);
  const inputs = numbers(x, 'source.x');
  const targets = labels(y, names, 'source.y');
  sameCount(inputs, targets, 'source.y');
  const inputField = field('x', inputs);
  const targetField: DatasetField = { ...field('y', targets), ...(names && { classes: names }) };
  let [train, trainY] = [inputs, targets];
  let [testX, testY] = [empty(inputs), empty(targets)];
  if (test) {
    [testX, testY] = [numbers(test.x, 'source.test.x'), labels(test.y, names, 'source.test.y')];
    sameCount(testX, testY, 'source.test.y');
    sameShape(inputs, testX, 'source.test.x');
    sameShape(targets, testY, 'source.test.y');
  } else {
    const { values } = targets;
    const classOf = names && ((index: number) => values[index]!);
    const count = inputs.shape[0]!;
    const parts = divide(count, options.test ?? 0.2, options.seed ?? 0, classOf);
    [testX, testY] = [rows(inputs, parts.test), rows(targets, parts.test)];
    [train, trainY] = [rows(inputs, parts.train), rows(targets, parts.train)];
  }
  if (options.limit && train.shape[0]! > options.limit) {
    const first = Uint32Array.from({ length: options.limit }, (_, i) => i);
    [train, trainY] = [rows(train, first), rows(trainY, first)];
  }
  const description: DatasetDescription = {
    ...{ name, source, format: 'arrays', kind: 'arrays' },
    ...{ train: train.shape[0]!, test: testX.shape[0]! },
    ...{ inputs: [inputField], targets: [targetField] },
    ...(names && { classes: names, perClass: countClasses(trainY.values, names.length) }),
    notes: [],
  };
  return {
    description,
    train: inMemory(train, trainY),
    test: inMemory(testX, testY),
    preprocessing: { kind: 'arrays' },
    dispose() {},
  };
}

const inMemory = (x: Numbers, y: Numbers): Split => memorySplit([x.values], [y.values], x.shape[0]!);

const rows = ({ values, shape: [count, ...rest] }: Numbers, indices: Uint32Array): Numbers => ({
  values: gather(values, indices, count!),
  shape: [indices.length, ...rest],
});

const empty = (like: Numbers) => rows(like, new Uint32Array(0));

function field(name: string, { values, shape }: Numbers): DatasetField {
  const dtype = values instanceof Uint8Array ? 'uint8' : values instanceof Int32Array ? 'int32' : 'float32';
  return { name, shape: shape.slice(1), dtype };
}

const isText = (list: unknown): list is ArrayLike<string> =>
  Array.isArray(list) && list.length > 0 && list.every((one) => typeof one === 'string');

const namesIn = (y: ArraySource): string[] | undefined =>
  isText(y) ? [...new Set(Array.from(y))].sort() : undefined;

function labels(y: ArraySource, names: readonly string[] | undefined, where: string): Numbers {
  if (!names) return numbers(y, where);
  const wrong = (value: unknown) =>
    new InvalidOptionError(where, value, `one of the classes ${names.join(', ')}, or their numbers from 0`);
  if (isText(y)) {
    const known = new Map(names.map((name, i) => [name, i]));
    const values = Int32Array.from(Array.from(y), (label) => {
      const number = known.get(label);
      if (number === undefined) throw wrong(label);
      return number;
    });
    return { values, shape: [values.length] };
  }
  const { values, shape } = numbers(y, where);
  if (shape.length !== 1) {
    throw new InvalidOptionError(where, `an array of shape [${shape}]`, 'one class an example: [examples]');
  }
  const bad = values.find((value) => !Number.isInteger(value) || value < 0 || value >= names.length);
  if (bad !== undefined) throw wrong(bad);
  return { values: Int32Array.from(values), shape };
}

/** @throws InvalidOptionError for what has no shape, or holds what is no number */
export function numbers(source: ArraySource, where: string): Numbers {
  const allowed = 'numbers: { data, shape }, a typed array, or nested arrays of one length in each dimension';
  const wrong = (value: unknown) => new InvalidOptionError(where, value, allowed);
  if (typeof source !== 'object' || source === null) throw wrong(source);
  if ('data' in source && 'shape' in source) {
    const { data, shape } = source;
    const fits =
      Array.isArray(shape) &&
      shape.length > 0 &&
      shape.every((length) => Number.isInteger(length) && length >= 0);
    if (!fits)
      throw new InvalidOptionError(`${where}.shape`, shape, 'a list of lengths, the first of the examples');
    const expected = shape.reduce((product: number, length: number) => product * length, 1);
    if (data?.length !== expected) {
      const found = `${data?.length} numbers`;
      throw new InvalidOptionError(`${where}.data`, found, `${expected} numbers, as [${shape}] says`);
    }
    return some({ values: typed(data, where), shape: [...shape] }, where);
  }
  if (ArrayBuffer.isView(source)) {
    return some(
      { values: typed(source as never, where), shape: [(source as unknown as Uint8Array).length] },
      where,
    );
  }
  if (!Array.isArray(source)) throw wrong(source);
  const shape: number[] = [];
  for (let inner: unknown = source; isList(inner); inner = inner[0]) shape.push(inner.length);
  const flat = new Float32Array(shape.reduce((product, length) => product * length, 1));
  let at = 0;
  const fill = (value: unknown, depth: number) => {
    if (depth === shape.length) {
      if (typeof value !== 'number' && typeof value !== 'boolean') throw wrong(value);
      flat[at++] = checked(Number(value), where);
      return;
    }
    if (!isList(value) || value.length !== shape[depth]) throw wrong(value);
    for (let i = 0; i < value.length; i++) fill(value[i], depth + 1);
  };
  fill(source, 0);
  return some({ values: flat, shape }, where);
}

const isList = (value: unknown): value is ArrayLike<unknown> =>
  Array.isArray(value) || (ArrayBuffer.isView(value) && !(value instanceof DataView));

function typed(data: ArrayLike<number>, where: string): Values {
  if (data instanceof Uint8Array || data instanceof Int32Array) return data.slice();
  if (data instanceof Uint8ClampedArray) return new Uint8Array(data);
  return Float32Array.from(data, (value) => checked(value, where));
}

function checked(value: number, where: string): number {
  if (Number.isFinite(value)) return value;
  throw new InvalidOptionError(where, value, 'finite numbers alone');
}

function some(found: Numbers, where: string): Numbers {
  if (found.shape[0]! > 0 && found.values.length > 0) return found;
  throw new InvalidOptionError(where, 'empty', 'at least one example');
}

function sameCount(x: Numbers, y: Numbers, where: string): void {
  if (x.shape[0] === y.shape[0]) return;
  throw new InvalidOptionError(where, `${y.shape[0]} of them`, `one an example: x has ${x.shape[0]}`);
}

function sameShape(one: Numbers, other: Numbers, where: string): void {
  const [expected, found] = [one.shape.slice(1).join(' × '), other.shape.slice(1).join(' × ')];
  if (expected !== found)
    throw new InvalidOptionError(
      where,
      `of shape ${found}`,
      `examples of shape ${expected || 'one number'}, as in training`,
    );
}
