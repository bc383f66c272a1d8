// Reads IDX, the format of MNIST's files.
import { DatasetError } from '../../src/errors';
import type { FileSource } from '../../src/protocol';
import { gunzip } from './gzip';
import { nameOf, type ReadOptions, readBytes } from './source';

/** An array as MNIST's files hold it: unsigned bytes, last dimension fastest. */
export interface IdxArray {
  shape: number[];
  values: Uint8Array;
}

const UNSIGNED_BYTES = 0x08;
const contents: Record<number, string> = { 1: 'labels', 3: 'images' };

/** The magic number of unsigned bytes in `rank` dimensions: 2049 for labels, 2051 for images. */
export function idxMagic(rank: number): number {
  return (UNSIGNED_BYTES << 8) | rank;
}

/**
 * Parses an IDX file of unsigned bytes (LeCun, Cortes and Burges: "The MNIST database"): a magic number, one
 * big-endian 32-bit size per dimension, then the values. `values` is a view of `bytes`, not a copy.
 *
 * @param rank how many dimensions the file must have: 1 for labels, 3 for images
 * @throws DatasetError if it is empty, has another magic number, or is shorter or longer than its header says
 */
export function parseIdx(bytes: Uint8Array, rank: number, file: string): IdxArray {
  if (bytes.length === 0) throw new DatasetError(file, 'the file is empty');
  const header = 4 + 4 * rank;
  if (bytes.length >= 4) checkMagic(bytes, rank, file);
  if (bytes.length < header) {
    throw new DatasetError(file, `truncated: the header takes ${header} bytes, the file has ${bytes.length}`);
  }
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const shape = Array.from({ length: rank }, (_, i) => view.getUint32(4 + 4 * i));
  const expected = header + shape.reduce((product, size) => product * size, 1);
  if (bytes.length !== expected) {
    const what = bytes.length < expected ? 'truncated' : `${bytes.length - expected} trailing bytes`;
    const sizes = shape.join(' × ');
    throw new DatasetError(
      file,
      `${what}: ${sizes} values take ${expected} bytes, the file has ${bytes.length}`,
    );
  }
  return { shape, values: bytes.subarray(header) };
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

/** Reads, unpacks if need be, and parses an IDX file. */
export async function loadIdx(
  source: FileSource,
  rank: number,
  options: ReadOptions = {},
): Promise<IdxArray> {
  const file = nameOf(source, options.name);
  return parseIdx(await gunzip(await readBytes(source, options), file), rank, file);
}
