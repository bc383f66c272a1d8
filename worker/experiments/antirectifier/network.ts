import { initializers, type LayersModel, layers, sequential } from '@tensorflow/tfjs-layers';
import { Antirectifier } from '../../layers/antirectifier';
import { SeededDropout, seedDropout } from '../../training/dropout-layer';
import type { Random } from '../../training/random';

export interface AntirectifierNetworkOptions {
  hiddenSize: number;
  dropout: number;
}

const PIXELS = 784;
const CLASSES = 10;

/** The network of Keras' antirectifier; the shapes are those of 256 units. */
export function buildNetwork(
  { hiddenSize, dropout }: AntirectifierNetworkOptions,
  random: Random,
): LayersModel {
  const seeded = () => ({ kernelInitializer: initializers.glorotUniform({ seed: random.word() }) });
  const network = sequential({
    layers: [
      layers.dense({ inputShape: [PIXELS], units: hiddenSize, ...seeded() }), // [batch, 256]
      new Antirectifier(), // [batch, 512]
      new SeededDropout({ rate: dropout }),
      layers.dense({ units: hiddenSize, ...seeded() }), // [batch, 256]
      new Antirectifier(), // [batch, 512]
      new SeededDropout({ rate: dropout }),
      layers.dense({ units: CLASSES, activation: 'softmax', ...seeded() }), // [batch, 10]
    ],
  });
  seedDropout(network, random.word());
  return network;
}

/** As wide after each hidden layer, with ReLU: twice the parameters, but for the last layer. */
export function buildTwin({ hiddenSize, dropout }: AntirectifierNetworkOptions, random: Random): LayersModel {
  const seeded = () => ({ kernelInitializer: initializers.glorotUniform({ seed: random.word() }) });
  const network = sequential({
    layers: [
      layers.dense({ inputShape: [PIXELS], units: 2 * hiddenSize, activation: 'relu', ...seeded() }), // [batch, 512]
      new SeededDropout({ rate: dropout }),
      layers.dense({ units: 2 * hiddenSize, activation: 'relu', ...seeded() }), // [batch, 512]
      new SeededDropout({ rate: dropout }),
      layers.dense({ units: CLASSES, activation: 'softmax', ...seeded() }), // [batch, 10]
    ],
  });
  seedDropout(network, random.word());
  return network;
}
