// The two halves of a training step: the discriminator learns from real and generated pictures, then the
// generator from what the discriminator, held fast, says about new ones.
import * as tf from '@tensorflow/tfjs-core';
import type { LayersModel } from '@tensorflow/tfjs-layers';
import { binaryCrossEntropy, crossEntropy } from '../../training/metrics';
import type { Random } from '../../training/random';
import { drawLatents, generate } from './generate';
import type { AcganNetworks } from './network';

export interface AcganTrainer extends AcganNetworks, TargetOptions {
  optimizers: Record<'generator' | 'discriminator', tf.Optimizer>;
  /** Draws latents and classes. */
  random: Random;
}

/** Real pictures [batch, 28, 28, 1], −1 to 1, and their classes one-hot [batch, classes]. */
export interface RealPictures {
  x: tf.Tensor;
  y: tf.Tensor;
}

/**
 * Trains both networks once, as Keras' mnist_acgan does: the discriminator on a batch of real pictures and as
 * many generated ones, then the generator on twice as many new ones that should pass for real.
 * @returns the losses of both, to be disposed by the caller
 */
export function acganStep(trainer: AcganTrainer, real: RealPictures): AcganMetrics {
  return tf.tidy(() => {
    const discriminator = discriminatorStep(trainer, real);
    const generator = generatorStep(trainer, 2 * real.x.shape[0]!);
    return metricsOf(generator, discriminator);
  });
}

export function discriminatorStep(
  { generator, discriminator, optimizers, random, ...options }: AcganTrainer,
  { x, y }: RealPictures,
): LossTensors {
  return tf.tidy(() => {
    const count = x.shape[0]!;
    const { latents, classes } = drawLatents(count, generator, random);
    const images = tf.concat([x, generate(generator, latents, classes)]);
    const targets = mixedTargets(y, classes, options);
    return minimize(optimizers.discriminator, discriminator, () =>
      lossesOf(discriminator, images, targets, true),
    );
  });
}

/** Leaves the discriminator's weights as they are: only the generator's are given to the optimizer. */
export function generatorStep(
  { generator, discriminator, optimizers, smoothing, random }: AcganTrainer,
  count: number,
): LossTensors {
  return tf.tidy(() => {
    const { latents, classes } = drawLatents(count, generator, random);
    const targets = { real: tf.fill([count, 1], 1 - smoothing), classes };
    return minimize(optimizers.generator, generator, () =>
      lossesOf(discriminator, generate(generator, latents, classes), targets, true),
    );
  });
}

/** Takes a step down the sum of the losses, along the weights of one network. */
function minimize(optimizer: tf.Optimizer, network: LayersModel, lossesNow: () => LossTensors): LossTensors {
  let losses: LossTensors | undefined;
  const total = () => {
    losses = lossesNow();
    // The optimizer tidies up what is made in here.
    tf.keep(losses.generation);
    tf.keep(losses.auxiliary);
    return tf.add(losses.generation, losses.auxiliary) as tf.Scalar;
  };
  const weights = network.trainableWeights.map((weight) => weight.read() as tf.Variable);
  optimizer.minimize(total, false, weights);
  return losses!;
}

export interface Targets {
  /** What the discriminator should call each picture, 1 for real: [batch, 1] */
  real: tf.Tensor;
  /** One-hot, times how much a picture's class counts: [batch, classes] */
  classes: tf.Tensor;
}

export interface TargetOptions {
  /** Real pictures should be called real only so much less than 1. */
  smoothing: number;
  /** Whether the discriminator learns the classes of generated pictures too, or of real ones alone. */
  generatedClasses: boolean;
}

/**
 * What the discriminator should say about real pictures and as many generated ones after them.
 *
 * Where it learns classes from real pictures alone, those count twice and the others not at all, so that the
 * loss stays a mean: as later versions of Keras' mnist_acgan do. A discriminator that is taught to read whatever
 * the generator draws for a 7 as a 7 asks no legible 7 of it.
 * @param y one-hot: [count, classes]
 * @param classes of the generated ones, one-hot: [count, classes]
 */
export function mixedTargets(
  y: tf.Tensor,
  classes: tf.Tensor,
  { smoothing, generatedClasses }: TargetOptions,
): Targets {
  const count = y.shape[0]!;
  return {
    real: tf.concat([tf.fill([count, 1], 1 - smoothing), tf.zeros([count, 1])]),
    classes: generatedClasses ? tf.concat([y, classes]) : tf.concat([tf.mul(y, 2), tf.zerosLike(classes)]),
  };
}

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
