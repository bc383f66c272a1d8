// Digits to train on: drawn by the worker itself, or the four files of MNIST.
import type { DatasetInfo } from '../../src/protocol';
import { files } from '../declare';
import type { ExperimentEvent } from '../experiment';
import type { LabelledImages } from '../training/labelled-images';
import { datasetInfo } from './dataset-info';
import { drawSet } from './draw-set';
import { drawDigits } from './embedded/digits/draw-digits';
import { whileLoading } from './loading';
import { loadMnist } from './mnist';
import type { MnistData } from './mnist-files';

/** What a page may give for digits: a new source is one more, and a line in `loadDigits`. */
export type DigitsData = MnistData;

/** The `data` of an experiment that learns digits. */
export const digitsData = files<DigitsData>('The four files of MNIST');

export interface Digits {
  train: LabelledImages;
  test: LabelledImages;
  info: DatasetInfo;
}

interface Options {
  /** Digits to draw for training where no data is given; a fifth as many for the test. */
  examples: number;
  seed: number;
  signal: AbortSignal;
}

/** @throws DatasetError saying which of the given files cannot be used and why */
export async function* loadDigits(
  data: DigitsData | undefined,
  { examples, seed, signal }: Options,
): AsyncGenerator<ExperimentEvent<never>, Digits, void> {
  if (data === undefined) {
    const drawn = yield* drawSet('Drawing digits', examples, (count) => drawDigits(count, seed));
    return { ...drawn, info: datasetInfo('embedded digits', data, drawn) };
  }
  const mnist = yield* whileLoading('Loading MNIST', (onProgress) => loadMnist(data, { signal, onProgress }));
  return { ...mnist, info: datasetInfo('MNIST', data, mnist) };
}
