// Unpacks gzip.
import { DatasetError } from '../../src/errors';
import { concatenate } from './source';

/** Whether bytes begin as a gzip file does (RFC 1952). What a file is called says nothing: servers unpack. */
export function isGzip(bytes: Uint8Array): boolean {
  return bytes[0] === 0x1f && bytes[1] === 0x8b;
}

/**
 * Unpacks gzip; gives anything else back as it is.
 *
 * @throws DatasetError if the gzip is truncated, corrupt, or followed by other bytes
 */
export async function gunzip(bytes: Uint8Array, file: string): Promise<Uint8Array> {
  if (!isGzip(bytes)) return bytes;
  const chunks: Uint8Array[] = [];
  let length = 0;
  try {
    for await (const chunk of unpacked(new Blob([bytes as Uint8Array<ArrayBuffer>]))) {
      chunks.push(chunk);
      length += chunk.length;
    }
  } catch (cause) {
    const detail = cause instanceof Error ? ` (${cause.message})` : '';
    throw new DatasetError(file, `corrupt gzip, after ${length} unpacked bytes${detail}`, { cause });
  }
  return concatenate(chunks, length);
}

function unpacked(blob: Blob): ReadableStream<Uint8Array> {
  return blob.stream().pipeThrough(new DecompressionStream('gzip'));
}

/** The first bytes of a file, unpacked if it is gzip; fewer where the file is shorter or breaks off. */
export async function firstBytes(blob: Blob, count: number): Promise<Uint8Array> {
  const magic = new Uint8Array(await blob.slice(0, 2).arrayBuffer());
  if (!isGzip(magic)) return new Uint8Array(await blob.slice(0, count).arrayBuffer());
  const chunks: Uint8Array[] = [];
  let length = 0;
  try {
    for await (const chunk of unpacked(blob)) {
      chunks.push(chunk);
      length += chunk.length;
      if (length >= count) break;
    }
  } catch {
    // what came before the break is what there is
  }
  return concatenate(chunks, length).subarray(0, count);
}
