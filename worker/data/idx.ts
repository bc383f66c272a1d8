// Reads IDX, the format of MNIST's files.
import { DatasetError } from '../../src/errors';
import type { FileSource } from '../../src/protocol';
import { gunzip } from './gzip';
import { asPictures, decodeNumbers, type NumberArray, type NumberType, productOf } from './number-array';
import { nameOf, type ReadOptions, readBytes } from './source';

/** An array as MNIST's files hold it: unsigned bytes, last dimension fastest. */
export interface IdxArray {
  shape: number[];
  values: Uint8Array;
}

const UNSIGNED_BYTES = 0x08;
const contents: Record<number, string> = { 1: 'labels', 3: 'images' };

/** By the third byte of the magic number. */
const types: Record<number, NumberType | undefined> = {
  [UNSIGNED_BYTES]: { kind: 'unsigned', bytes: 1 },
  9: { kind: 'signed', bytes: 1 },
  11: { kind: 'signed', bytes: 2 },
  12: { kind: 'signed', bytes: 4 },
  13: { kind: 'float', bytes: 4 },
  14: { kind: 'float', bytes: 8 },
};
const MOST_DIMENSIONS = 8;

/** The magic number of unsigned bytes in `rank` dimensions: 2049 for labels, 2051 for images. */
export function idxMagic(rank: number): number {
  return (UNSIGNED_BYTES << 8) | rank;
}

/** Whether bytes begin as an IDX file does: two zeros, a number type, a number of dimensions. */
export function isIdx(head: Uint8Array): boolean {
  const [first, second, type, rank = 0] = head;
  return first === 0 && second === 0 && type! in types && rank >= 1 && rank <= MOST_DIMENSIONS;
}

/**
 * Parses an IDX file of any number type (LeCun, Cortes and Burges: "The MNIST database"): a magic number, one
 * big-endian 32-bit size per dimension, then the values. Those of unsigned bytes are a view of `bytes`, not a copy.
 *
 * @throws DatasetError if it is empty, has no magic number of IDX, is shorter or longer than its header says, or holds
 *   a number that is not finite
 */
export function parseIdxNumbers(bytes: Uint8Array, file: string): NumberArray {
  if (bytes.length === 0) throw new DatasetError(file, 'the file is empty');
  if (!isIdx(bytes)) {
    const found = Array.from(bytes.subarray(0, 4), (byte) => byte.toString(16).padStart(2, '0')).join(' ');
    throw new DatasetError(file, `no IDX file: it begins with the bytes ${found}`);
  }
  const { shape, start } = readShape(bytes, bytes[3]!, types[bytes[2]!]!.bytes, file);
  return { shape, values: decodeNumbers(bytes.subarray(start), types[bytes[2]!]!, false, file) };
}

/**
 * Parses an IDX file of unsigned bytes; `values` is a view of `bytes`, not a copy.
 *
 * @param rank how many dimensions the file must have: 1 for labels, 3 for images
 * @throws DatasetError if it is empty, has another magic number, or is shorter or longer than its header says
 */
export function parseIdx(bytes: Uint8Array, rank: number, file: string): IdxArray {
  if (bytes.length === 0) throw new DatasetError(file, 'the file is empty');
  if (bytes.length >= 4) checkMagic(bytes, rank, file);
  const { shape, start } = readShape(bytes, rank, 1, file);
  return { shape, values: bytes.subarray(start) };
}

/** The sizes, and where the values begin; held against the bytes that there are. */
function readShape(
  bytes: Uint8Array,
  rank: number,
  size: number,
  file: string,
): { shape: number[]; start: number } {
  const start = 4 + 4 * rank;
  if (bytes.length < start) {
    throw new DatasetError(file, `truncated: the header takes ${start} bytes, the file has ${bytes.length}`);
  }
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const shape = Array.from({ length: rank }, (_, i) => view.getUint32(4 + 4 * i));
  const expected = start + productOf(shape) * size;
  if (bytes.length !== expected) {
    const what = bytes.length < expected ? 'truncated' : `${bytes.length - expected} trailing bytes`;
    const sizes = shape.join(' × ');
    throw new DatasetError(
      file,
      `${what}: ${sizes} values take ${expected} bytes, the file has ${bytes.length}`,
    );
  }
  return { shape, start };
}

function checkMagic(bytes: Uint8Array, rank: number, file: string): void {
  const found = new DataView(bytes.buffer, bytes.byteOffset).getUint32(0);
  const expected = idxMagic(rank);
  if (found === expected) return;
  const other = Object.keys(contents).find((r) => idxMagic(Number(r)) === found);
  const hint = other
    ? ` (a file of ${contents[Number(other)]})`
    : bytes[0] === '<'.charCodeAt(0)
      ? ' (it looks like a web page)'
      : '';
  const wanted = contents[rank] ?? `${rank} dimensions`;
  throw new DatasetError(file, `wrong magic number: expected ${expected} (${wanted}), found ${found}${hint}`);
}

/** What QMNIST says of each digit: its class, and seven numbers of where it comes from. */
const QMNIST_COLUMNS = 8;

/** QMNIST's classes alone; other labels as they are. */
export function labelsIn(array: NumberArray): NumberArray {
  const { shape, values } = array;
  const [count = 0, width] = shape;
  if (shape.length !== 2 || width !== QMNIST_COLUMNS || !(values instanceof Int32Array)) return array;
  return { shape: [count], values: Int32Array.from({ length: count }, (_, row) => values[row * width]!) };
}

/**
 * Reads, unpacks if need be, and parses an IDX file of images or labels. Those of other number types or with further
 * dimensions become what MNIST has, where that changes no number.
 * @throws as `parseIdx`; DatasetError for numbers that are no bytes
 */
export async function loadIdx(source: FileSource, rank: 1 | 3, options: ReadOptions = {}): Promise<IdxArray> {
  const file = nameOf(source, options.name);
  const bytes = await gunzip(await readBytes(source, options), file, options);
  const other = isIdx(bytes) && (bytes[2] !== UNSIGNED_BYTES || bytes[3] === rank + 1);
  if (!other) return parseIdx(bytes, rank, file);
  const array = parseIdxNumbers(bytes, file);
  return rank === 3 ? greyPictures(array, file) : labelBytes(labelsIn(array), file);
}

function greyPictures(array: NumberArray, file: string): IdxArray {
  const pictures = asPictures(array);
  if (pictures?.channels !== 1) {
    const found = `[${array.shape}]${pictures ? '' : ' of other numbers'}`;
    throw new DatasetError(file, `expected grey images, of numbers from 0 to 255 or 0 to 1; found ${found}`);
  }
  const { bytes, height, width } = pictures;
  return { shape: [array.shape[0]!, height, width], values: bytes };
}

function labelBytes({ shape: [count = 0, ...rest], values }: NumberArray, file: string): IdxArray {
  if (productOf(rest) !== 1) {
    throw new DatasetError(file, `expected one label an image, found ${rest.join(' × ')}`);
  }
  for (const [i, value] of values.entries()) {
    if (Number.isInteger(value) && value >= 0 && value <= 255) continue;
    throw new DatasetError(file, `expected labels from 0 to 9, found ${value} at position ${i}`);
  }
  return { shape: [count], values: Uint8Array.from(values) };
}
