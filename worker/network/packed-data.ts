// Plain data with typed arrays in it as text and bytes: what JSON alone cannot carry.

const ARRAYS = {
  Int8Array,
  Uint8Array,
  Uint8ClampedArray,
  Int16Array,
  Uint16Array,
  Int32Array,
  Uint32Array,
} as const;
const KINDS = { ...ARRAYS, Float32Array, Float64Array } as const;
type Kind = keyof typeof KINDS;

/** Text in which `{ "$array": [kind, offset, length] }` stands for a typed array, whose bytes lie beside it. */
export interface Packed {
  json: string;
  bytes: Uint8Array;
}

/** Numbers that JSON has no word for. */
const WORDS: Record<string, number> = {
  NaN: Number.NaN,
  Infinity: Number.POSITIVE_INFINITY,
  '-Infinity': Number.NEGATIVE_INFINITY,
};

export function pack(value: unknown): Packed {
  const parts: Uint8Array[] = [];
  let length = 0;
  const json = JSON.stringify(value, (_, one) => {
    if (typeof one === 'number' && !Number.isFinite(one)) return { $number: String(one) };
    const kind = kindOf(one);
    if (!kind) return one;
    const array = one as Uint8Array;
    parts.push(new Uint8Array(array.buffer, array.byteOffset, array.byteLength));
    const reference = { $array: [kind, length, array.length] };
    length += array.byteLength;
    return reference;
  });
  const bytes = new Uint8Array(length);
  let at = 0;
  for (const part of parts) {
    bytes.set(part, at);
    at += part.length;
  }
  return { json: json ?? 'null', bytes };
}

/** @throws Error for text or bytes that `pack` does not write */
export function unpack({ json, bytes }: Packed): unknown {
  return JSON.parse(json, (_, one) => {
    if (typeof one !== 'object' || one === null) return one;
    if (typeof one.$number === 'string') return WORDS[one.$number];
    if (!Array.isArray(one.$array)) return one;
    const [kind, offset, length] = one.$array as [Kind, number, number];
    const ArrayType = Object.hasOwn(KINDS, kind) ? KINDS[kind] : undefined;
    const size = ArrayType ? length * ArrayType.BYTES_PER_ELEMENT : Number.NaN;
    if (!(offset >= 0 && size >= 0 && offset + size <= bytes.length)) {
      throw new Error(`an array of ${length} numbers (${kind}) is not in its ${bytes.length} bytes`);
    }
    return new ArrayType!(bytes.slice(offset, offset + size).buffer);
  });
}

function kindOf(value: unknown): Kind | undefined {
  if (!ArrayBuffer.isView(value)) return undefined;
  return (Object.keys(KINDS) as Kind[]).find((kind) => value instanceof KINDS[kind]);
}

/** As text alone, for formats whose metadata are text. */
export function packText(value: unknown): string {
  const { json, bytes } = pack(value);
  let binary = '';
  for (let at = 0; at < bytes.length; at += 0x8000)
    binary += String.fromCharCode(...bytes.subarray(at, at + 0x8000));
  return bytes.length === 0 ? json : JSON.stringify({ $packed: json, bytes: btoa(binary) });
}

/** @throws Error for text that `packText` does not write */
export function unpackText(text: string): unknown {
  const parsed = JSON.parse(text);
  if (typeof parsed?.$packed !== 'string') return unpack({ json: text, bytes: new Uint8Array() });
  return unpack({
    json: parsed.$packed,
    bytes: Uint8Array.from(atob(parsed.bytes), (one) => one.charCodeAt(0)),
  });
}
