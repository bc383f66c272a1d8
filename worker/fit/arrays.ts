// Numbers as a page gives them, as arrays with a shape.
import { InvalidOptionError } from '../../src/errors';
import type { Values } from '../data/dataset';

export interface Shaped {
  values: Values;
  /** The first axis counts the examples. */
  shape: number[];
}

/** Of one example; `null` stands for any size. */
export type ExampleShape = readonly (number | null)[];

const ALLOWED = 'numbers: a typed array, nested arrays of one size, { data, shape }, or a tensor of the page';

/** Whether it is numbers, not an object that holds some by name. */
export function isNumbers(given: unknown): boolean {
  if (typeof given !== 'object' || given === null) return false;
  if (ArrayBuffer.isView(given) && !(given instanceof DataView)) return true;
  if (Array.isArray(given)) {
    let first: unknown = given;
    while (Array.isArray(first)) first = first[0];
    return typeof first === 'number' || typeof first === 'boolean' || given.length === 0;
  }
  return 'shape' in given && ('data' in given || 'values' in given);
}

/**
 * @param expected the shape of one example, which a typed array alone takes
 * @throws InvalidOptionError for what is not numbers, or not of its shape, or has one that is not finite
 */
export function readNumbers(given: unknown, field: string, expected?: ExampleShape): Shaped {
  if (!isNumbers(given)) throw new InvalidOptionError(field, given, ALLOWED);
  const shaped = Array.isArray(given) ? flattened(given, field) : ofArray(given as object, field, expected);
  const bad = shaped.values.findIndex((value) => !Number.isFinite(value));
  if (bad >= 0) {
    throw new InvalidOptionError(
      `${field}${placeOf(bad, shaped.shape)}`,
      shaped.values[bad],
      'a finite number',
    );
  }
  return shaped;
}

function ofArray(given: object, field: string, expected?: ExampleShape): Shaped {
  if (ArrayBuffer.isView(given)) {
    const values = asValues(given as unknown as ArrayLike<number>);
    return { values, shape: inferred(values.length, field, given, expected) };
  }
  const { data, values: other, shape } = given as Record<string, unknown>;
  const numbers = data ?? other;
  const isList = Array.isArray(numbers) && numbers.every((one) => typeof one === 'number');
  if (!isList && !(ArrayBuffer.isView(numbers) && !(numbers instanceof DataView))) {
    throw new InvalidOptionError(`${field}.data`, numbers, 'a typed array or a list of numbers');
  }
  const whole = Array.isArray(shape) && shape.every((n) => Number.isInteger(n) && n >= 0);
  const size = whole ? shape.reduce((product: number, n: number) => product * n, 1) : Number.NaN;
  const values = asValues(numbers as ArrayLike<number>);
  if (!whole || shape.length === 0 || size !== values.length) {
    const came = Array.isArray(shape) ? `[${shape.join(', ')}]` : shape;
    throw new InvalidOptionError(`${field}.shape`, came, `a shape of ${values.length} numbers`);
  }
  return { values, shape: [...shape] };
}

function inferred(length: number, field: string, given: unknown, expected: ExampleShape = []): number[] {
  const size = expected.reduce<number>((product, n) => product * (n ?? Number.NaN), 1);
  if (Number.isNaN(size))
    throw new InvalidOptionError(field, given, '{ data, shape }: the network takes any size');
  if (size === 0 || length % size !== 0) {
    const each = `[${expected.join(', ')}]`;
    throw new InvalidOptionError(
      field,
      `${length} numbers`,
      `a multiple of ${size}: each example is ${each}`,
    );
  }
  return [length / size, ...(expected as number[])];
}

function flattened(given: readonly unknown[], field: string): Shaped {
  const shape: number[] = [];
  for (let level: unknown = given; Array.isArray(level) || ArrayBuffer.isView(level); ) {
    const list = level as unknown as ArrayLike<unknown>;
    shape.push(list.length);
    level = list[0];
  }
  const values = new Float32Array(shape.reduce((product, n) => product * n, 1));
  let at = 0;
  const visit = (list: ArrayLike<unknown>, depth: number, place: string) => {
    const isList = Array.isArray(list) || ArrayBuffer.isView(list);
    if (!isList || list.length !== shape[depth]) {
      const came = isList ? `${list.length} long` : list;
      throw new InvalidOptionError(place, came, `${shape[depth]} long, as the first is`);
    }
    for (let i = 0; i < list.length; i++) {
      const one = list[i];
      if (depth + 1 < shape.length) visit(one as ArrayLike<unknown>, depth + 1, `${place}[${i}]`);
      else if (typeof one === 'number' || typeof one === 'boolean') values[at++] = Number(one);
      else throw new InvalidOptionError(`${place}[${i}]`, one, 'a number');
    }
  };
  visit(given, 0, field);
  return { values, shape };
}

/** Bytes and 32-bit numbers stay as they are. */
function asValues(numbers: ArrayLike<number>): Values {
  if (numbers instanceof Float32Array || numbers instanceof Int32Array || numbers instanceof Uint8Array) {
    return numbers;
  }
  return numbers instanceof Uint8ClampedArray ? new Uint8Array(numbers) : Float32Array.from(numbers);
}

/** `[3][0]`: where a number lies. */
export function placeOf(index: number, shape: readonly number[]): string {
  let rest = index;
  const places: number[] = [];
  for (const size of [...shape].reverse()) {
    places.unshift(rest % size);
    rest = Math.floor(rest / size);
  }
  return places.map((place) => `[${place}]`).join('');
}
