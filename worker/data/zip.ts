// Opens zip archives: the list of files is read at once, each file when it is asked for. Where a zip keeps its files,
// also one of more than 4 GB, is for the library; what they hold is the browser's to unpack and to check.
import { DatasetError } from '../../src/errors';
import { type Libraries, onDemand } from '../on-demand';
import { checksumOf } from './crc32';
import type { SourceFile } from './dataset';
import { firstBytes, gunzipBlob } from './gzip';

const STORED = 0;
const DEFLATED = 8;
/** What one byte of deflate can come to at most. */
const DEFLATE_RATIO = 1032;
const LARGEST = 4 * 2 ** 30;
const LOCAL_HEADER = 30;
/** Of a gzip file (RFC 1952): deflate, no flags, no time. */
const GZIP_HEADER = new Uint8Array([0x1f, 0x8b, 8, 0, 0, 0, 0, 0, 0, 0xff]);

type Entry = Awaited<ReturnType<InstanceType<Libraries['zip']['ZipReader']>['getEntries']>>[number];

export function isZip(head: Uint8Array): boolean {
  const [p, k, a, b] = head;
  return p === 0x50 && k === 0x4b && ((a === 3 && b === 4) || (a === 5 && b === 6) || (a === 7 && b === 8));
}

/**
 * The files of a zip archive; they stay packed until they are read.
 * @param archive what it is called
 * @throws DatasetError if it is damaged, or a file in it is encrypted, packed by another method than deflate, or says
 *   that it unpacks to more than it can
 * @throws FormatUnavailableError if the library cannot be loaded
 */
export async function openZip(blob: Blob, archive: string): Promise<SourceFile[]> {
  const { ZipReader } = await onDemand('zip');
  const reader = {
    size: blob.size,
    readUint8Array: async (offset: number, length: number) =>
      new Uint8Array(await blob.slice(offset, offset + length).arrayBuffer()),
  };
  const entries = await new ZipReader(reader as never)
    .getEntries()
    .then((all) => all.filter(({ directory }) => !directory))
    .catch((cause) => {
      throw new DatasetError(archive, `damaged zip archive (${(cause as Error).message})`, { cause });
    });
  for (const entry of entries) checkEntry(entry, archive);
  const packed = entries.reduce((sum, { compressedSize }) => sum + compressedSize, 0);
  if (packed > blob.size) {
    throw new DatasetError(archive, `its files take ${packed} bytes, the archive has ${blob.size}`);
  }
  return entries.map((entry) => fileOf(entry, blob, `${archive}/${entry.filename}`));
}

function checkEntry(entry: Entry, archive: string): void {
  const { filename, encrypted, compressionMethod: method, compressedSize: packed, uncompressedSize } = entry;
  const refuse = (reason: string) => {
    throw new DatasetError(`${archive}/${filename}`, reason);
  };
  if (encrypted) refuse('encrypted: give the archive without a password');
  if (method !== STORED && method !== DEFLATED) {
    refuse(`packed by method ${method}: only stored (${STORED}) and deflate (${DEFLATED}) can be read`);
  }
  const most = method === STORED ? packed : packed * DEFLATE_RATIO;
  if (uncompressedSize > most || (method === STORED && uncompressedSize !== packed)) {
    refuse(`says that its ${packed} packed bytes are ${uncompressedSize}`);
  }
  if (uncompressedSize > LARGEST) refuse(`unpacks to ${uncompressedSize} bytes, more than ${LARGEST}`);
}

function fileOf(entry: Entry, blob: Blob, name: string): SourceFile {
  const { compressionMethod, uncompressedSize: size, filename } = entry;
  return {
    path: filename.replaceAll('\\', '/'),
    size,
    async head(bytes) {
      const packed = await packedOf(entry, blob, name);
      if (compressionMethod === STORED) return firstOf(packed, bytes);
      return firstBytes(asGzip(packed, entry), bytes);
    },
    async blob() {
      const packed = await packedOf(entry, blob, name);
      if (compressionMethod === DEFLATED) return gunzipBlob(asGzip(packed, entry), name, { limit: size });
      if ((await checksumOf(packed)) !== entry.crc32) {
        throw new DatasetError(name, 'damaged: its bytes do not have the checksum that the archive keeps');
      }
      return packed;
    },
  };
}

async function firstOf(blob: Blob, bytes: number): Promise<Uint8Array> {
  return new Uint8Array(await blob.slice(0, bytes).arrayBuffer());
}

/** Its bytes in the archive. The local header has the name again, and fields of a length of their own. */
async function packedOf({ offset, compressedSize }: Entry, blob: Blob, name: string): Promise<Blob> {
  const header = await blob.slice(offset, offset + LOCAL_HEADER).arrayBuffer();
  const view = new DataView(header);
  if (header.byteLength < LOCAL_HEADER || view.getUint32(0) !== 0x504b0304) {
    throw new DatasetError(name, `damaged zip archive: no file begins at byte ${offset}`);
  }
  const start = offset + LOCAL_HEADER + view.getUint16(26, true) + view.getUint16(28, true);
  if (start + compressedSize > blob.size) {
    const reason = `truncated: ends at byte ${start + compressedSize}, the archive has ${blob.size}`;
    throw new DatasetError(name, reason);
  }
  return blob.slice(start, start + compressedSize);
}

/** The same deflate with the same checksum, as the browser unpacks it. */
function asGzip(packed: Blob, { crc32 = 0, uncompressedSize }: Entry): Blob {
  const trailer = new DataView(new ArrayBuffer(8));
  trailer.setUint32(0, crc32, true);
  trailer.setUint32(4, uncompressedSize, true);
  return new Blob([GZIP_HEADER, packed, trailer]);
}
