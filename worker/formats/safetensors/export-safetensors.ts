// A model's weights for whoever reads arrays by name, with all that a lab needs to open it again.
import { asLayersModel, keepNetwork } from '../../network/kept-network';
import { packText } from '../../network/packed-data';
import { readWeights } from '../../network/weights';
import type { Exporter } from '../exporter';
import { writeSafetensors } from './write-safetensors';

/** Names are those of `model.weights()`. The metadata hold `trainlab`: the model without its weights. */
export const exportSafetensors: Exporter = async ({ network, record }) => {
  const layers = asLayersModel(network, 'safetensors');
  const weights = await readWeights(layers);
  const { bytes: _, ...rest } = await keepNetwork(layers);
  const metadata = { format: 'tf', trainlab: packText({ network: rest, record }) };
  return { 'model.safetensors': writeSafetensors(weights, metadata) };
};
