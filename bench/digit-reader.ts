// A judge of generated digits that has no part in making them: a network that learned to read real ones.
import * as tf from '@tensorflow/tfjs-core';
import type { LayersModel } from '@tensorflow/tfjs-layers';
import type { Metrics } from '../src/protocol';
import { buildNetwork } from '../worker/experiments/transfer/network';
import { Adadelta } from '../worker/training/adadelta';
import { imageExamples } from '../worker/training/examples';
import { fit } from '../worker/training/fit';
import type { LabelledImages } from '../worker/training/labelled-images';
import { Random } from '../worker/training/random';

const SHAPE = [28, 28, 1] as const;
const CLASSES = 10;
const AT_ONCE = 100;

export interface DigitReader {
  network: LayersModel;
  /** Of its last epoch; `valAccuracy` is the share of the real test digits that it reads right. */
  metrics: Metrics;
}

/** Trains the network of the transfer experiment, for ten classes at once, on real digits. */
export async function trainReader(
  sets: { train: LabelledImages; test: LabelledImages },
  { epochs, seed }: { epochs: number; seed: number },
): Promise<DigitReader> {
  const random = new Random(seed).fork('reader');
  const { network } = buildNetwork(CLASSES, random.fork('weights'));
  const optimizer = new Adadelta(1, 0.95);
  const examples = {
    train: imageExamples(sets.train, SHAPE, CLASSES),
    test: imageExamples(sets.test, SHAPE, CLASSES),
  };
  const training = fit(network, examples, {
    ...{ phase: 'reader', epochs, batchSize: 128, optimizer, random: random.fork('order') },
  });
  let metrics: Metrics = {};
  for await (const event of training) {
    if (event.type === 'epoch') ({ metrics } = event);
    if (event.type === 'step') for (const metric of Object.values(event.metrics)) metric.dispose();
  }
  optimizer.dispose();
  return { network, metrics };
}

/** What the reader takes pictures for. @param images bytes: [pictures, 28, 28] */
export async function read({ network }: DigitReader, images: Uint8Array): Promise<Uint8Array> {
  const size = 28 * 28;
  const digits = new Uint8Array(images.length / size);
  for (let from = 0; from < digits.length; from += AT_ONCE) {
    const bytes = images.subarray(from * size, (from + AT_ONCE) * size);
    const guesses = tf.tidy(() => {
      const x = tf.tensor4d(
        Float32Array.from(bytes, (byte) => byte / 255),
        [bytes.length / size, ...SHAPE],
      );
      return tf.argMax(network.predict(x) as tf.Tensor, -1);
    });
    digits.set(await guesses.data(), from);
    guesses.dispose();
  }
  return digits;
}
