// Digits to train on: drawn by the worker itself, or the four files of MNIST.
import type { DatasetInfo, DatasetReference } from '../../src/protocol';
import { files, integer } from '../declare';
import type { ExperimentEvent, Part } from '../experiment';
import type { LabelledImages } from '../training/labelled-images';
import { fingerprint, identityPart } from '../training/parts';
import { datasetInfo } from './dataset-info';
import { isDatasetReference } from './dataset-reference';
import { drawSet, type LoadOptions } from './draw-set';
import { drawDigits } from './embedded/digits/draw-digits';
import { type LabelledPictures, labelledPictures, type PicturesWanted } from './labelled-pictures';
import { whileLoading } from './loading';
import { loadMnist } from './mnist';
import type { MnistData } from './mnist-files';

/** What a page may give for digits: a new source is one more, and a line in `loadDigits`. */
export type DigitsData = MnistData | DatasetReference;

/** The `data` of an experiment that learns digits. */
export const digitsData = files<DigitsData>(
  'MNIST',
  'embedded digits',
  'The four IDX files of MNIST, plain or gzip; or any data set of pictures in classes',
);

/** The hyperparameter of how many digits to draw. */
export const digitsToDraw = ({ min }: { min: number }) =>
  integer(
    10_000,
    { min, max: 60_000 },
    'Digits to draw for training, where no data are given; a fifth as many for the test',
  );

export interface Digits {
  /** 28 × 28 pixels, ink 255 on paper 0. */
  train: LabelledImages;
  test: LabelledImages;
  /** What the classes are called, by label: the digits as numbers, others by their names. */
  classes: readonly (number | string)[];
  /** Whether they are drawn: what is predicted is centred and scaled as MNIST's drawings are, or else taken whole. */
  drawn: boolean;
  info: DatasetInfo;
}

const SIDE = 28;
const DIGITS = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9];

const MNIST_LIKE = { classes: DIGITS, drawn: true };

/** How many classes a data set may have. */
export type ClassCount = PicturesWanted['classes'];

/**
 * @param classes what a data set may have
 * @throws InvalidOptionError for a data set that does not fit
 * @throws DatasetError saying which of the given files cannot be used and why
 */
export async function* loadDigits(
  data: DigitsData | undefined,
  { examples, seed, signal, datasetOf }: LoadOptions,
  classes: ClassCount,
): AsyncGenerator<ExperimentEvent<never>, Digits, void> {
  if (data === undefined) {
    const drawn = yield* drawSet('Drawing digits', examples, (count) => drawDigits(count, seed));
    return { ...drawn, ...MNIST_LIKE, info: datasetInfo('embedded digits', data, drawn) };
  }
  if (isDatasetReference(data)) {
    const dataset = datasetOf(data);
    const wanted = { side: SIDE, channels: 1, classes } as const;
    const pictures = yield* whileLoading(`Reading ${dataset.description.name}`, (report) =>
      labelledPictures(dataset, wanted, { signal, report }),
    );
    return asDigits(pictures);
  }
  const mnist = yield* whileLoading('Loading MNIST', (onProgress) => loadMnist(data, { signal, onProgress }));
  return { ...mnist, ...MNIST_LIKE, info: datasetInfo('MNIST', data, mnist) };
}

/** Classes of a character each are drawn: these are digits and letters, and lie as ink on paper, as MNIST's do. */
function asDigits({ train, test, classes, info }: LabelledPictures): Digits {
  const drawn = classes.every((name) => [...name].length === 1);
  const areDigits = classes.every((name, i) => name === String(i)) && classes.length <= DIGITS.length;
  if (drawn && isDarkOnLight(train)) for (const { images } of [train, test]) invert(images);
  return { train, test, classes: areDigits ? classes.map(Number) : classes, drawn, info };
}

/** Whether the edges of the pictures are lighter than not. */
function isDarkOnLight({ images }: LabelledImages): boolean {
  let sum = 0;
  let count = 0;
  for (let start = 0; start < images.length; start += SIDE * SIDE) {
    for (let i = 0; i < SIDE; i++, count += 2) {
      sum += images[start + i]! + images[start + SIDE * (SIDE - 1) + i]!;
    }
  }
  return sum / count > 127.5;
}

function invert(bytes: Uint8Array): void {
  for (let i = 0; i < bytes.length; i++) bytes[i] = 255 - bytes[i]!;
}

/** Lets a run go on with the digits that it began with alone. */
export function digitsPart({ train, test }: Digits): Part<string> {
  return identityPart('the data set', () =>
    fingerprint(train.images, train.labels, test.images, test.labels),
  );
}
