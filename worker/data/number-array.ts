// Arrays of numbers as files of data sets hold them: of any number type and byte order, with a shape.
import { DatasetError } from '../../src/errors';
import type { Values } from './dataset';

export interface NumberArray {
  /** The first length counts the examples. */
  shape: number[];
  /** Last dimension fastest. */
  values: Values;
  /** Whether they are truth values. */
  boolean?: boolean;
}

export interface NumberType {
  kind: 'unsigned' | 'signed' | 'float' | 'boolean';
  /** Of one number. */
  bytes: number;
}

export const productOf = (shape: readonly number[]): number =>
  shape.reduce((product, length) => product * length, 1);

/**
 * The numbers as the types that data sets have: bytes as they are, whole numbers as int32 where all fit, all others as
 * float32. Bytes are a view of what is given.
 * @param file what to call it in errors
 * @throws DatasetError for a number that is not finite, also once it is a float32
 */
export function decodeNumbers(
  bytes: Uint8Array,
  type: NumberType,
  littleEndian: boolean,
  file: string,
): Values {
  const { kind, bytes: size } = type;
  if (size === 1 && kind !== 'signed') return kind === 'boolean' ? bytes.map((byte) => byte && 1) : bytes;
  const count = bytes.length / size;
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const numberAt = reader(view, type, littleEndian);
  if (kind === 'float') {
    const values = new Float32Array(count);
    for (let i = 0; i < count; i++) {
      values[i] = numberAt(i * size);
      if (Number.isFinite(values[i])) continue;
      throw new DatasetError(file, `expected finite numbers, found ${numberAt(i * size)} at position ${i}`);
    }
    return values;
  }
  const values = new Int32Array(count);
  for (let i = 0; i < count; i++) {
    const value = numberAt(i * size);
    values[i] = value;
    if (values[i] !== value) return Float32Array.from({ length: count }, (_, j) => numberAt(j * size));
  }
  return values;
}

function reader(view: DataView, { kind, bytes }: NumberType, little: boolean): (at: number) => number {
  const float = kind === 'float';
  const signed = kind === 'signed';
  switch (bytes) {
    case 1:
      return (at) => view.getInt8(at);
    case 2:
      if (float) return (at) => half(view.getUint16(at, little));
      return signed ? (at) => view.getInt16(at, little) : (at) => view.getUint16(at, little);
    case 4:
      if (float) return (at) => view.getFloat32(at, little);
      return signed ? (at) => view.getInt32(at, little) : (at) => view.getUint32(at, little);
    default:
      if (float) return (at) => view.getFloat64(at, little);
      return signed
        ? (at) => Number(view.getBigInt64(at, little))
        : (at) => Number(view.getBigUint64(at, little));
  }
}

/** IEEE 754 binary16: a sign, 5 bits of exponent, 10 of fraction. */
function half(bits: number): number {
  const sign = bits & 0x8000 ? -1 : 1;
  const exponent = (bits >> 10) & 31;
  const fraction = bits & 1023;
  if (exponent === 31) return fraction ? Number.NaN : sign * Number.POSITIVE_INFINITY;
  return exponent === 0 ? sign * fraction * 2 ** -24 : sign * (1024 + fraction) * 2 ** (exponent - 25);
}

/** The same array, in which the first dimension was fastest, with the last one fastest. */
export function fromFirstFastest({ shape, values, ...rest }: NumberArray): NumberArray {
  if (shape.filter((length) => length > 1).length < 2) return { shape, values, ...rest };
  const turned = new (values.constructor as new (length: number) => Values)(values.length);
  const strides = shape.map((_, i) => productOf(shape.slice(0, i)));
  const index = new Array<number>(shape.length).fill(0);
  let from = 0;
  for (let to = 0; to < values.length; to++) {
    turned[to] = values[from]!;
    for (let axis = shape.length - 1; axis >= 0; axis--) {
      from += strides[axis]!;
      if (++index[axis]! < shape[axis]!) break;
      from -= strides[axis]! * shape[axis]!;
      index[axis] = 0;
    }
  }
  return { shape, values: turned, ...rest };
}

/** Pictures as bytes, the channels of each pixel together. */
export interface PictureBytes {
  /** [pictures, height, width, channels] */
  bytes: Uint8Array;
  height: number;
  width: number;
  channels: 1 | 3;
  /** What was done to them. */
  notes: string[];
}

/**
 * The array as pictures: [pictures, height, width], or with one or three channels last or before the height, whose
 * numbers are bytes, or such divided by 255.
 * @returns `undefined` where it is of another form, or its numbers would not be the same as bytes
 */
export function asPictures({ shape, values, boolean }: NumberArray): PictureBytes | undefined {
  const [count = 0, ...rest] = shape;
  const isChannels = (length: number | undefined): length is 1 | 3 => length === 1 || length === 3;
  const last = rest.length === 3 && isChannels(rest[2]);
  const first = rest.length === 3 && !last && isChannels(rest[0]);
  if (!(rest.length === 2 || last || first)) return undefined;
  const channels = (last ? rest[2]! : first ? rest[0]! : 1) as 1 | 3;
  const [height, width] = (first ? rest.slice(1) : rest) as [number, number];
  const scaled = boolean ? { bytes: (values as Uint8Array).map((value) => 255 * value) } : asBytes(values);
  if (!scaled) return undefined;
  const notes = scaled.note ? [scaled.note] : [];
  if (!first || channels === 1) return { bytes: scaled.bytes, height, width, channels, notes };
  notes.push('The channels of the pictures came one after the other, and were put together.');
  return {
    bytes: channelsLast(scaled.bytes, count, channels, height * width),
    height,
    width,
    channels,
    notes,
  };
}

/** [pictures, channels, pixels] to [pictures, pixels, channels]. */
export function channelsLast(
  planes: Uint8Array,
  count: number,
  channels: number,
  pixels: number,
): Uint8Array {
  const together = new Uint8Array(planes.length);
  for (let plane = 0; plane < count * channels; plane++) {
    const channel = plane % channels;
    const to = (plane - channel) * pixels + channel;
    for (let pixel = 0; pixel < pixels; pixel++) {
      together[to + pixel * channels] = planes[plane * pixels + pixel]!;
    }
  }
  return together;
}

function asBytes(values: Values): { bytes: Uint8Array; note?: string } | undefined {
  if (values instanceof Uint8Array) return { bytes: values };
  let most = 0;
  for (const value of values) {
    if (!(value >= 0 && value <= 255)) return undefined;
    if (value > most) most = value;
  }
  const factor = values instanceof Float32Array && most <= 1 ? 255 : 1;
  for (const value of values) {
    const scaled = value * factor;
    if (Math.abs(scaled - Math.round(scaled)) > 1e-3) return undefined;
  }
  const bytes = Uint8Array.from(values as Float32Array, (value) => Math.round(value * factor));
  return factor === 1 ? { bytes } : { bytes, note: 'The pixels came as 0 to 1, and became 0 to 255.' };
}
