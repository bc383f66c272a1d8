// A model's weights for whoever reads arrays by name, with all that a lab needs to open it again.
import { checksumOf } from '../../data/crc32';
import { asLayersModel, keepNetwork } from '../../network/kept-network';
import { packText } from '../../network/packed-data';
import { readWeights } from '../../network/weights';
import type { Exporter } from '../exporter';
import { writeSafetensors } from './write-safetensors';

/** What the checksum is of: the metadata, and the arrays in the order of the layers. */
export function contentOf(arrays: readonly { data: ArrayBufferView }[], metadata: string): Blob {
  return new Blob([metadata, ...arrays.map(({ data }) => data as Uint8Array<ArrayBuffer>)]);
}

/** Names are those of `model.weights()`. The metadata hold `trainlab`: the model without its weights. */
export const exportSafetensors: Exporter = async ({ network, record }) => {
  const layers = asLayersModel(network, 'safetensors');
  const weights = await readWeights(layers);
  const { bytes: _, ...kept } = await keepNetwork(layers);
  const topology = layers.toJSON(null, false) as Record<string, unknown>;
  const trainlab = packText({ network: { ...kept, topology }, record });
  const checksum = await checksumOf(contentOf(weights, trainlab));
  const metadata = { format: 'tf', trainlab, trainlabChecksum: String(checksum) };
  return { 'model.safetensors': writeSafetensors(weights, metadata) };
};
