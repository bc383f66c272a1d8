// Writes .npz, NumPy's file of several arrays: a zip of .npy.
import { writeZip } from '../write-zip';

/** Numbers with their shape, row by row. */
export interface NumpyArray {
  data: Uint8Array | Uint16Array | Int32Array | Float32Array;
  shape: readonly number[];
}

const types = { Uint8Array: '|u1', Uint16Array: '<u2', Int32Array: '<i4', Float32Array: '<f4' } as const;

/** Arrays by name, as `numpy.load` gives them. */
export function writeNpz(arrays: Readonly<Record<string, NumpyArray>>): Promise<Blob> {
  const files = Object.entries(arrays).map(([name, array]) => [`${name}.npy`, npy(array)]);
  return writeZip(Object.fromEntries(files));
}

/** Version 1.0 of numpy.lib.format; the header is filled up to a multiple of 64 bytes. */
function npy({ data, shape }: NumpyArray): Blob {
  const type = types[data.constructor.name as keyof typeof types];
  const lengths = shape.length === 1 ? `${shape[0]},` : shape.join(', ');
  const header = `{'descr': '${type}', 'fortran_order': False, 'shape': (${lengths}), }`;
  const length = Math.ceil((10 + header.length + 1) / 64) * 64 - 10;
  const start = new Uint8Array(10 + length).fill(0x20);
  start.set([0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59, 1, 0, length & 255, length >> 8]);
  start.set(new TextEncoder().encode(header), 10);
  start[start.length - 1] = 0x0a;
  return new Blob([start, data as Uint8Array<ArrayBuffer>]);
}
