// Reads safetensors. Nothing in them is believed: each length is held against the bytes that there are.
import { NetworkFileError } from '../../../src/errors';
import type { ModelRecord } from '../../../src/protocol';
import type { KeptNetwork } from '../../experiment';
import { unpackText } from '../../network/packed-data';

interface Found {
  metadata: Record<string, string>;
  /** Bytes of each array by its name. */
  arrays: Map<string, { dtype: string; shape: number[]; bytes: Uint8Array }>;
}

const BYTES: Record<string, number> = {
  F32: 4,
  I32: 4,
  F64: 8,
  I64: 8,
  F16: 2,
  BF16: 2,
  I16: 2,
  U8: 1,
  I8: 1,
  BOOL: 1,
};

/** @throws NetworkFileError saying what is wrong where */
export function readSafetensors(file: Uint8Array, name: string): Found {
  const wrong = (reason: string) => new NetworkFileError(name, reason);
  if (file.length < 8) throw wrong(`${file.length} bytes are too few for a safetensors file`);
  const length = new DataView(file.buffer, file.byteOffset).getBigUint64(0, true);
  if (length > BigInt(file.length - 8)) {
    throw wrong(`its header is said to have ${length} bytes, but there are ${file.length - 8}`);
  }
  const end = 8 + Number(length);
  const header = parse(file.subarray(8, end), wrong);
  const data = file.subarray(end);
  const found: Found = { metadata: {}, arrays: new Map() };
  let covered = 0;
  for (const [key, entry] of Object.entries(header)) {
    if (key === '__metadata__') {
      for (const [field, text] of Object.entries(entry ?? {}))
        if (typeof text === 'string') found.metadata[field] = text;
      continue;
    }
    const { dtype, shape, data_offsets: offsets } = (entry ?? {}) as Record<string, unknown>;
    const size = BYTES[dtype as string];
    if (!size || !isSizes(shape) || !isSizes(offsets) || offsets.length !== 2) {
      throw wrong(`${key} has no dtype, shape and data_offsets that are known`);
    }
    const [begin, stop] = offsets as [number, number];
    const wanted = shape.reduce((product, n) => product * n, size);
    if (stop < begin || stop > data.length || stop - begin !== wanted) {
      throw wrong(
        `${key} [${shape}] takes ${wanted} bytes, but lies from ${begin} to ${stop} of ${data.length}`,
      );
    }
    covered += wanted;
    found.arrays.set(key, { dtype: dtype as string, shape, bytes: data.subarray(begin, stop) });
  }
  if (covered !== data.length) throw wrong(`its arrays take ${covered} bytes, but there are ${data.length}`);
  return found;
}

/**
 * A model that was exported to safetensors.
 * @throws NetworkFileError also for a file without the metadata of this package: such hold weights alone
 */
export function readModel(file: Uint8Array, name: string): { network: KeptNetwork; record: ModelRecord } {
  const { metadata, arrays } = readSafetensors(file, name);
  if (metadata.trainlab === undefined) {
    throw new NetworkFileError(
      name,
      'it holds weights alone, and no layers: give them to setWeights of a model',
    );
  }
  const { network, record } = described(metadata.trainlab, name);
  const parts = network.weights.map((weight) => {
    const array = arrays.get(weight.name);
    const dtype = weight.dtype === 'int32' ? 'I32' : 'F32';
    if (!array || array.dtype !== dtype || `${array.shape}` !== `${weight.shape}`) {
      throw new NetworkFileError(name, `${weight.name} [${weight.shape}] is missing or of another shape`);
    }
    return array.bytes;
  });
  const bytes = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    bytes.set(part, at);
    at += part.length;
  }
  return { network: { ...network, bytes: bytes.buffer }, record };
}

function described(text: string, name: string): { network: Omit<KeptNetwork, 'bytes'>; record: ModelRecord } {
  try {
    const { network, record } = unpackText(text) as { network: KeptNetwork; record: ModelRecord };
    const whole =
      network.kind === 'layers' &&
      record.version === 1 &&
      [network.weights, network.frozen, network.dropout].every(Array.isArray) &&
      network.weights.every((weight) => typeof weight.name === 'string' && isSizes(weight.shape));
    if (!whole) throw new Error('a part of it is missing');
    return { network, record };
  } catch (cause) {
    const reason = `its metadata are not what this version writes (${(cause as Error).message})`;
    throw new NetworkFileError(name, reason, { cause });
  }
}

function parse(bytes: Uint8Array, wrong: (reason: string) => Error): Record<string, unknown> {
  try {
    const header = JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(bytes));
    if (typeof header === 'object' && header !== null && !Array.isArray(header)) return header;
  } catch {}
  throw wrong('its header is not JSON: expected a safetensors file');
}

function isSizes(value: unknown): value is number[] {
  return Array.isArray(value) && value.every((one) => Number.isSafeInteger(one) && one >= 0);
}
