// Reads MNIST.
import { DatasetError } from '../../src/errors';
import type { FileSource } from '../../src/protocol';
import type { LabelledImages } from '../training/labelled-images';
import { firstServed } from './download';
import { type IdxArray, loadIdx } from './idx';
import { type MnistData, type MnistRole, mnistRoles, resolveMnistFiles } from './mnist-files';
import { nameOf, type ReadOptions } from './source';

export interface LoadMnistOptions {
  /** hears the fraction that is loaded, 0 to 1, never falling */
  onProgress?: (fraction: number) => void;
  signal?: AbortSignal;
}

const SIDE = 28;

/** How much of the whole each file is, as published. */
const shares: Record<MnistRole, number> = {
  trainImages: 0.855,
  trainLabels: 0.001,
  testImages: 0.143,
  testLabels: 0.001,
};

/**
 * Loads MNIST from its four IDX files, plain or gzip.
 *
 * @throws DatasetError saying which file cannot be used and why
 * @throws the signal's reason once that is aborted
 */
export async function loadMnist(
  data: MnistData,
  { onProgress, signal }: LoadMnistOptions = {},
): Promise<{ train: LabelledImages; test: LabelledImages }> {
  const files = await resolveMnistFiles(data);
  const stop = new AbortController(); // the first failure ends the other downloads
  const either = signal ? AbortSignal.any([signal, stop.signal]) : stop.signal;
  const fractions: Record<string, number> = {};
  const loadRole = async (role: MnistRole) => {
    const rank = role.endsWith('Images') ? 3 : 1;
    const report = (fraction: number) => {
      fractions[role] = Math.max(fractions[role] ?? 0, fraction);
      onProgress?.(
        Math.min(
          1,
          mnistRoles.reduce((sum, r) => sum + shares[r] * (fractions[r] ?? 0), 0),
        ),
      );
    };
    const options: ReadOptions = {
      name: role,
      signal: either,
      onProgress: (loaded, total) => total && report(loaded / total),
    };
    const load = async (source: FileSource): Promise<LoadedFile> => ({
      ...(await loadIdx(source, rank, options)),
      name: nameOf(source, role),
    });
    const found = await firstServed(files[role], load);
    report(1);
    return found;
  };
  const [trainImages, trainLabels, testImages, testLabels] = await Promise.all(
    mnistRoles.map(loadRole),
  ).finally(() => stop.abort());
  return { train: pair(trainImages!, trainLabels!), test: pair(testImages!, testLabels!) };
}

interface LoadedFile extends IdxArray {
  name: string;
}

function pair(images: LoadedFile, labels: LoadedFile): LabelledImages {
  const [count, height, width] = images.shape;
  if (height !== SIDE || width !== SIDE) {
    throw new DatasetError(images.name, `expected images of 28 × 28 pixels, found ${height} × ${width}`);
  }
  if (count === 0) throw new DatasetError(images.name, 'expected images, found none');
  if (labels.shape[0] !== count) {
    const reason = `expected a label for each of the ${count} images of ${images.name}, found ${labels.shape[0]}`;
    throw new DatasetError(labels.name, reason);
  }
  const wrong = labels.values.findIndex((label) => label > 9);
  if (wrong >= 0) {
    const reason = `expected labels from 0 to 9, found ${labels.values[wrong]} at position ${wrong}`;
    throw new DatasetError(labels.name, reason);
  }
  return { images: images.values, labels: labels.values };
}
