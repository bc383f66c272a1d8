// Small colour pictures of ten classes to train on: drawn by the worker itself, or CIFAR-10.
import type { DatasetInfo, DatasetReference } from '../../src/protocol';
import { files } from '../declare';
import type { ExperimentEvent } from '../experiment';
import type { LabelledImages } from '../training/labelled-images';
import { cifar10Classes, loadCifar10 } from './cifar10';
import { type Cifar10Data, resolveCifar10Files } from './cifar10-files';
import { datasetInfo } from './dataset-info';
import { isDatasetReference } from './dataset-reference';
import { drawSet, type LoadOptions } from './draw-set';
import { drawScenes, sceneClasses } from './embedded/scenes/draw-scenes';
import { labelledPictures } from './labelled-pictures';
import { whileLoading } from './loading';

/** What a page may give for small pictures: a new source is one more, and a line in `loadPictures`. */
export type PicturesData = Cifar10Data | DatasetReference;

/** The `data` of an experiment that learns small pictures. */
export const picturesData = files<PicturesData>(
  'CIFAR-10',
  'embedded scenes',
  'The data_batch_*.bin and test_batch.bin of CIFAR-10’s binary version, plain or gzip; or any data set of pictures in classes',
);

const WANTED = { side: 32, channels: 3, classes: { min: 2, max: 1000 } } as const;

export interface Pictures {
  /** 32 × 32 pixels of three channels. */
  train: LabelledImages;
  test: LabelledImages;
  /** What the classes are called, by label. */
  classes: readonly string[];
  info: DatasetInfo;
}

/**
 * @throws InvalidOptionError for a data set that does not fit
 * @throws DatasetError saying which of the given files cannot be used and why
 */
export async function* loadPictures(
  data: PicturesData | undefined,
  { examples, seed, signal, datasetOf }: LoadOptions,
): AsyncGenerator<ExperimentEvent<never>, Pictures, void> {
  if (data === undefined) {
    const drawn = yield* drawSet('Drawing scenes', examples, (count) => drawScenes(count, seed));
    return { ...drawn, classes: sceneClasses, info: datasetInfo('embedded scenes', data, drawn) };
  }
  if (isDatasetReference(data)) {
    const dataset = datasetOf(data);
    return yield* whileLoading(`Reading ${dataset.description.name}`, (report) =>
      labelledPictures(dataset, WANTED, { signal, report }),
    );
  }
  const cifar10 = yield* whileLoading('Loading CIFAR-10', async (onProgress) =>
    loadCifar10(await resolveCifar10Files(data, signal), { signal, onProgress }),
  );
  return { ...cifar10, classes: cifar10Classes, info: datasetInfo('CIFAR-10', data, cifar10) };
}
