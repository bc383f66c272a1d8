import * as tf from '@tensorflow/tfjs-core';
import type { LayersModel } from '@tensorflow/tfjs-layers';
import { binaryCrossEntropy, crossEntropy } from '../../training/metrics';
import type { Targets } from './targets';

export type LossTensors = Record<'generation' | 'auxiliary', tf.Scalar>;

/**
 * How wrong the discriminator is about pictures, each loss a mean over them.
 * @param images [batch, 28, 28, 1]
 */
export function lossesOf(
  discriminator: LayersModel,
  images: tf.Tensor,
  { real, classes }: Targets,
  training: boolean,
): LossTensors {
  const [looksReal, probabilities] = discriminator.apply(images, { training }) as [tf.Tensor, tf.Tensor];
  return { generation: binaryCrossEntropy(real, looksReal), auxiliary: crossEntropy(classes, probabilities) };
}

export type AcganMetrics = Record<
  | 'generatorLoss'
  | 'generatorGeneration'
  | 'generatorAuxiliary'
  | 'discriminatorLoss'
  | 'discriminatorGeneration'
  | 'discriminatorAuxiliary',
  tf.Scalar
>;

/** The losses of both networks and their sums, by the names of an epoch's metrics. */
export function metricsOf(generator: LossTensors, discriminator: LossTensors): AcganMetrics {
  return {
    generatorLoss: tf.add(generator.generation, generator.auxiliary),
    generatorGeneration: generator.generation,
    generatorAuxiliary: generator.auxiliary,
    discriminatorLoss: tf.add(discriminator.generation, discriminator.auxiliary),
    discriminatorGeneration: discriminator.generation,
    discriminatorAuxiliary: discriminator.auxiliary,
  };
}
