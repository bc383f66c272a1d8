// A drawn data set: examples to train on, and a fifth as many for the test.
import type { ExperimentEvent, TrainContext } from '../experiment';
import type { LabelledImages } from '../training/labelled-images';

/** What whoever loads data takes that may have to be drawn. */
export interface LoadOptions {
  /** Examples to draw for training where no data is given; a fifth as many for the test. */
  examples: number;
  seed: number;
  signal: AbortSignal;
  datasetOf: TrainContext['datasetOf'];
}

export interface DrawnSet {
  train: LabelledImages;
  test: LabelledImages;
}

/**
 * Yields loading events while the pictures are drawn.
 * @param draw draws so many, yielding now and then how many there are
 */
export async function* drawSet(
  message: string,
  examples: number,
  draw: (count: number) => Generator<number, LabelledImages>,
): AsyncGenerator<ExperimentEvent<never>, DrawnSet, void> {
  const count = examples + Math.ceil(examples / 5);
  const drawing = draw(count);
  while (true) {
    const { done, value } = drawing.next();
    if (!done) {
      yield { type: 'loading', fraction: value / count, message };
      continue;
    }
    const { images, labels } = value;
    const size = images.length / labels.length;
    return {
      train: { images: images.subarray(0, examples * size), labels: labels.subarray(0, examples) },
      test: { images: images.subarray(examples * size), labels: labels.subarray(examples) },
    };
  }
}
