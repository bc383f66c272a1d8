// Numbers as a page gives them: with their shape, or nested.
import { InvalidInputError } from '../../src/errors';
import type { Values } from '../data/dataset';

export interface GivenArray {
  data: Values;
  shape: number[];
}

const ALLOWED = 'numbers with their shape, { data, shape }, or nested arrays of one length in each dimension';

/** @throws InvalidInputError for what has no shape or holds what is no number */
export function givenArray(value: unknown, where: string): GivenArray {
  const { data, shape } = (value ?? {}) as Partial<GivenArray>;
  if (
    isNumbers(data) &&
    Array.isArray(shape) &&
    shape.every((length) => Number.isInteger(length) && length >= 0)
  ) {
    const size = shape.reduce((product, length) => product * length, 1);
    if (data.length !== size) {
      throw new InvalidInputError(
        `${where} has ${data.length} numbers, but its shape [${shape.join(', ')}] ${size}.`,
      );
    }
    return { data: typed(data), shape: [...shape] };
  }
  if (isNumbers(value)) return { data: typed(value), shape: [value.length] };
  if (Array.isArray(value) && value.length > 0) return nested(value, where);
  throw new InvalidInputError(`${where} is no array; allowed is ${ALLOWED}.`);
}

/** Whether a page may have meant an array of its own, rather than what an experiment takes. */
export function isShaped(value: unknown): value is GivenArray {
  return (
    typeof value === 'object' && value !== null && 'shape' in value && isNumbers((value as GivenArray).data)
  );
}

function nested(value: unknown[], where: string): GivenArray {
  const shape: number[] = [];
  for (
    let inner: unknown = value;
    Array.isArray(inner) || ArrayBuffer.isView(inner);
    inner = (inner as unknown[])[0]
  ) {
    shape.push((inner as unknown[]).length);
  }
  const flat: number[] = [];
  const fill = (part: unknown, depth: number) => {
    if (depth === shape.length) {
      if (typeof part !== 'number')
        throw new InvalidInputError(`${where} holds what is no number; allowed is ${ALLOWED}.`);
      flat.push(part);
      return;
    }
    const list = part as ArrayLike<unknown>;
    if (list?.length !== shape[depth]) {
      throw new InvalidInputError(`${where} has rows of different lengths; allowed is ${ALLOWED}.`);
    }
    for (let i = 0; i < list.length; i++) fill(list[i], depth + 1);
  };
  fill(value, 0);
  return { data: Float32Array.from(flat), shape };
}

function isNumbers(value: unknown): value is ArrayLike<number> {
  if (Array.isArray(value)) return value.every((one) => typeof one === 'number');
  return (
    ArrayBuffer.isView(value) &&
    !(value instanceof DataView) &&
    !(value instanceof BigInt64Array) &&
    !(value instanceof BigUint64Array)
  );
}

function typed(values: ArrayLike<number>): Values {
  if (values instanceof Uint8Array || values instanceof Int32Array || values instanceof Float32Array)
    return values;
  return Float32Array.from(values);
}
