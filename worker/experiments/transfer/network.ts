// The network of Keras' mnist_transfer_cnn.
import { type LayersModel, layers, sequential } from '@tensorflow/tfjs-layers';
import { seedDropout } from '../../training/dropout-layer';
import type { Random } from '../../training/random';
import { seededLayers } from '../../training/seeded-layers';

export interface TransferNetwork {
  network: LayersModel;
  /** What is trained on the first five digits and frozen for the others. */
  featureLayers: layers.Layer[];
}

/** Feature layers, then classification layers for `classes` digits. */
export function buildNetwork(classes: number, random: Random): TransferNetwork {
  const { conv2d, dense, dropout } = seededLayers(random);
  const featureLayers = [
    conv2d({ inputShape: [28, 28, 1], filters: 32, kernelSize: 3, activation: 'relu' }), // [batch, 26, 26, 32]
    conv2d({ filters: 32, kernelSize: 3, activation: 'relu' }), // [batch, 24, 24, 32]
    layers.maxPooling2d({ poolSize: 2 }), // [batch, 12, 12, 32]
    dropout({ rate: 0.25 }),
    layers.flatten(), // [batch, 4608]
  ];
  const classificationLayers = [
    dense({ units: 128, activation: 'relu' }), // [batch, 128]
    dropout({ rate: 0.5 }),
    dense({ units: classes, activation: 'softmax' }), // [batch, classes]
  ];
  const network = sequential({ layers: [...featureLayers, ...classificationLayers] });
  seedDropout(network, random.word());
  return { network, featureLayers };
}
