// Reads safetensors. Nothing in them is believed: each length is held against the bytes that there are.
import type { LayersModel } from '@tensorflow/tfjs-layers';
import { NetworkFileError } from '../../../src/errors';
import type { ModelRecord } from '../../../src/protocol';
import { checksumOf } from '../../data/crc32';
import { concatenate } from '../../data/source';
import type { KeptNetwork } from '../../experiment';
import { fillNetwork } from '../../network/kept-network';
import { isRecord } from '../../network/model-record';
import { unpackText } from '../../network/packed-data';
import { buildModel } from '../topology/build-model';
import { isObject, modelOf } from '../topology/model-json';
import { contentOf } from './export-safetensors';

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
export async function readModel(
  file: Uint8Array,
  name: string,
): Promise<{ network: LayersModel; record: ModelRecord }> {
  const { metadata, arrays } = readSafetensors(file, name);
  if (metadata.trainlab === undefined) {
    throw new NetworkFileError(
      name,
      'it holds weights alone, and no layers: give them to setWeights of a model',
    );
  }
  const { network: kept, record } = described(metadata.trainlab, name);
  const parts = kept.weights.map((weight) => {
    const array = arrays.get(weight.name);
    const dtype = weight.dtype === 'int32' ? 'I32' : 'F32';
    if (!array || array.dtype !== dtype || `${array.shape}` !== `${weight.shape}`) {
      throw new NetworkFileError(name, `${weight.name} [${weight.shape}] is missing or of another shape`);
    }
    return array.bytes;
  });
  const content = contentOf(
    parts.map((data) => ({ data })),
    metadata.trainlab,
  );
  if (String(await checksumOf(content)) !== metadata.trainlabChecksum) {
    throw new NetworkFileError(name, 'damaged: its checksum is another one');
  }
  const length = parts.reduce((sum, part) => sum + part.length, 0);
  const bytes = concatenate(parts, length).buffer as ArrayBuffer;
  const network = buildModel(modelOf(kept.topology, name), { file: name, weights: length / 4 });
  try {
    fillNetwork(network, { ...kept, bytes });
    return { network, record };
  } catch (cause) {
    network.dispose();
    const reason = `its weights do not fit its layers (${(cause as Error).message})`;
    throw new NetworkFileError(name, reason, { cause });
  }
}

function described(text: string, name: string): { network: Omit<KeptNetwork, 'bytes'>; record: ModelRecord } {
  try {
    const { network, record } = unpackText(text) as { network: KeptNetwork; record: unknown };
    const { topology, weights, frozen, dropout, metadata } = network;
    const whole =
      isObject(topology) &&
      [weights, frozen, dropout].every(Array.isArray) &&
      weights.every((weight) => typeof weight.name === 'string' && isSizes(weight.shape)) &&
      dropout.every(({ seed, counter }) => isSizes([seed, counter])) &&
      (metadata === undefined || isObject(metadata));
    if (!whole || !isRecord(record)) throw new Error('a part of it is missing');
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
