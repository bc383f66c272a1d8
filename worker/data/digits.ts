// Digits to train on: drawn by the worker itself, or the four files of MNIST.
import type { DatasetInfo } from '../../src/protocol';
import { files, integer } from '../declare';
import type { ExperimentEvent, Part } from '../experiment';
import type { LabelledImages } from '../training/labelled-images';
import { fingerprint, identityPart } from '../training/parts';
import { datasetInfo } from './dataset-info';
import { drawSet, type LoadOptions } from './draw-set';
import { drawDigits } from './embedded/digits/draw-digits';
import { whileLoading } from './loading';
import { loadMnist } from './mnist';
import type { MnistData } from './mnist-files';

/** What a page may give for digits: a new source is one more, and a line in `loadDigits`. */
export type DigitsData = MnistData;

/** The `data` of an experiment that learns digits. */
export const digitsData = files<DigitsData>(
  'MNIST',
  'embedded digits',
  'The four IDX files of MNIST, plain or gzip',
);

/** The hyperparameter of how many digits to draw. */
export const digitsToDraw = ({ min }: { min: number }) =>
  integer(
    10_000,
    { min, max: 60_000 },
    'Digits to draw for training, where no data are given; a fifth as many for the test',
  );

export interface Digits {
  train: LabelledImages;
  test: LabelledImages;
  info: DatasetInfo;
}

/** @throws DatasetError saying which of the given files cannot be used and why */
export async function* loadDigits(
  data: DigitsData | undefined,
  { examples, seed, signal }: LoadOptions,
): AsyncGenerator<ExperimentEvent<never>, Digits, void> {
  if (data === undefined) {
    const drawn = yield* drawSet('Drawing digits', examples, (count) => drawDigits(count, seed));
    return { ...drawn, info: datasetInfo('embedded digits', data, drawn) };
  }
  const mnist = yield* whileLoading('Loading MNIST', (onProgress) => loadMnist(data, { signal, onProgress }));
  return { ...mnist, info: datasetInfo('MNIST', data, mnist) };
}

/** Lets a run go on with the digits that it began with alone. */
export function digitsPart({ train, test }: Digits): Part<string> {
  return identityPart('the data set', () =>
    fingerprint(train.images, train.labels, test.images, test.labels),
  );
}
