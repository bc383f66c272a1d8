import { initializers, type LayersModel, layers, sequential } from '@tensorflow/tfjs-layers';
import { SeededDropout, seedDropout } from '../../training/dropout-layer';
import type { Random } from '../../training/random';

export interface TransferNetwork {
  network: LayersModel;
  /** What is trained on the first five digits and frozen for the others. */
  featureLayers: layers.Layer[];
}

/** The network of Keras' mnist_transfer_cnn: feature layers, then classification layers for `classes` digits. */
export function buildNetwork(classes: number, random: Random): TransferNetwork {
  const seeded = () => ({ kernelInitializer: initializers.glorotUniform({ seed: random.word() }) });
  const featureLayers = [
    layers.conv2d({ inputShape: [28, 28, 1], filters: 32, kernelSize: 3, activation: 'relu', ...seeded() }), // [batch, 26, 26, 32]
    layers.conv2d({ filters: 32, kernelSize: 3, activation: 'relu', ...seeded() }), // [batch, 24, 24, 32]
    layers.maxPooling2d({ poolSize: 2 }), // [batch, 12, 12, 32]
    new SeededDropout({ rate: 0.25 }),
    layers.flatten(), // [batch, 4608]
  ];
  const classificationLayers = [
    layers.dense({ units: 128, activation: 'relu', ...seeded() }), // [batch, 128]
    new SeededDropout({ rate: 0.5 }),
    layers.dense({ units: classes, activation: 'softmax', ...seeded() }), // [batch, classes]
  ];
  const network = sequential({ layers: [...featureLayers, ...classificationLayers] });
  seedDropout(network, random.word());
  return { network, featureLayers };
}
