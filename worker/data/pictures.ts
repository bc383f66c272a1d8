// Small colour pictures of ten classes to train on: drawn by the worker itself, or CIFAR-10.
import type { DatasetInfo } from '../../src/protocol';
import { files } from '../declare';
import type { ExperimentEvent } from '../experiment';
import type { LabelledImages } from '../training/labelled-images';
import { cifar10Classes, loadCifar10 } from './cifar10';
import { type Cifar10Data, resolveCifar10Files } from './cifar10-files';
import { datasetInfo } from './dataset-info';
import { drawSet } from './draw-set';
import { drawScenes, sceneClasses } from './embedded/scenes/draw-scenes';
import { whileLoading } from './loading';

/** What a page may give for small pictures: a new source is one more, and a line in `loadPictures`. */
export type PicturesData = Cifar10Data;

/** The `data` of an experiment that learns small pictures. */
export const picturesData = files<PicturesData>('The files of CIFAR-10’s binary version');

export interface Pictures {
  /** 32 × 32 pixels of three channels. */
  train: LabelledImages;
  test: LabelledImages;
  /** What the classes are called, by label. */
  classes: readonly string[];
  info: DatasetInfo;
}

interface Options {
  /** Scenes to draw for training where no data is given; a fifth as many for the test. */
  examples: number;
  seed: number;
  signal: AbortSignal;
}

/** @throws DatasetError saying which of the given files cannot be used and why */
export async function* loadPictures(
  data: PicturesData | undefined,
  { examples, seed, signal }: Options,
): AsyncGenerator<ExperimentEvent<never>, Pictures, void> {
  if (data === undefined) {
    const drawn = yield* drawSet('Drawing scenes', examples, (count) => drawScenes(count, seed));
    return { ...drawn, classes: sceneClasses, info: datasetInfo('embedded scenes', data, drawn) };
  }
  const cifar10 = yield* whileLoading('Loading CIFAR-10', async (onProgress) =>
    loadCifar10(await resolveCifar10Files(data, signal), { signal, onProgress }),
  );
  return { ...cifar10, classes: cifar10Classes, info: datasetInfo('CIFAR-10', data, cifar10) };
}
