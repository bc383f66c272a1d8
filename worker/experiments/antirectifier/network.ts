// The network of Keras' antirectifier, and one like it with ReLU; the shapes are those of 256 units.
import { type LayersModel, sequential } from '@tensorflow/tfjs-layers';
import { Antirectifier } from '../../layers/antirectifier';
import { seedDropout } from '../../training/dropout-layer';
import type { Random } from '../../training/random';
import { seededLayers } from '../../training/seeded-layers';

export interface AntirectifierNetworkOptions {
  hiddenSize: number;
  dropout: number;
}

const PIXELS = 784;

export function buildNetwork(
  { hiddenSize, dropout: rate }: AntirectifierNetworkOptions,
  classes: number,
  random: Random,
): LayersModel {
  const { dense, dropout } = seededLayers(random);
  const network = sequential({
    layers: [
      dense({ inputShape: [PIXELS], units: hiddenSize }), // [batch, 256]
      new Antirectifier(), // [batch, 512]
      dropout({ rate }),
      dense({ units: hiddenSize }), // [batch, 256]
      new Antirectifier(), // [batch, 512]
      dropout({ rate }),
      dense({ units: classes, activation: 'softmax' }), // [batch, 10]
    ],
  });
  seedDropout(network, random.word());
  return network;
}

/** As wide after each hidden layer, with ReLU: twice the parameters, but for the last layer. */
export function buildTwin(
  { hiddenSize, dropout: rate }: AntirectifierNetworkOptions,
  classes: number,
  random: Random,
): LayersModel {
  const { dense, dropout } = seededLayers(random);
  const network = sequential({
    layers: [
      dense({ inputShape: [PIXELS], units: 2 * hiddenSize, activation: 'relu' }), // [batch, 512]
      dropout({ rate }),
      dense({ units: 2 * hiddenSize, activation: 'relu' }), // [batch, 512]
      dropout({ rate }),
      dense({ units: classes, activation: 'softmax' }), // [batch, 10]
    ],
  });
  seedDropout(network, random.word());
  return network;
}
