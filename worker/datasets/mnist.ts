// Digits to train on: drawn by the worker itself, or the four files of MNIST.
import type { DatasetInfo } from '../../src/protocol';
import type { ExperimentEvent } from '../experiment';
import type { LabelledImages } from '../training/examples';
import { drawDigits } from './digits/draw-digits';

export interface Digits {
  train: LabelledImages;
  test: LabelledImages;
  info: DatasetInfo;
}

interface Options {
  /** Digits to draw for training; a fifth as many for the test. */
  examples: number;
  seed: number;
  signal: AbortSignal;
}

export async function* loadDigits(
  _data: unknown,
  { examples, seed }: Options,
): AsyncGenerator<ExperimentEvent<never>, Digits, void> {
  const test = Math.ceil(examples / 5);
  const drawing = drawDigits(examples + test, seed);
  while (true) {
    const { done, value } = drawing.next();
    if (done) {
      const { images, labels } = value;
      const size = images.length / labels.length;
      return {
        train: { images: images.subarray(0, examples * size), labels: labels.subarray(0, examples) },
        test: { images: images.subarray(examples * size), labels: labels.subarray(examples) },
        info: { name: 'embedded digits', source: 'embedded', train: examples, test },
      };
    }
    yield { type: 'loading', fraction: value / (examples + test), message: 'Drawing digits' };
  }
}
