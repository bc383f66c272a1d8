// The losses of both networks on test examples, at inference.
import * as tf from '@tensorflow/tfjs-core';
import type { Metrics } from '../../../src/protocol';
import type { ExperimentEvent } from '../../experiment';
import type { Examples } from '../../training/examples';
import { MeanMetrics } from '../../training/metrics';
import type { Random } from '../../training/random';
import { generate } from './generate';
import { drawLatents } from './latents';
import { lossesOf, metricsOf } from './losses';
import type { AcganNetworks } from './network';
import { mixedTargets } from './targets';

/** A batch of the test takes about this share of a training step. */
export const TEST_WORK = 0.25;

interface EvaluateOptions {
  batchSize: number;
  latentSize: number;
  generatedClasses: boolean;
  random: Random;
}

/**
 * Each batch of real pictures is put beside as many generated ones for the discriminator, and twice as many
 * others are generated to pass for real.
 * @returns the metrics of a training step
 */
export async function* evaluate(
  { generator, discriminator }: AcganNetworks,
  examples: Examples,
  { batchSize, latentSize, generatedClasses, random }: EvaluateOptions,
): AsyncGenerator<ExperimentEvent<never>, Metrics, void> {
  const means = new MeanMetrics();
  const all = Uint32Array.from({ length: examples.count }, (_, i) => i);
  try {
    for (let from = 0; from < all.length; from += batchSize) {
      const indices = all.subarray(from, from + batchSize);
      tf.tidy(() => {
        const count = indices.length;
        const { x, y } = examples.batch(indices);
        const { latents, classes } = drawLatents(3 * count, latentSize, random);
        const fakes = generate(generator, latents, classes); // [3 · count, 28, 28, 1]
        const images = tf.concat([x, tf.slice(fakes, 0, count)]);
        const targets = mixedTargets(y, tf.slice(classes, 0, count), { smoothing: 0, generatedClasses });
        const d = lossesOf(discriminator, images, targets, false);
        const passing = { real: tf.ones([2 * count, 1]), classes: tf.slice(classes, count) };
        const g = lossesOf(discriminator, tf.slice(fakes, count), passing, false);
        means.add(metricsOf(g, d), count);
      });
      yield { type: 'work', work: TEST_WORK };
    }
    return await means.read();
  } finally {
    means.dispose();
  }
}
