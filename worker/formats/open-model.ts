// Opens a model in files: with all that is known of it where a lab wrote them, else as a network that others trained.
import type { LayersModel } from '@tensorflow/tfjs-layers';
import type { ModelRecord, NetworkFiles } from '../../src/protocol';
import { readFile } from './read-file';
import { readNetwork } from './read-network';
import { readModel } from './safetensors/read-safetensors';
import { takeRecord } from './tfjs/saved-artifacts';

/**
 * @throws NetworkFileError naming the file, and the layer if it is one, that cannot be had or read
 * @throws the signal's reason once that is aborted
 */
export async function openModel(
  source: NetworkFiles,
  signal: AbortSignal,
): Promise<{ network: LayersModel; record: ModelRecord }> {
  const file = singleFile(source);
  if (file && (await isSafetensors(file))) {
    const name = (file as Partial<File>).name ?? 'model.safetensors';
    return readModel(await readFile(file, signal), name);
  }
  const { network, classNames, userDefinedMetadata } = await readNetwork(source, { signal });
  try {
    const record = takeRecord(network, userDefinedMetadata);
    return { network, record: classNames && !record.classes ? { ...record, classes: classNames } : record };
  } catch (error) {
    network.dispose();
    throw error;
  }
}

function singleFile(source: NetworkFiles): Blob | undefined {
  if (source instanceof Blob) return source;
  return 'files' in source && source.files.length === 1 ? source.files[0] : undefined;
}

/** A length that the file can have, and then a JSON object. */
async function isSafetensors(file: Blob): Promise<boolean> {
  const head = new Uint8Array(await file.slice(0, 9).arrayBuffer());
  if (head.length < 9 || head[8] !== 0x7b) return false;
  return new DataView(head.buffer).getBigUint64(0, true) < 2n ** 40n;
}
