/** Bytes of one image in CIFAR-10's binary layout. */
export const RECORD = 3073;

/** So many images: image i has label i mod 10, its red plane is 10 + i, green 100 + i, blue 200, its last red pixel 0. */
export function cifar10File(count: number): Uint8Array {
  const bytes = new Uint8Array(count * RECORD);
  for (let i = 0; i < count; i++) {
    const at = i * RECORD;
    bytes[at] = i % 10;
    bytes.fill(10 + i, at + 1, at + 1025);
    bytes.fill(100 + i, at + 1025, at + 2049);
    bytes.fill(200, at + 2049, at + RECORD);
    bytes[at + 1024] = 0;
  }
  return bytes;
}
