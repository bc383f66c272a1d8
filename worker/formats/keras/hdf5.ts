// HDF5 files as they are read: by jsfive, which is small and stays whole whatever a file holds. (h5wasm, which writes
// them, is 4 MB and cannot go on after the first broken file.)
/// <reference path="./jsfive.d.ts" />
import { Dataset, File, Group } from 'jsfive';
import { NetworkFileError, WeightsError } from '../../../src/errors';
import { checkSuperblock } from './superblock';

/** An array in a file; its values are read only when asked for. */
export interface StoredArray {
  /** Its path in the file. */
  path: string;
  shape: number[];
  /** All values, row by row. */
  read(): Float32Array;
}

/** Groups and arrays by name, and what is noted of the group. */
export interface StoredGroup {
  path: string;
  names(): string[];
  group(name: string): StoredGroup | undefined;
  array(path: string): StoredArray | undefined;
  attribute(name: string): unknown;
}

/** The most that a compressed part of a file may grow. */
const MOST_COMPRESSION = 1032;

/** @throws NetworkFileError if it cannot be read; so do all its parts */
export function openHdf5(bytes: Uint8Array, file: string): StoredGroup {
  return reading(file, () => {
    checkSuperblock(bytes, file);
    return groupFrom(new File(whole(bytes), file), '', { file, size: bytes.length });
  });
}

interface About {
  file: string;
  size: number;
}

function groupFrom(group: Group, path: string, about: About): StoredGroup {
  const { file } = about;
  const at = (name: string) => (path ? `${path}/${name}` : name);
  const find = (name: string) => (has(group, name) ? group.get(name) : undefined);
  return {
    path,
    names: () => reading(file, () => [...group.keys]),
    attribute: (name) => reading(file, () => group.attrs[name]),
    group: (name) =>
      reading(file, () => {
        const found = find(name);
        return found instanceof Group ? groupFrom(found, at(name), about) : undefined;
      }),
    array: (name) =>
      reading(file, () => {
        const found = find(name);
        return found instanceof Dataset ? arrayFrom(found, at(name), about) : undefined;
      }),
  };
}

/** Whether the path is there: the library throws where it is not, and where it is broken. */
function has(group: Group, path: string): boolean {
  const [first, ...rest] = path.split('/');
  if (!group.keys.includes(first!)) return false;
  if (rest.length === 0) return true;
  const inner = group.get(first!);
  return inner instanceof Group && has(inner, rest.join('/'));
}

function arrayFrom(data: Dataset, path: string, { file, size }: About): StoredArray {
  const { shape, dtype } = data;
  const bytes = typeof dtype === 'string' ? Number(/\d+$/.exec(dtype)?.[0] ?? 8) : 8;
  const length = shape.reduce((product, dim) => product * dim, 1);
  if (!(length * bytes <= size * MOST_COMPRESSION)) {
    throw new NetworkFileError(
      file,
      `${path} has the shape [${shape.join(', ')}], too large for ${size} bytes`,
    );
  }
  return {
    path,
    shape,
    read: () =>
      reading(file, () => {
        if (typeof dtype !== 'string' || !/[fiu][1248]$/.test(dtype)) {
          throw new NetworkFileError(file, `${path}: expected numbers, found ${JSON.stringify(dtype)}`);
        }
        const values = Float32Array.from(data.value as ArrayLike<number>, Number);
        if (values.length === length) return values;
        throw new NetworkFileError(file, `${path}: expected ${length} values, found ${values.length}`);
      }),
  };
}

/** The library reads from the beginning of a buffer. */
export function whole({ buffer, byteOffset, byteLength }: Uint8Array): ArrayBuffer {
  const plain = buffer instanceof ArrayBuffer && byteOffset === 0 && buffer.byteLength === byteLength;
  return plain ? buffer : (buffer.slice(byteOffset, byteOffset + byteLength) as ArrayBuffer);
}

/** Gives whatever the library throws a name. */
function reading<T>(file: string, read: () => T): T {
  try {
    return read();
  } catch (cause) {
    if (cause instanceof NetworkFileError) throw cause;
    if (cause instanceof WeightsError) throw new NetworkFileError(cause.file, cause.reason, { cause });
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw new NetworkFileError(file, `cannot be read as HDF5: ${reason}`, { cause });
  }
}

/** A text that Keras keeps as an attribute. */
export function textOf(value: unknown): string | undefined {
  const one = Array.isArray(value) && value.length === 1 ? value[0] : value;
  return typeof one === 'string' ? one.replace(/\0+$/, '') : undefined;
}

/** A list of names that Keras keeps as an attribute, or, where that would be too long, as several with a number. */
export function listOf(group: StoredGroup, key: string): string[] | undefined {
  const first = group.attribute(key);
  const parts = first === undefined ? [] : [first];
  for (let i = 0; ; i++) {
    const part = group.attribute(`${key}${i}`);
    if (part === undefined) break;
    parts.push(part);
  }
  if (parts.length === 0) return undefined;
  return (parts.flat() as unknown[]).map((name) => String(name).replace(/\0+$/, ''));
}
