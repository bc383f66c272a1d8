// Safetensors: named arrays behind a JSON header. See https://huggingface.co/docs/safetensors.

export interface NamedArray {
  name: string;
  shape: number[];
  data: Float32Array | Int32Array;
}

/** The header is filled up with spaces to a multiple of this, so that all arrays are aligned. */
const ALIGNMENT = 8;

export function writeSafetensors(arrays: readonly NamedArray[], metadata: Record<string, string>): Blob {
  let at = 0;
  const entries = arrays.map(({ name, shape, data }) => {
    const begin = at;
    at += data.byteLength;
    return [name, { dtype: data instanceof Int32Array ? 'I32' : 'F32', shape, data_offsets: [begin, at] }];
  });
  const text = JSON.stringify({ __metadata__: metadata, ...Object.fromEntries(entries) });
  const header = new TextEncoder().encode(text);
  const length = Math.ceil(header.length / ALIGNMENT) * ALIGNMENT;
  const start = new Uint8Array(8 + length).fill(0x20);
  new DataView(start.buffer).setBigUint64(0, BigInt(length), true);
  start.set(header, 8);
  const parts = arrays.map(({ data }) => data as Float32Array<ArrayBuffer>);
  return new Blob([start, ...parts], { type: 'application/octet-stream' });
}
