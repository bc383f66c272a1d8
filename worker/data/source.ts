// Reads what a page hands in: addresses, files, bytes.
import { DatasetError } from '../../src/errors';
import type { FileSource } from '../../src/protocol';
import { type DownloadOptions, downloadOnce, fetchWhole, type KeepableDownload } from './download';

export interface ReadOptions extends DownloadOptions {
  /** what to call the source in errors if it has no name of its own */
  name?: string;
}

export function isAddress(source: FileSource): source is string | URL {
  return typeof source === 'string' || source instanceof URL;
}

export function isFileSource(source: unknown): source is FileSource {
  if (typeof source === 'string') return source !== '';
  return [URL, Blob, ArrayBuffer].some((type) => source instanceof type) || ArrayBuffer.isView(source);
}

/** A source's own name: its address or file name; otherwise the given one. */
export function nameOf(source: FileSource, otherwise = 'data'): string {
  if (isAddress(source)) return String(source);
  return 'name' in source && typeof source.name === 'string' && source.name !== '' ? source.name : otherwise;
}

/**
 * Reads a source whole. Bytes in memory are not copied.
 *
 * @throws DatasetError if it cannot be had: HTTP status, broken connection, unreadable file
 * @throws the signal's reason once that is aborted
 */
export async function readBytes(source: FileSource, options: ReadOptions = {}): Promise<Uint8Array> {
  const name = nameOf(source, options.name);
  options.signal?.throwIfAborted();
  if (isAddress(source)) return bytesOf((await fetchWhole(source, { ...options, name })).blob);
  const bytes = source instanceof Blob ? await readBlob(source, name) : view(source);
  options.signal?.throwIfAborted();
  options.onProgress?.(bytes.length, bytes.length);
  return bytes;
}

function view(source: ArrayBuffer | ArrayBufferView): Uint8Array {
  return ArrayBuffer.isView(source)
    ? new Uint8Array(source.buffer, source.byteOffset, source.byteLength)
    : new Uint8Array(source);
}

async function readBlob(blob: Blob, name: string): Promise<Uint8Array> {
  try {
    return await bytesOf(blob);
  } catch (cause) {
    const message = cause instanceof Error ? cause.message : String(cause);
    throw new DatasetError(name, `the file could not be read (${message})`, { cause });
  }
}

const bytesOf = async (blob: Blob) => new Uint8Array(await blob.arrayBuffer());

export interface KeptBytes extends Omit<KeepableDownload, 'blob'> {
  bytes: Uint8Array;
}

/**
 * Reads a source as `readBytes` does, an address without asking the server for what is kept of an earlier time.
 * @throws as `readBytes` does
 */
export async function readKept(source: FileSource, options: ReadOptions = {}): Promise<KeptBytes> {
  if (!isAddress(source)) {
    return { bytes: await readBytes(source, options), keep: async () => {}, forget: async () => {} };
  }
  const { blob, ...download } = await downloadOnce(source, { ...options, name: nameOf(source) });
  return { bytes: await bytesOf(blob), ...download };
}

/** One array out of many, `length` bytes in all. */
export function concatenate(chunks: readonly Uint8Array[], length: number): Uint8Array {
  const whole = new Uint8Array(length);
  let at = 0;
  for (const chunk of chunks) {
    whole.set(chunk, at);
    at += chunk.length;
  }
  return whole;
}
