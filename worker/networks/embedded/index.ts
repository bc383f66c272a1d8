import { initializers, type LayersModel, layers, sequential } from '@tensorflow/tfjs-layers';

/** A small convolutional network for pictures of any size, its input from -1 to 1. */
export async function loadEmbeddedNetwork(): Promise<LayersModel> {
  const conv = (name: string, filters: number, seed: number) =>
    layers.conv2d({
      ...{ name, filters, kernelSize: 3, padding: 'same', activation: 'relu' },
      kernelInitializer: initializers.heNormal({ seed }),
    });
  return sequential({
    layers: [
      layers.inputLayer({ inputShape: [null as never, null as never, 3] }),
      conv('conv1', 8, 1), // [batch, height, width, 8]
      layers.averagePooling2d({ name: 'pool1', poolSize: 2 }), // [batch, height / 2, width / 2, 8]
      conv('conv2', 16, 2), // [batch, height / 2, width / 2, 16]
      layers.averagePooling2d({ name: 'pool2', poolSize: 2 }), // [batch, height / 4, width / 4, 16]
      conv('conv3', 16, 3), // [batch, height / 4, width / 4, 16]
    ],
  });
}
