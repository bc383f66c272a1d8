import { initializers, type LayersModel, layers, sequential } from '@tensorflow/tfjs-layers';
import { SeededDropout, seedDropout } from '../../training/dropout-layer';
import type { Random } from '../../training/random';

/** The network of Keras' cifar10_cnn, for pictures of 32 × 32 pixels and three channels. */
export function buildNetwork(classes: number, random: Random): LayersModel {
  const seeded = () => ({ kernelInitializer: initializers.glorotUniform({ seed: random.word() }) });
  const conv = { kernelSize: 3, activation: 'relu' } as const;
  const network = sequential({
    layers: [
      layers.conv2d({ inputShape: [32, 32, 3], filters: 32, padding: 'same', ...conv, ...seeded() }), // [batch, 32, 32, 32]
      layers.conv2d({ filters: 32, ...conv, ...seeded() }), // [batch, 30, 30, 32]
      layers.maxPooling2d({ poolSize: 2 }), // [batch, 15, 15, 32]
      new SeededDropout({ rate: 0.25 }),
      layers.conv2d({ filters: 64, padding: 'same', ...conv, ...seeded() }), // [batch, 15, 15, 64]
      layers.conv2d({ filters: 64, ...conv, ...seeded() }), // [batch, 13, 13, 64]
      layers.maxPooling2d({ poolSize: 2 }), // [batch, 6, 6, 64]
      new SeededDropout({ rate: 0.25 }),
      layers.flatten(), // [batch, 2304]
      layers.dense({ units: 512, activation: 'relu', ...seeded() }), // [batch, 512]
      new SeededDropout({ rate: 0.5 }),
      layers.dense({ units: classes, activation: 'softmax', ...seeded() }), // [batch, classes]
    ],
  });
  seedDropout(network, random.word());
  return network;
}
