// Archives for tests, byte by byte: zip as PKWARE's APPNOTE has it, tar as POSIX does.
import { crc32, deflateRawSync } from 'node:zlib';

export interface ZipFile {
  name: string;
  content: Uint8Array | string;
  stored?: boolean;
  /** What is written in place of the truth. */
  says?: { size?: number; crc32?: number; method?: number; flags?: number };
}

export function zipOf(files: readonly ZipFile[]): Uint8Array<ArrayBuffer> {
  const parts: Buffer[] = [];
  const directory: Buffer[] = [];
  let at = 0;
  for (const { name, content, stored = false, says = {} } of files) {
    const bytes = Buffer.from(content as Uint8Array);
    const packed = stored ? bytes : deflateRawSync(bytes);
    const path = Buffer.from(name);
    const fields = Buffer.alloc(26);
    fields.writeUInt16LE(20, 0);
    fields.writeUInt16LE(says.flags ?? 0x800, 2); // names are UTF-8
    fields.writeUInt16LE(says.method ?? (stored ? 0 : 8), 4);
    fields.writeUInt16LE(0x21, 8); // 1980-01-01
    fields.writeUInt32LE(says.crc32 ?? crc32(bytes), 10);
    fields.writeUInt32LE(packed.length, 14);
    fields.writeUInt32LE(says.size ?? bytes.length, 18);
    fields.writeUInt16LE(path.length, 22);
    const local = Buffer.concat([Buffer.from('PK\x03\x04'), fields, path, packed]);
    const rest = Buffer.alloc(14);
    rest.writeUInt32LE(at, 10);
    directory.push(Buffer.concat([Buffer.from('PK\x01\x02\x14\0'), fields, rest, path]));
    parts.push(local);
    at += local.length;
  }
  const listed = Buffer.concat(directory);
  const end = Buffer.alloc(22);
  end.write('PK\x05\x06');
  end.writeUInt16LE(files.length, 8);
  end.writeUInt16LE(files.length, 10);
  end.writeUInt32LE(listed.length, 12);
  end.writeUInt32LE(at, 16);
  return new Uint8Array(Buffer.concat([...parts, listed, end]));
}

export interface TarFile {
  name: string;
  content: Uint8Array | string;
  /** `0` where absent: a file. */
  type?: string;
}

export function tarOf(files: readonly TarFile[]): Uint8Array<ArrayBuffer> {
  const blocks = files.flatMap(({ name, content, type = '0' }) => {
    const bytes = Buffer.from(content as Uint8Array);
    const header = Buffer.alloc(512);
    header.write(name.slice(0, 100), 0);
    for (const [text, start] of [
      ['0000644\0', 100],
      ['0000000\0', 108],
      ['0000000\0', 116],
      [`${bytes.length.toString(8).padStart(11, '0')}\0`, 124],
      ['00000000000\0', 136],
      ['        ', 148],
      [type, 156],
      ['ustar\x0000', 257],
    ] as const) {
      header.write(text, start, 'latin1');
    }
    const sum = header.reduce((total, byte) => total + byte, 0);
    header.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148, 'latin1');
    return [header, bytes, Buffer.alloc((512 - (bytes.length % 512)) % 512)];
  });
  return new Uint8Array(Buffer.concat([...blocks, Buffer.alloc(1024)]));
}

/** A pax header that gives the next file a path. */
export function paxPath(path: string): TarFile {
  const rest = ` path=${path}\n`;
  let length = Buffer.byteLength(rest);
  while (String(length).length + Buffer.byteLength(rest) !== length) length += 1;
  return { name: 'PaxHeader', type: 'x', content: `${length}${rest}` };
}
