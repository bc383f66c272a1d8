// The text in a file, piece by piece, in whichever of the usual encodings it is written.
import { DatasetError } from '../../src/errors';

export type TextEncodingName = 'utf-8' | 'utf-16le' | 'utf-16be' | 'windows-1252';

/** Bytes that tell an encoding. */
const SAMPLE = 4096;

/** By its byte order mark; without one, by where the zeros of UTF-16's Latin letters are; else UTF-8. */
export function encodingOf(head: Uint8Array): TextEncodingName {
  if (head[0] === 0xff && head[1] === 0xfe) return 'utf-16le';
  if (head[0] === 0xfe && head[1] === 0xff) return 'utf-16be';
  const pairs = Math.min(head.length, SAMPLE) >> 1;
  let even = 0;
  let odd = 0;
  for (let i = 0; i < 2 * pairs; i += 2) {
    if (head[i] === 0) even++;
    if (head[i + 1] === 0) odd++;
  }
  if (odd > 0.4 * pairs && even < 0.1 * pairs) return 'utf-16le';
  if (even > 0.4 * pairs && odd < 0.1 * pairs) return 'utf-16be';
  return 'utf-8';
}

/** The text at the beginning of a file; `undefined` where its bytes are no text. */
export function textAtHead(head: Uint8Array): string | undefined {
  const encoding = encodingOf(head);
  if (encoding === 'utf-8' && head.includes(0)) return undefined;
  const whole = encoding === 'utf-8' ? wholeCharacters(head) : head.length & ~1;
  const bytes = head.subarray(0, whole);
  const text = decodeStrictly(encoding, bytes) ?? decodeStrictly('windows-1252', bytes) ?? '';
  let controls = 0;
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    if (code < 32 && code !== 9 && code !== 10 && code !== 12 && code !== 13) controls++;
  }
  return controls > text.length / 100 ? undefined : text;
}

/** A file's text, as it is decoded. */
export interface DecodedText {
  pieces: AsyncGenerator<string, void, void>;
  /** Known for good once all is read. */
  encoding(): TextEncodingName;
}

/**
 * Decodes a file without its byte order mark. Bytes that are no UTF-8 are read as Windows-1252 where everything
 * before was ASCII.
 * @param hear told the bytes that are read, after each piece
 * @throws DatasetError naming the offset of a byte that fits no encoding, from `pieces`
 */
export function decodedText(blob: Blob, file: string, hear: (bytes: number) => void = () => {}): DecodedText {
  let encoding: TextEncodingName = 'utf-8';
  async function* pieces(): AsyncGenerator<string, void, void> {
    encoding = encodingOf(new Uint8Array(await bytesOf(blob.slice(0, SAMPLE), file)));
    let decoder = strict(encoding);
    let ascii = true;
    let carried: Uint8Array = new Uint8Array();
    let offset = 0; // of the carried bytes
    for await (const chunk of chunksOf(blob, file)) {
      const bytes = carried.length === 0 ? chunk : joined(carried, chunk);
      const whole = wholeIn(encoding, bytes);
      const text = decode(bytes.subarray(0, whole));
      carried = bytes.slice(whole);
      offset += whole;
      hear(offset + carried.length);
      if (text !== '') yield text;
    }
    if (carried.length > 0) yield decode(carried);

    function decode(bytes: Uint8Array): string {
      try {
        const text = decoder.decode(bytes);
        ascii &&= text.length === bytes.length;
        return offset === 0 && text.startsWith('\ufeff') ? text.slice(1) : text;
      } catch (cause) {
        if (encoding !== 'utf-8' || !ascii || startsWithMark(bytes)) {
          throw new DatasetError(file, `byte ${offset + firstInvalid(bytes, encoding)} is no ${encoding}`, {
            cause,
          });
        }
        encoding = 'windows-1252';
        decoder = strict(encoding);
        return decoder.decode(bytes);
      }
    }
  }
  return { pieces: pieces(), encoding: () => encoding };
}

function strict(encoding: TextEncodingName): TextDecoder {
  return new TextDecoder(encoding, { fatal: true, ignoreBOM: true });
}

function decodeStrictly(encoding: TextEncodingName, bytes: Uint8Array): string | undefined {
  try {
    return new TextDecoder(encoding, { fatal: true }).decode(bytes);
  } catch {
    return undefined;
  }
}

function startsWithMark(bytes: Uint8Array): boolean {
  return bytes[0] === 0xef && bytes[1] === 0xbb && bytes[2] === 0xbf;
}

function wholeIn(encoding: TextEncodingName, bytes: Uint8Array): number {
  if (encoding === 'windows-1252') return bytes.length;
  if (encoding === 'utf-8') return wholeCharacters(bytes);
  const whole = bytes.length & ~1;
  if (whole === 0) return 0;
  const high = bytes[encoding === 'utf-16le' ? whole - 1 : whole - 2]!;
  return high >= 0xd8 && high <= 0xdb ? whole - 2 : whole; // half of a surrogate pair
}

/** How many of the bytes are whole characters of UTF-8: one at the end may be cut. */
function wholeCharacters(bytes: Uint8Array): number {
  for (let back = 1; back <= 3 && back <= bytes.length; back++) {
    const byte = bytes[bytes.length - back]!;
    if (byte < 0x80) return bytes.length;
    if (byte < 0xc0) continue;
    const length = byte >= 0xf0 ? 4 : byte >= 0xe0 ? 3 : 2;
    return length > back ? bytes.length - back : bytes.length;
  }
  return bytes.length;
}

function firstInvalid(bytes: Uint8Array, encoding: TextEncodingName): number {
  const text = new TextDecoder(encoding, { ignoreBOM: true }).decode(bytes);
  const before = text.slice(0, Math.max(0, text.indexOf('\ufffd')));
  return encoding === 'utf-8' ? new TextEncoder().encode(before).length : 2 * before.length;
}

function joined(first: Uint8Array, second: Uint8Array): Uint8Array {
  const both = new Uint8Array(first.length + second.length);
  both.set(first);
  both.set(second, first.length);
  return both;
}

async function bytesOf(blob: Blob, file: string): Promise<ArrayBuffer> {
  try {
    return await blob.arrayBuffer();
  } catch (cause) {
    throw unreadable(file, cause);
  }
}

async function* chunksOf(blob: Blob, file: string): AsyncGenerator<Uint8Array, void, void> {
  const reader = blob.stream().getReader();
  try {
    while (true) {
      const { done, value } = await reader.read().catch((cause) => {
        throw unreadable(file, cause);
      });
      if (done) return;
      yield value;
    }
  } finally {
    reader.cancel().catch(() => {}); // of a file that cannot be read, or is read to its end
  }
}

function unreadable(file: string, cause: unknown): DatasetError {
  const detail = cause instanceof Error ? cause.message : String(cause);
  return new DatasetError(file, `the file could not be read (${detail})`, { cause });
}
