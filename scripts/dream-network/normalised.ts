// Batch normalization while the network learns, and none afterwards.
import * as tf from '@tensorflow/tfjs-core';
import { initializers, type LayersModel, layers, sequential } from '@tensorflow/tfjs-layers';
import type { Random } from '../../worker/training/random';

type ConvConfig = Parameters<typeof layers.conv2d>[0];
type PoolConfig = Parameters<typeof layers.averagePooling2d>[0];
type DenseConfig = Parameters<typeof layers.dense>[0];

const EPSILON = 1e-3;
/** Few steps are taken: the averages must follow. */
const MOMENTUM = 0.9;

/** A network like the embedded one, each convolution followed by normalization (Ioffe and Szegedy, 2015). */
export function normalised(network: LayersModel, side: number, random: Random): LayersModel {
  const seeded = () => ({ kernelInitializer: initializers.heNormal({ seed: random.word() }) });
  const twin = sequential({ layers: [layers.inputLayer({ inputShape: [side, side, 3] })] });
  for (const layer of network.layers) {
    const config: unknown = layer.getConfig();
    const { name } = layer;
    switch (layer.getClassName()) {
      case 'Conv2D': {
        const { filters, kernelSize } = config as ConvConfig;
        const plain = { name, filters, kernelSize, padding: 'same', useBias: false } as const;
        twin.add(layers.conv2d({ ...plain, ...seeded() }));
        twin.add(layers.batchNormalization({ name: `${name}_norm`, epsilon: EPSILON, momentum: MOMENTUM }));
        twin.add(layers.reLU({ name: `${name}_relu` }));
        break;
      }
      case 'AveragePooling2D':
        twin.add(layers.averagePooling2d(config as PoolConfig));
        break;
      case 'GlobalAveragePooling2D':
        twin.add(layers.globalAveragePooling2d({ name }));
        break;
      case 'Dense': {
        const { units } = config as DenseConfig;
        twin.add(layers.dense({ name, units, activation: 'softmax', ...seeded() }));
      }
    }
  }
  return twin;
}

/** Writes what the twin has learned into the network, its normalizations folded into kernels and biases. */
export function fold(twin: LayersModel, network: LayersModel): void {
  tf.tidy(() => {
    for (const layer of network.layers.filter(({ weights }) => weights.length > 0)) {
      const learned = twin.getLayer(layer.name).getWeights();
      if (layer.getClassName() !== 'Conv2D') {
        layer.setWeights(learned);
        continue;
      }
      const [gamma, beta, mean, variance] = twin.getLayer(`${layer.name}_norm`).getWeights();
      const scale = tf.div(gamma!, tf.sqrt(tf.add(variance!, EPSILON)));
      layer.setWeights([tf.mul(learned[0]!, scale), tf.sub(beta!, tf.mul(mean!, scale))]);
    }
  });
}
