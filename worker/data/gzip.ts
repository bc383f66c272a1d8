// Unpacks gzip: of one member by the browser, streamed; of several or padded by zlib's port, as gunzip does.
import { DatasetError } from '../../src/errors';
import { onDemand } from '../on-demand';
import { concatenate } from './source';

/** No file may unpack to more bytes. */
const LARGEST = 4 * 2 ** 30;
/** Unpacked bytes that go into a Blob, out of the worker's memory, at once. */
const PIECE = 2 ** 26;

export interface GunzipOptions {
  signal?: AbortSignal;
  /** What it may unpack to, in bytes; 4 GiB where absent. */
  limit?: number;
}

/** Whether bytes begin as a gzip file does (RFC 1952). What a file is called says nothing: servers unpack. */
export function isGzip(bytes: Uint8Array): boolean {
  return bytes[0] === 0x1f && bytes[1] === 0x8b;
}

/**
 * Unpacks gzip; gives anything else back as it is.
 *
 * @throws DatasetError if the gzip is truncated, corrupt, or followed by other bytes than zeros
 */
export async function gunzip(bytes: Uint8Array, file: string, options?: GunzipOptions): Promise<Uint8Array> {
  if (!isGzip(bytes)) return bytes;
  const unpacked = await gunzipBlob(new Blob([bytes as Uint8Array<ArrayBuffer>]), file, options);
  return new Uint8Array(await unpacked.arrayBuffer());
}

/**
 * Unpacks a gzip file into a Blob, which browsers keep on the disk where it is large.
 *
 * @throws DatasetError if the gzip is truncated, corrupt, followed by other bytes than zeros, or unpacks to more than
 *   the limit
 * @throws the signal's reason once that is aborted
 */
export async function gunzipBlob(
  blob: Blob,
  file: string,
  { signal, limit = LARGEST }: GunzipOptions = {},
): Promise<Blob> {
  const count = counter(file, limit);
  try {
    const counted = new TransformStream<Uint8Array, Uint8Array>({
      transform(chunk, controller) {
        count.add(chunk.length);
        controller.enqueue(chunk);
      },
    });
    return await new Response(unpacked(blob).pipeThrough(counted, { signal })).blob();
  } catch {
    signal?.throwIfAborted();
    if (count.exceeded) throw count.exceeded;
  }
  return gunzipMembers(blob, file, limit);
}

/** What a file has come to; the error once that is more than it may. */
function counter(file: string, limit: number) {
  return {
    length: 0,
    exceeded: undefined as DatasetError | undefined,
    add(bytes: number) {
      this.length += bytes;
      if (this.length <= limit) return;
      this.exceeded = new DatasetError(file, `the gzip unpacks to more than ${limit} bytes`);
      throw this.exceeded;
    },
  };
}

/** The browser's stream ends at the first member, and does not say where: so this begins anew. */
async function gunzipMembers(blob: Blob, file: string, limit: number): Promise<Blob> {
  const { Inflate } = await onDemand('gzip');
  const bytes = new Uint8Array(await blob.arrayBuffer());
  const count = counter(file, limit);
  const blobs: Blob[] = [];
  let pieces: Uint8Array<ArrayBuffer>[] = [];
  let held = 0;
  let left = () => 0;
  const keep = () => {
    blobs.push(new Blob(pieces));
    pieces = [];
    held = 0;
  };
  const inflate = new Inflate({ windowBits: 16 + 15, chunkSize: 2 ** 20 }); // 16: gzip alone
  inflate.onStart = (stream) => {
    left = () => stream.avail_in;
  };
  inflate.onData = (piece) => {
    count.add(piece.length);
    pieces.push(piece);
    held += piece.length;
    if (held >= PIECE) keep();
  };
  const ended = inflate.push(bytes, true);
  if (!ended) throw corrupt(file, count.length, inflate.msg);
  if (bytes.subarray(bytes.length - left()).some((byte) => byte !== 0)) {
    throw corrupt(file, count.length, `${left()} other bytes follow`);
  }
  keep();
  return new Blob(blobs);
}

function corrupt(file: string, length: number, detail: string): DatasetError {
  return new DatasetError(file, `corrupt gzip, after ${length} unpacked bytes (${detail})`);
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
    // What came before the break is lost with it, and other members may follow.
    const whole = await gunzipBlob(blob, '').catch(() => undefined);
    if (whole) return new Uint8Array(await whole.slice(0, count).arrayBuffer());
  }
  return concatenate(chunks, length).subarray(0, count);
}
