// Digits to train on: drawn by the worker itself, or the four files of MNIST.
import type { DatasetInfo } from '../../src/protocol';
import type { ExperimentEvent } from '../experiment';
import type { LabelledImages } from '../training/examples';
import { drawDigits } from './digits/draw-digits';
import { loadMnist } from './mnist';
import type { MnistData } from './mnist-files';

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

type Loading = AsyncGenerator<ExperimentEvent<never>, Digits, void>;

/** @throws DatasetError saying which of the given files cannot be used and why */
export function loadDigits(data: MnistData | undefined, options: Options): Loading {
  return data === undefined ? drawn(options) : loaded(data, options);
}

async function* drawn({ examples, seed }: Options): Loading {
  const test = Math.ceil(examples / 5);
  const drawing = drawDigits(examples + test, seed);
  while (true) {
    const { done, value } = drawing.next();
    if (!done) {
      yield { type: 'loading', fraction: value / (examples + test), message: 'Drawing digits' };
      continue;
    }
    const { images, labels } = value;
    const size = images.length / labels.length;
    return {
      train: { images: images.subarray(0, examples * size), labels: labels.subarray(0, examples) },
      test: { images: images.subarray(examples * size), labels: labels.subarray(examples) },
      info: { name: 'drawn digits', source: 'embedded', train: examples, test },
    };
  }
}

async function* loaded(data: MnistData, { signal }: Options): Loading {
  let fraction = 0;
  let settled = false;
  const loading = loadMnist(data, {
    signal,
    onProgress: (loaded) => {
      fraction = loaded;
    },
  }).finally(() => {
    settled = true;
  });
  // Rejections are for the await below.
  loading.catch(() => {});
  while (!settled) {
    yield { type: 'loading', fraction, message: 'Loading MNIST' };
    await Promise.race([loading, new Promise((resolve) => setTimeout(resolve, 50))]).catch(() => {});
  }
  const { train, test } = await loading;
  return {
    train,
    test,
    info: { name: 'MNIST', source: sourceOf(data), train: train.labels.length, test: test.labels.length },
  };
}

function sourceOf(data: MnistData): string {
  return typeof data === 'string' || data instanceof URL ? String(data) : 'files';
}
