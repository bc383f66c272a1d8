// How well the embedded digits stand in for real ones: trained on them alone, what share of MNIST's is read right?
import type { EpochRecord } from '../src/protocol';
import { drawDigits } from '../worker/data/embedded/digits/draw-digits';
import { loadMnist } from '../worker/data/mnist';
import { buildNetwork } from '../worker/experiments/transfer/network';
import { Adadelta } from '../worker/training/adadelta';
import { imageExamples } from '../worker/training/examples';
import { fit } from '../worker/training/fit';
import { Random } from '../worker/training/random';

export interface DigitsRequest {
  /** Address of the folder with MNIST's files. */
  data: string;
  epochs: number;
  /** Digits to draw. */
  examples: number;
  seed: number;
}

const SHAPE = [28, 28, 1] as const;
const CLASSES = 10;

/**
 * Trains the network of the transfer experiment, for ten classes at once, on embedded digits, and reports the
 * metrics of each epoch; `valAccuracy` is that on the test images of MNIST, none of which it learns from.
 */
export async function digitsQuality(
  report: (epoch: EpochRecord) => void,
  { data, epochs, examples, seed }: DigitsRequest,
): Promise<void> {
  const { test } = await loadMnist(data);
  const drawing = drawDigits(examples, seed);
  let drawn = drawing.next();
  while (!drawn.done) drawn = drawing.next();
  const random = new Random(seed);
  const { network } = buildNetwork(CLASSES, random.fork('weights'));
  const sets = {
    train: imageExamples(drawn.value, SHAPE, CLASSES),
    test: imageExamples(test, SHAPE, CLASSES),
  };
  const training = fit(network, sets, {
    ...{ phase: 'digits', epochs, batchSize: 128, optimizer: new Adadelta(1, 0.95) },
    random: random.fork('order'),
  });
  for await (const event of training) {
    if (event.type === 'epoch') {
      const { phase, epoch, metrics, durationMs } = event;
      report({ phase, epoch, metrics, durationMs });
    }
  }
}
