// The two networks of Keras' mnist_acgan.
import {
  initializers,
  input,
  type LayersModel,
  layers,
  model,
  type SymbolicTensor,
  sequential,
} from '@tensorflow/tfjs-layers';
import { seedDropout } from '../../training/dropout-layer';
import type { Random } from '../../training/random';
import { seededLayers } from '../../training/seeded-layers';

export interface AcganSizes {
  latentSize: number;
  /** How many classes there are to draw. */
  classes: number;
  /** Share of the channels of Keras' mnist_acgan: 1 is the full network. */
  width: number;
}

export interface AcganNetworks {
  /** Latents [batch, latentSize] and classes [batch, 1] to pictures [batch, 28, 28, 1], −1 to 1. */
  generator: LayersModel;
  /** Pictures to how real they look [batch, 1] and the probabilities of their classes [batch, classes]. */
  discriminator: LayersModel;
}

export function buildNetworks(sizes: AcganSizes, random: Random): AcganNetworks {
  return {
    generator: buildGenerator(sizes, random.fork('generator')),
    discriminator: buildDiscriminator(sizes, random.fork('discriminator')),
  };
}

/** Both inputs, then the layers that turn their product into a picture: the last layer, itself a model. */
function buildGenerator({ latentSize, classes, width }: AcganSizes, random: Random): LayersModel {
  const { dense } = seededLayers(random);
  const normal = () => initializers.glorotNormal({ seed: random.word() });
  const conv = (filters: number) =>
    ({ filters, kernelSize: 5, padding: 'same', activation: 'relu', kernelInitializer: normal() }) as const;
  const [wide, broad, deep] = [scaled(1024, width), scaled(256, width), scaled(128, width)];
  const picture = sequential({
    layers: [
      dense({ inputShape: [latentSize], units: wide, activation: 'relu' }), // [batch, 1024]
      dense({ units: 7 * 7 * deep, activation: 'relu' }), // [batch, 6272]
      layers.reshape({ targetShape: [7, 7, deep] }), // [batch, 7, 7, 128]
      layers.upSampling2d({ size: [2, 2] }), // [batch, 14, 14, 128]
      layers.conv2d(conv(broad)), // [batch, 14, 14, 256]
      layers.upSampling2d({ size: [2, 2] }), // [batch, 28, 28, 256]
      layers.conv2d(conv(deep)), // [batch, 28, 28, 128]
      layers.conv2d({
        ...{ filters: 1, kernelSize: 2, padding: 'same', activation: 'tanh', kernelInitializer: normal() },
      }), // [batch, 28, 28, 1]
    ],
  });
  const latent = input({ shape: [latentSize] });
  const digit = input({ shape: [1], dtype: 'int32' });
  const embedding = layers.embedding({
    inputDim: classes,
    outputDim: latentSize,
    embeddingsInitializer: normal(),
  });
  const embedded = layers.flatten().apply(embedding.apply(digit)) as SymbolicTensor; // [batch, latentSize]
  const product = layers.multiply().apply([latent, embedded]) as SymbolicTensor;
  return model({ inputs: [latent, digit], outputs: picture.apply(product) as SymbolicTensor });
}

function buildDiscriminator({ classes, width }: AcganSizes, random: Random): LayersModel {
  const { conv2d, dense, dropout } = seededLayers(random);
  const block = (filters: number, strides: number) => [
    conv2d({ filters: scaled(filters, width), kernelSize: 3, padding: 'same', strides }),
    layers.leakyReLU({ alpha: 0.3 }),
    dropout({ rate: 0.3 }),
  ];
  const features = sequential({
    layers: [
      layers.inputLayer({ inputShape: [28, 28, 1] }),
      ...block(32, 2), // [batch, 14, 14, 32]
      ...block(64, 1), // [batch, 14, 14, 64]
      ...block(128, 2), // [batch, 7, 7, 128]
      ...block(256, 1), // [batch, 7, 7, 256]
      layers.flatten(), // [batch, 12544]
    ],
  });
  const image = input({ shape: [28, 28, 1] });
  const seen = features.apply(image);
  const generation = dense({ units: 1, activation: 'sigmoid', name: 'generation' });
  const auxiliary = dense({ units: classes, activation: 'softmax', name: 'auxiliary' });
  const outputs = [generation.apply(seen), auxiliary.apply(seen)] as SymbolicTensor[];
  const discriminator = model({ inputs: image, outputs });
  seedDropout(discriminator, random.word());
  return discriminator;
}

function scaled(channels: number, width: number): number {
  return Math.max(1, Math.round(channels * width));
}
