// Reads what a page hands in: addresses, files, bytes.
import { DatasetError } from '../../src/errors';
import type { FileSource } from '../../src/protocol';

export interface ReadOptions {
  /** what to call the source in errors if it has no name of its own */
  name?: string;
  /** hears how much has come so far; `total` is undefined where the server does not tell */
  onProgress?: (loaded: number, total: number | undefined) => void;
  signal?: AbortSignal;
}

/** The server answered, but not with the file. */
export class NotServedError extends DatasetError {}

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
  if (isAddress(source)) return download(source, name, options);
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
    return new Uint8Array(await blob.arrayBuffer());
  } catch (cause) {
    throw new DatasetError(name, `the file could not be read (${messageOf(cause)})`, { cause });
  }
}

async function download(address: string | URL, name: string, options: ReadOptions): Promise<Uint8Array> {
  const { signal } = options;
  const response = await fetch(address, signal ? { signal } : {}).catch((cause) => {
    signal?.throwIfAborted();
    throw new DatasetError(name, `the download failed (${messageOf(cause)})`, { cause });
  });
  if (!response.ok) {
    await response.body?.cancel();
    throw new NotServedError(name, `HTTP ${response.status} ${response.statusText}`.trimEnd());
  }
  if (response.headers.get('content-type')?.startsWith('text/html')) {
    await response.body?.cancel();
    throw new NotServedError(name, 'the server sent a web page instead of the file');
  }
  return collect(response, name, options);
}

async function collect(response: Response, name: string, options: ReadOptions): Promise<Uint8Array> {
  // The length header counts what travels: under a content encoding that is not what arrives here.
  const encoded = response.headers.get('content-encoding') !== null;
  const length = Number(response.headers.get('content-length') ?? Number.NaN);
  const total = encoded || !(length > 0) ? undefined : length;
  const chunks: Uint8Array[] = [];
  let loaded = 0;
  try {
    for await (const chunk of response.body ?? []) {
      chunks.push(chunk);
      loaded += chunk.length;
      options.onProgress?.(loaded, total);
    }
  } catch (cause) {
    options.signal?.throwIfAborted();
    const reach = total === undefined ? `${loaded}` : `${loaded} of ${total}`;
    throw new DatasetError(name, `the download broke off after ${reach} bytes (${messageOf(cause)})`, {
      cause,
    });
  }
  return concatenate(chunks, loaded);
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

function messageOf(cause: unknown): string {
  return cause instanceof Error ? cause.message : String(cause);
}
