// The layers of the embedded network.
import { initializers, type LayersModel, layers, sequential } from '@tensorflow/tfjs-layers';

/**
 * The embedded network: tells motifs apart, for the sake of the features that it learns on the way. It takes
 * colour pictures of any size, [batch, height, width, 3] from −1 to 1. Pools average, since a dream made through
 * a maximum is speckled.
 */
export function buildNetwork(classes: readonly string[]): LayersModel {
  const kernel = () => ({ kernelInitializer: initializers.zeros() }); // the weights come after
  const conv = (name: string, filters: number, kernelSize = 3) =>
    layers.conv2d({ name, filters, kernelSize, padding: 'same', activation: 'relu', ...kernel() });
  const pool = (name: string) => layers.averagePooling2d({ name, poolSize: 2, padding: 'same' });
  const network = sequential({
    name: 'embedded',
    layers: [
      layers.inputLayer({ name: 'picture', inputShape: [null, null, 3] as unknown as number[] }),
      conv('conv1', 24, 5), // [batch, height, width, 24]
      pool('pool1'),
      conv('conv2', 48), // [batch, height / 2, width / 2, 48]
      pool('pool2'),
      conv('conv3', 64), // [batch, height / 4, width / 4, 64]
      conv('conv4', 96), // [batch, height / 4, width / 4, 96]
      pool('pool3'),
      conv('conv5', 128), // [batch, height / 8, width / 8, 128]
      conv('conv6', 160), // [batch, height / 8, width / 8, 160]
      layers.globalAveragePooling2d({ name: 'mean' }), // [batch, 160]
      layers.dense({ name: 'motif', units: classes.length, activation: 'softmax', ...kernel() }), // [batch, classes]
    ],
  });
  network.setUserDefinedMetadata({ classes });
  return network;
}
