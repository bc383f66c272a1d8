// Opens tar archives. A tar's files lie in it as they are, so each is a slice of the archive and none is copied: what
// libraries there are read all of it through. The format is POSIX.1-2001's (pax), with GNU's long names.
import { DatasetError } from '../../src/errors';
import type { SourceFile } from './dataset';

const BLOCK = 512;
/** Read at once: archives of many small files have a header every few hundred bytes. */
const WINDOW = 2 ** 18;
/** Of a name or a list of attributes; no file's own. */
const LONGEST_HEADER = 2 ** 20;

const FILE = ['0', '\0', '7'];
const IGNORED = ['1', '2', '3', '4', '5', '6', 'V'];

export function isTar(head: Uint8Array): boolean {
  return head.length >= BLOCK && checksumOf(head) === octal(head, 148, 8);
}

/**
 * The files of a tar archive, as slices of it.
 * @param archive what it is called
 * @throws DatasetError naming the offset if a header is damaged or a file goes beyond the end
 */
export async function openTar(blob: Blob, archive: string, signal?: AbortSignal): Promise<SourceFile[]> {
  const files: SourceFile[] = [];
  const read = windowed(blob);
  let long: { path?: string; size?: number } = {};
  for (let at = 0; at + BLOCK <= blob.size; ) {
    signal?.throwIfAborted();
    const header = await read(at, BLOCK);
    if (header.every((byte) => byte === 0)) break; // the end, whatever follows
    if (!isTar(header)) throw damaged(archive, at, 'expected a header, found other bytes');
    const type = String.fromCharCode(header[156]!);
    const size = long.size ?? octal(header, 124, 12);
    const start = at + BLOCK;
    if (!Number.isSafeInteger(size) || size < 0) throw damaged(archive, at, 'a file of no size');
    const holds = !IGNORED.includes(type);
    if (holds && start + size > blob.size) {
      const left = blob.size - start;
      throw damaged(archive, at, `truncated: a file of ${size} bytes, where ${left} are left`);
    }
    if ('xgLK'.includes(type)) {
      if (size > LONGEST_HEADER) throw damaged(archive, at, `a header of ${size} bytes`);
      const bytes = await read(start, size);
      if (type === 'L') long.path = textUntilZero(bytes);
      if (type === 'x') long = { ...long, ...attributesOf(bytes, archive, start) };
    } else {
      if (FILE.includes(type)) {
        const path = long.path ?? pathOf(header);
        if (!path.endsWith('/')) files.push(slice(blob, start, size, path));
      } else if (type === 'S') {
        throw damaged(archive, at, 'a sparse file: pack it without that');
      }
      long = {};
    }
    at = start + (holds ? Math.ceil(size / BLOCK) * BLOCK : 0);
  }
  return files;
}

function damaged(archive: string, at: number, what: string): DatasetError {
  return new DatasetError(archive, `damaged tar archive at byte ${at}: ${what}`);
}

function slice(blob: Blob, start: number, size: number, path: string): SourceFile {
  const content = blob.slice(start, start + size);
  return {
    path: path.replace(/^(\.?\/)+/, ''),
    size,
    head: async (bytes) => new Uint8Array(await content.slice(0, bytes).arrayBuffer()),
    blob: async () => content,
  };
}

/** Reads of a blob, from a window that moves along. */
function windowed(blob: Blob): (start: number, length: number) => Promise<Uint8Array> {
  let from = 0;
  let bytes = new Uint8Array(0);
  return async (start, length) => {
    if (start < from || start + length > from + bytes.length) {
      from = start;
      bytes = new Uint8Array(await blob.slice(start, start + Math.max(length, WINDOW)).arrayBuffer());
    }
    return bytes.subarray(start - from, start - from + length);
  };
}

/** The sum of a header's bytes, its own field taken as spaces. */
function checksumOf(header: Uint8Array): number {
  let sum = 8 * 32;
  for (let i = 0; i < BLOCK; i++) if (i < 148 || i >= 156) sum += header[i]!;
  return sum;
}

/** A number as text in base 8, or, where that is too short for it, as GNU's in base 256. */
function octal(header: Uint8Array, start: number, length: number): number {
  const field = header.subarray(start, start + length);
  if (field[0]! & 0x80) return field.subarray(1).reduce((sum, byte) => sum * 256 + byte, field[0]! & 0x7f);
  const digits = textUntilZero(field).trim();
  return digits === '' ? 0 : /^[0-7]+$/.test(digits) ? Number.parseInt(digits, 8) : Number.NaN;
}

function pathOf(header: Uint8Array): string {
  const name = textUntilZero(header.subarray(0, 100));
  const posix = String.fromCharCode(...header.subarray(257, 263)) === 'ustar\0';
  const prefix = posix ? textUntilZero(header.subarray(345, 500)) : '';
  return prefix === '' ? name : `${prefix}/${name}`;
}

/** Lines of a length, a name and a value: `27 path=a/b.jpg`. */
function attributesOf(bytes: Uint8Array, archive: string, start: number): { path?: string; size?: number } {
  const found: { path?: string; size?: number } = {};
  for (let at = 0; at < bytes.length && bytes[at] !== 0; ) {
    const length = Number.parseInt(new TextDecoder().decode(bytes.subarray(at, at + 10)), 10);
    if (!(length > 3) || at + length > bytes.length) {
      throw damaged(archive, start + at, 'an attribute without a length');
    }
    const line = new TextDecoder().decode(bytes.subarray(at, at + length - 1));
    const [, name, value] = /^\d+ ([^=]*)=(.*)$/s.exec(line) ?? [];
    if (name === 'path') found.path = value;
    if (name === 'size') found.size = Number(value);
    at += length;
  }
  return found;
}

function textUntilZero(bytes: Uint8Array): string {
  const end = bytes.indexOf(0);
  return new TextDecoder().decode(end < 0 ? bytes : bytes.subarray(0, end));
}
