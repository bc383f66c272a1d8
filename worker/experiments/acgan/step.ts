// The two halves of a training step: the discriminator learns from real and generated pictures, then the
// generator from what the discriminator, held fast, says about new ones.
import * as tf from '@tensorflow/tfjs-core';
import type { LayersModel } from '@tensorflow/tfjs-layers';
import type { Random } from '../../training/random';
import { generate } from './generate';
import { drawLatents } from './latents';
import { type AcganMetrics, type LossTensors, lossesOf, metricsOf } from './losses';
import type { AcganNetworks } from './network';
import { mixedTargets, type TargetOptions } from './targets';

export interface AcganTrainer extends AcganNetworks, TargetOptions {
  optimizers: Record<'generator' | 'discriminator', tf.Optimizer>;
  latentSize: number;
  /** Draws latents and classes. */
  random: Random;
}

/** Real pictures [batch, 28, 28, 1], −1 to 1, and their classes one-hot [batch, 10]. */
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
  { generator, discriminator, optimizers, latentSize, random, ...options }: AcganTrainer,
  { x, y }: RealPictures,
): LossTensors {
  return tf.tidy(() => {
    const count = x.shape[0]!;
    const { latents, classes } = drawLatents(count, latentSize, random);
    const images = tf.concat([x, generate(generator, latents, classes)]);
    const targets = mixedTargets(y, classes, options);
    return minimize(optimizers.discriminator, discriminator, () =>
      lossesOf(discriminator, images, targets, true),
    );
  });
}

/** Leaves the discriminator's weights as they are: only the generator's are given to the optimizer. */
export function generatorStep(
  { generator, discriminator, optimizers, latentSize, smoothing, random }: AcganTrainer,
  count: number,
): LossTensors {
  return tf.tidy(() => {
    const { latents, classes } = drawLatents(count, latentSize, random);
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
