import { gzipSync } from 'node:zlib';

/** An IDX file of unsigned bytes: magic number, sizes, values. */
export function idxBytes(
  shape: number[],
  values: ArrayLike<number>,
  magic = 0x800 | shape.length,
): Uint8Array {
  const bytes = new Uint8Array(4 + 4 * shape.length + values.length);
  const view = new DataView(bytes.buffer);
  view.setUint32(0, magic);
  shape.forEach((size, i) => {
    view.setUint32(4 + 4 * i, size);
  });
  bytes.set(Array.from(values), 4 + 4 * shape.length);
  return bytes;
}

/** So many pictures of 28 × 28, told apart by their grey. */
export const imagesFile = (count: number, side = 28) =>
  idxBytes(
    [count, side, side],
    Uint8Array.from({ length: count * side * side }, (_, i) => i % 251),
  );

export const labelsFile = (count: number) =>
  idxBytes(
    [count],
    Uint8Array.from({ length: count }, (_, i) => i % 10),
  );

export const gzip = (bytes: Uint8Array) => new Uint8Array(gzipSync(bytes));
