// How far a classifier without convolutions comes on cifar10's pictures: one dense layer, straight from the pixels.
import * as tf from '@tensorflow/tfjs-core';
import { layers, sequential } from '@tensorflow/tfjs-layers';
import type { EpochRecord } from '../src/protocol';
import { loadPictures } from '../worker/data/pictures';
import { imageExamples } from '../worker/training/examples';
import { fit } from '../worker/training/fit';
import { Random } from '../worker/training/random';
import { returned } from './returned';

export interface LinearRequest {
  /** Address of the folder with CIFAR-10's files; the embedded scenes where absent. */
  data?: string;
  epochs: number;
  /** Scenes to draw. */
  examples: number;
  seed: number;
}

const PIXELS = 32 * 32 * 3;

/** Trains softmax regression by Adam, batch 32, on the data that the experiment would have, and reports each epoch. */
export async function linearQuality(
  report: (epoch: EpochRecord) => void,
  { data, epochs, examples: count, seed }: LinearRequest,
): Promise<void> {
  const { signal } = new AbortController();
  const pictures = await returned(
    loadPictures(data, { examples: count, seed, signal, datasetOf: noDataset }),
  );
  const classes = pictures.classes.length;
  const network = sequential({
    layers: [
      layers.dense({
        ...{ inputShape: [PIXELS], units: classes, activation: 'softmax', kernelInitializer: 'zeros' },
      }),
    ],
  });
  const examples = {
    train: imageExamples(pictures.train, [PIXELS], classes),
    test: imageExamples(pictures.test, [PIXELS], classes),
  };
  const random = new Random(seed);
  const optimizer = tf.train.adam(0.0003);
  const training = fit(network, examples, { phase: 'linear', epochs, batchSize: 32, optimizer, random });
  await returned(training, (event) => {
    if (event.type !== 'epoch') return;
    const { phase, epoch, metrics, durationMs } = event;
    report({ phase, epoch, metrics, durationMs });
  });
}

/** A bench has no lab. */
function noDataset(): never {
  throw new Error('A bench takes files, no data sets of a lab.');
}
