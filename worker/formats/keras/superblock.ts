// What an HDF5 file says at its very beginning, checked before anything else of it is read.
// Source: HDF5 File Format Specification 3.0, section II.A.
import { WeightsError } from '../../../src/errors';

const SIGNATURE = [0x89, 0x48, 0x44, 0x46, 0x0d, 0x0a, 0x1a, 0x0a];

/** Where the file's length stands, by the version of its superblock. */
const END_OF_FILE = [40, 44, 28, 28];

/** @throws WeightsError if it is empty, not HDF5, or shorter than its own superblock says */
export function checkSuperblock(bytes: Uint8Array, file: string): void {
  if (bytes.length === 0) throw new WeightsError(file, 'the file is empty');
  if (SIGNATURE.some((byte, i) => bytes[i] !== byte)) {
    const found = hex([...bytes.subarray(0, SIGNATURE.length)]);
    throw new WeightsError(
      file,
      `not an HDF5 file: expected it to begin with ${hex(SIGNATURE)}, found ${found}`,
    );
  }
  const at = END_OF_FILE[bytes[8] ?? 0];
  if (at === undefined)
    throw new WeightsError(file, `its HDF5 superblock has the unknown version ${bytes[8]}`);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const length = at + 8 <= bytes.length ? Number(view.getBigUint64(at, true)) : at + 8;
  if (bytes.length < length) {
    throw new WeightsError(file, `truncated: expected ${length} bytes, found ${bytes.length}`);
  }
}

function hex(bytes: readonly number[]): string {
  return bytes.map((byte) => byte.toString(16).padStart(2, '0')).join(' ');
}
