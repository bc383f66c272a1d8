// Reads CIFAR-10's binary version.
import { DatasetError } from '../../src/errors';
import type { FileSource } from '../../src/protocol';
import type { LabelledImages } from '../training/labelled-images';
import type { Cifar10Files } from './cifar10-files';
import { firstServed, NotServedError } from './download';
import { gunzip } from './gzip';
import { nameOf, type ReadOptions, readBytes } from './source';

/** What the classes of CIFAR-10 are called, by label. */
export const cifar10Classes: readonly string[] = [
  'airplane',
  'automobile',
  'bird',
  'cat',
  'deer',
  'dog',
  'frog',
  'horse',
  'ship',
  'truck',
];

const PIXELS = 32 * 32;
const CHANNELS = 3;
/** A label, then the red, the green and the blue plane, each row by row. */
const RECORD = 1 + CHANNELS * PIXELS;

/**
 * Parses a file of CIFAR-10's binary version (Krizhevsky, "Learning multiple layers of features from tiny
 * images", 2009): records of a label and three planes. The result holds the channels of each pixel together.
 *
 * @returns images [count, 32, 32, 3]
 * @throws DatasetError if it is empty, does not end with a record, or a label is above 9
 */
export function parseCifar10(bytes: Uint8Array, file: string): LabelledImages {
  if (bytes.length === 0) throw new DatasetError(file, 'the file is empty');
  if (bytes.length % RECORD !== 0) {
    const hint = bytes[0] === '<'.charCodeAt(0) ? ' (it looks like a web page)' : '';
    throw new DatasetError(
      file,
      `expected records of ${RECORD} bytes, found ${bytes.length} bytes: ${bytes.length % RECORD} too many${hint}`,
    );
  }
  const count = bytes.length / RECORD;
  const images = new Uint8Array(count * PIXELS * CHANNELS);
  const labels = new Uint8Array(count);
  for (let i = 0; i < count; i++) {
    const label = bytes[i * RECORD]!;
    if (label >= cifar10Classes.length) {
      throw new DatasetError(file, `expected labels from 0 to 9, found ${label} at image ${i}`);
    }
    labels[i] = label;
    for (let channel = 0; channel < CHANNELS; channel++) {
      const from = i * RECORD + 1 + channel * PIXELS;
      const to = i * PIXELS * CHANNELS + channel;
      for (let pixel = 0; pixel < PIXELS; pixel++) images[to + pixel * CHANNELS] = bytes[from + pixel]!;
    }
  }
  return { images, labels };
}

export interface LoadCifar10Options {
  /** hears the fraction that is loaded, 0 to 1, never falling */
  onProgress?: (fraction: number) => void;
  signal?: AbortSignal;
}

/**
 * Loads files of CIFAR-10's binary version, plain or gzip, and joins them into a training and a test set.
 *
 * @throws DatasetError saying which file cannot be used and why
 * @throws the signal's reason once that is aborted
 */
export async function loadCifar10(
  { train, test }: Cifar10Files,
  { onProgress, signal }: LoadCifar10Options = {},
): Promise<{ train: LabelledImages; test: LabelledImages }> {
  const files = [...train, ...test];
  const loaded: LabelledImages[][] = [];
  for (const [i, { name, sources, optional }] of files.entries()) {
    const options: ReadOptions = {
      name,
      signal,
      onProgress: (loaded, total) => total && onProgress?.((i + loaded / total) / files.length),
    };
    const load = async (source: FileSource) => {
      const file = nameOf(source, name);
      return parseCifar10(await gunzip(await readBytes(source, options), file), file);
    };
    try {
      loaded.push([await firstServed(sources, load)]);
    } catch (error) {
      if (!(optional && error instanceof NotServedError)) throw error;
      loaded.push([]);
    }
    onProgress?.((i + 1) / files.length);
  }
  return { train: join(loaded.slice(0, train.length).flat()), test: join(loaded.slice(train.length).flat()) };
}

function join(parts: readonly LabelledImages[]): LabelledImages {
  if (parts.length === 1) return parts[0]!;
  const count = parts.reduce((sum, { labels }) => sum + labels.length, 0);
  const images = new Uint8Array(count * PIXELS * CHANNELS);
  const labels = new Uint8Array(count);
  let at = 0;
  for (const part of parts) {
    images.set(part.images, at * PIXELS * CHANNELS);
    labels.set(part.labels, at);
    at += part.labels.length;
  }
  return { images, labels };
}
