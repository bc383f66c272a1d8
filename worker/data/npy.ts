// Parses .npy, NumPy's file of one array (numpy.lib.format): a line of header, then the numbers. Of any number type,
// byte order and order of dimensions: the libraries there are read some of these alone.
import { DatasetError } from '../../src/errors';
import {
  decodeNumbers,
  fromFirstFastest,
  type NumberArray,
  type NumberType,
  productOf,
} from './number-array';

/** `\x93NUMPY` */
const MAGIC = [0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59];
const MOST_DIMENSIONS = 32;

const kinds: Record<string, NumberType['kind'] | undefined> = {
  ...{ b: 'boolean', u: 'unsigned', i: 'signed', f: 'float' },
};
const sizes: Record<NumberType['kind'], readonly number[]> = {
  ...{ boolean: [1], unsigned: [1, 2, 4, 8], signed: [1, 2, 4, 8], float: [2, 4, 8] },
};

export function isNpy(head: Uint8Array): boolean {
  return MAGIC.every((byte, i) => head[i] === byte);
}

/**
 * @returns shape and values as the file has them; `values` of bytes are a view of `bytes`, not a copy
 * @throws DatasetError if it is no such file, is shorter or longer than its header says, or holds what is no number:
 *   pickled Python objects, text, complex numbers, records, NaN
 */
export function parseNpy(bytes: Uint8Array, file: string): NumberArray {
  if (!isNpy(bytes)) throw new DatasetError(file, 'no file of NumPy: it does not begin with \\x93NUMPY');
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const version = bytes[6];
  const lengthBytes = version === 1 ? 2 : 4;
  if (version === undefined || version < 1 || version > 3) {
    throw new DatasetError(file, `of version ${version} of NumPy’s format: 1 to 3 can be read`);
  }
  if (bytes.length < 8 + lengthBytes) throw new DatasetError(file, 'truncated in its header');
  const start = 8 + lengthBytes + (version === 1 ? view.getUint16(8, true) : view.getUint32(8, true));
  if (bytes.length < start) {
    throw new DatasetError(file, `truncated: the header takes ${start} bytes, the file has ${bytes.length}`);
  }
  const header = new TextDecoder().decode(bytes.subarray(8 + lengthBytes, start));
  const { type, littleEndian } = typeIn(header, file);
  const firstFastest = /'fortran_order'\s*:\s*True\b/.test(header);
  const shape = shapeIn(header, file);
  const expected = productOf(shape) * type.bytes;
  const found = bytes.length - start;
  if (found !== expected) {
    const what = found < expected ? 'truncated' : `${found - expected} trailing bytes`;
    const lengths = shape.join(' × ') || 'one';
    const reason = `${what}: ${lengths} values of ${type.bytes} bytes take ${expected}, there are ${found}`;
    throw new DatasetError(file, reason);
  }
  const values = decodeNumbers(bytes.subarray(start), type, littleEndian, file);
  const array = { shape, values, ...(type.kind === 'boolean' && { boolean: true }) };
  return firstFastest ? fromFirstFastest(array) : array;
}

function typeIn(header: string, file: string): { type: NumberType; littleEndian: boolean } {
  const [, order, letter = '', size] = /'descr'\s*:\s*'([<>|=]?)([a-zA-Z])(\d*)'/.exec(header) ?? [];
  if (letter === 'O') {
    const reason =
      'holds Python objects, which are pickled: only Python can read them, and doing so runs code. ' +
      'Save numbers: numpy.stack(list) or array.astype("float32"), then numpy.savez';
    throw new DatasetError(file, reason);
  }
  const kind = kinds[letter];
  if (!kind || !sizes[kind].includes(Number(size))) {
    const [, described = header.trim()] = /'descr'\s*:\s*(\[.*?\]|'[^']*')/.exec(header) ?? [];
    const reason = `expected an array of whole or floating-point numbers, or truth values; found the type ${described}`;
    throw new DatasetError(file, reason);
  }
  return { type: { kind, bytes: Number(size) }, littleEndian: order !== '>' };
}

function shapeIn(header: string, file: string): number[] {
  const [, list] = /'shape'\s*:\s*\(([\d\s,L]*)\)/.exec(header) ?? [];
  if (list === undefined) throw new DatasetError(file, 'a header without a shape');
  const shape = list
    .split(',')
    .filter((length) => length.trim() !== '')
    .map((length) => Number.parseInt(length, 10));
  if (shape.length <= MOST_DIMENSIONS && Number.isSafeInteger(productOf(shape))) return shape;
  throw new DatasetError(file, `of the shape ${shape.join(' × ')}, which is more than any file holds`);
}
