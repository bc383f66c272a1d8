// The checksum that zip keeps of each file, for those that are stored as they are: the browser checks the others.

/** Of each byte: its remainder (ISO 3309, as in RFC 1952). */
const table = Uint32Array.from({ length: 256 }, (_, byte) => {
  let remainder = byte;
  for (let bit = 0; bit < 8; bit++) remainder = (remainder >>> 1) ^ (remainder & 1 ? 0xedb88320 : 0);
  return remainder;
});

export async function checksumOf(blob: Blob): Promise<number> {
  let sum = 0xffffffff;
  for await (const chunk of blob.stream()) {
    for (let i = 0; i < chunk.length; i++) sum = (sum >>> 8) ^ table[(sum ^ chunk[i]!) & 255]!;
  }
  return ~sum >>> 0;
}

/** Of several parts as if they were one. */
export function crc32(...parts: readonly Uint8Array[]): number {
  let sum = 0xffffffff;
  for (const part of parts) {
    for (let i = 0; i < part.length; i++) sum = (sum >>> 8) ^ table[(sum ^ part[i]!) & 255]!;
  }
  return ~sum >>> 0;
}
