// The network of Keras' cifar10_cnn.
import { type LayersModel, layers, sequential } from '@tensorflow/tfjs-layers';
import { seedDropout } from '../../training/dropout-layer';
import type { Random } from '../../training/random';
import { seededLayers } from '../../training/seeded-layers';

/** For pictures of 32 × 32 pixels and three channels. */
export function buildNetwork(classes: number, random: Random): LayersModel {
  const { conv2d, dense, dropout } = seededLayers(random);
  const relu = { kernelSize: 3, activation: 'relu' } as const;
  const network = sequential({
    layers: [
      conv2d({ inputShape: [32, 32, 3], filters: 32, padding: 'same', ...relu }), // [batch, 32, 32, 32]
      conv2d({ filters: 32, ...relu }), // [batch, 30, 30, 32]
      layers.maxPooling2d({ poolSize: 2 }), // [batch, 15, 15, 32]
      dropout({ rate: 0.25 }),
      conv2d({ filters: 64, padding: 'same', ...relu }), // [batch, 15, 15, 64]
      conv2d({ filters: 64, ...relu }), // [batch, 13, 13, 64]
      layers.maxPooling2d({ poolSize: 2 }), // [batch, 6, 6, 64]
      dropout({ rate: 0.25 }),
      layers.flatten(), // [batch, 2304]
      dense({ units: 512, activation: 'relu' }), // [batch, 512]
      dropout({ rate: 0.5 }),
      dense({ units: classes, activation: 'softmax' }), // [batch, classes]
    ],
  });
  seedDropout(network, random.word());
  return network;
}
