// CRC-32 (ISO 3309, as zip and PNG have it): tells whether bytes are still what was written. The browser's own digests
// are not to be had on pages over plain http.

const table = Uint32Array.from({ length: 256 }, (_, byte) => {
  let value = byte;
  for (let bit = 0; bit < 8; bit++) value = value & 1 ? (value >>> 1) ^ 0xedb88320 : value >>> 1;
  return value;
});

/** Of several parts as if they were one. */
export function checksum(...parts: readonly Uint8Array[]): number {
  let crc = 0xffffffff;
  for (const part of parts) {
    for (let i = 0; i < part.length; i++) crc = (crc >>> 8) ^ table[(crc ^ part[i]!) & 0xff]!;
  }
  return (crc ^ 0xffffffff) >>> 0;
}
