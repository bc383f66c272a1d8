// What contracts are made of.
import { type DataType, type TensorInfo, util } from '@tensorflow/tfjs-core';
import type { Contract } from '../../runtime/border';
import { KernelError } from '../../runtime/errors';
import type { KernelCall } from '../../runtime/kernel';

/** @throws KernelError unless `holds` */
export function expect(holds: boolean, kernel: string, problem: () => string): asserts holds {
  if (!holds) throw new KernelError(kernel, problem());
}

export function all(...contracts: Contract[]): Contract {
  return (call, name, wasm) => {
    for (const contract of contracts) contract(call, name, wasm);
  };
}

/** Calls `check` with the inputs that are there, of these names or all. Runs with every kernel: it makes no lists. */
function forEachInput(
  { inputs }: KernelCall,
  keys: readonly string[],
  check: (key: string, tensor: TensorInfo) => void,
): void {
  if (keys.length === 0) {
    for (const key in inputs) if (inputs[key]) check(key, inputs[key]);
  } else {
    for (const key of keys) if (inputs[key]) check(key, inputs[key]);
  }
}

/** The inputs of these names, or all, have one of the dtypes. */
export function dtypes(allowed: readonly DataType[], ...keys: string[]): Contract {
  return (call, name) =>
    forEachInput(call, keys, (key, { dtype }) => {
      expect(allowed.includes(dtype), name, () => `"${key}" is ${dtype}; allowed is ${allowed.join(', ')}.`);
    });
}

export const floats = (...keys: string[]): Contract => dtypes(['float32'], ...keys);

export function sameDtype(...keys: string[]): Contract {
  return (call, name) => {
    let first: TensorInfo | undefined;
    forEachInput(call, keys, (key, tensor) => {
      first ??= tensor;
      const { dtype } = first;
      expect(tensor.dtype === dtype, name, () => `the first input is ${dtype}, "${key}" is ${tensor.dtype}.`);
    });
  };
}

export function sameShape(...keys: string[]): Contract {
  return (call, name) => {
    let first: TensorInfo | undefined;
    forEachInput(call, keys, (key, tensor) => {
      first ??= tensor;
      const { shape } = first;
      const alike = util.arraysEqual(tensor.shape, shape);
      expect(alike, name, () => `the first input is [${shape}], "${key}" is [${tensor.shape}].`);
    });
  };
}

/** The input is there and has so many dimensions. */
export function rank(key: string, ...ranks: number[]): Contract {
  return ({ inputs }, name) => {
    const shape = inputs[key]?.shape;
    expect(shape !== undefined && ranks.includes(shape.length), name, () =>
      shape
        ? `"${key}" is [${shape}]; it must have ${ranks.join(' or ')} dimensions.`
        : `"${key}" is missing.`,
    );
  };
}

/** The input, where it is there, has this shape. */
export function shaped(call: KernelCall, name: string, key: string, wanted: readonly number[]): void {
  const shape = call.inputs[key]?.shape;
  if (!shape) return;
  const alike = util.arraysEqual(shape, wanted as number[]);
  expect(alike, name, () => `"${key}" is [${shape}]; it must be [${wanted}].`);
}

/** The attribute holds pairs of whole numbers from 0 on. */
export function pairs(attribute: string): Contract {
  return ({ attrs }, name) => {
    const given = attrs[attribute] as unknown as number[][];
    const fine = given.every((pair) => pair.length === 2 && pair.every((n) => Number.isInteger(n) && n >= 0));
    expect(
      fine,
      name,
      () => `${attribute} are ${JSON.stringify(given)}; allowed are pairs of whole numbers from 0 on.`,
    );
  };
}

/** The attribute, a number or a list, holds whole numbers of at least `least`; a list, so many of them. */
export function wholeNumbers(attribute: string, least = 1, count?: number): Contract {
  return ({ attrs }, name) => {
    const value = attrs[attribute];
    if (value == null) return;
    const numbers = [value].flat() as number[];
    const fine =
      numbers.every((number) => Number.isInteger(number) && number >= least) &&
      (count === undefined || !Array.isArray(value) || value.length === count);
    expect(
      fine,
      name,
      () => `${attribute} is ${JSON.stringify(value)}; allowed are whole numbers from ${least} on.`,
    );
  };
}

/** The attribute names different dimensions of the input: a number, or a list. */
export function dimensions(key: string, attribute: string, { negative = true } = {}): Contract {
  return ({ inputs, attrs }, name) => {
    const count = inputs[key]!.shape.length;
    const given = attrs[attribute];
    const list = given == null ? [] : ([given].flat() as number[]);
    const known = list.map((axis) => (negative && axis < 0 ? axis + count : axis));
    const fine = known.every((axis) => Number.isInteger(axis) && axis >= 0 && axis < count);
    expect(
      fine && new Set(known).size === known.length,
      name,
      () =>
        `${attribute} is ${JSON.stringify(given)}; "${key}" has the dimensions 0 to ${count - 1}, each at most once.`,
    );
  };
}

/** The attribute is a list with something for each dimension of the input. */
export function forEachDimension(key: string, attribute: string): Contract {
  return ({ inputs, attrs }, name) => {
    const list = attrs[attribute] as unknown[];
    const count = inputs[key]!.shape.length;
    expect(
      Array.isArray(list) && list.length === count,
      name,
      () => `${attribute} is ${JSON.stringify(list)}, "${key}" has ${count} dimensions.`,
    );
  };
}
