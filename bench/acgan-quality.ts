// What a trained generator is worth: what share of its digits does a reader that never saw one read as asked for?
import type { LayersModel } from '@tensorflow/tfjs-layers';
import type { Metrics } from '../src/protocol';
import { loadDigits } from '../worker/data/digits';
import { acgan, chosenSizes } from '../worker/experiments/acgan';
import { drawDigit } from '../worker/experiments/acgan/generate';
import { buildNetworks } from '../worker/experiments/acgan/network';
import { trainNetworks } from '../worker/experiments/acgan/training';
import { readOptions } from '../worker/session/options';
import { imageExamples } from '../worker/training/examples';
import type { LabelledImages } from '../worker/training/labelled-images';
import { Random } from '../worker/training/random';
import { type DigitReader, read, trainReader } from './digit-reader';
import { returned } from './returned';

export interface AcganQualityRequest {
  /** Address of the folder with MNIST's files; the embedded digits where absent. */
  data?: string;
  seed: number;
  /** Hyperparameters other than the experiment's defaults. */
  options: Record<string, unknown>;
}

export type AcganReport =
  | { type: 'reader'; dataset: string; train: number; metrics: Metrics }
  | { type: 'start'; width: number; learningRate: number; hyperparameters: object; steps: number }
  | {
      type: 'quality';
      epoch: number;
      steps: number;
      /** Milliseconds of training so far, measuring excluded. */
      trainingMs: number;
      /** Share of the generated digits that are read as what they were to be. */
      recognised: number;
      /** The same of each class. */
      byClass: number[];
      /** How much the digits of a class differ, as a share of how much real ones do. */
      variety: number;
    };

type Hyperparameters = Parameters<typeof acgan.train>[0];

const SHAPE = [28, 28, 1] as const;
const CLASSES = 10;
const PIXELS = 28 * 28;
const EACH = 100; // generated digits of each class
const READER_EPOCHS = { MNIST: 2, 'embedded digits': 6 };

/** Trains acgan as the experiment does, and judges its generator after each epoch. */
export async function acganQuality(
  report: (event: AcganReport) => void,
  { data, seed, options }: AcganQualityRequest,
): Promise<void> {
  const hyperparameters = readOptions({ acgan }, 'acgan', options)
    .hyperparameters as unknown as Hyperparameters;
  const { signal } = new AbortController();
  const digits = await returned(
    loadDigits(
      data,
      { examples: hyperparameters.examples, seed, signal, datasetOf: noDataset },
      { min: CLASSES, max: CLASSES },
    ),
  );
  const { name, train: count } = digits.info;
  const reader = await trainReader(digits, {
    epochs: READER_EPOCHS[name as keyof typeof READER_EPOCHS],
    seed,
  });
  report({ type: 'reader', dataset: name, train: count, metrics: reader.metrics });

  const { width, learningRate } = chosenSizes(hyperparameters, 'wasm');
  const random = new Random(seed);
  const networks = buildNetworks(
    { latentSize: hyperparameters.latentSize, classes: CLASSES, width },
    random.fork('weights'),
  );
  const examples = {
    train: imageExamples(digits.train, SHAPE, CLASSES, [-1, 1]),
    test: imageExamples(digits.test, SHAPE, CLASSES, [-1, 1]),
  };
  const perEpoch = Math.ceil(count / hyperparameters.batchSize);
  report({ type: 'start', width, learningRate, hyperparameters, steps: perEpoch });
  const training = trainNetworks(networks, examples, {
    ...{ ...hyperparameters, learningRate, random: random.fork('training') },
    // The page ends with it.
    own: (thing) => thing,
    keep: () => {},
    onLosses: () => {},
  });
  const realSpread = spread(digits.train);
  let trainingMs = 0;
  await returned(training, async (event) => {
    if (event.type !== 'epoch') return;
    trainingMs += event.durationMs;
    const { drawn, byClass } = await judge(networks.generator, reader);
    report({
      ...{ type: 'quality', epoch: event.epoch, steps: event.epoch * perEpoch, trainingMs, byClass },
      recognised: byClass.reduce((sum, share) => sum + share, 0) / CLASSES,
      variety: spread(drawn) / realSpread,
    });
  });
}

/** Draws digits of each class, as `model.predict` does, and has them read. */
async function judge(generator: LayersModel, reader: DigitReader) {
  const drawn = { images: new Uint8Array(CLASSES * EACH * PIXELS), labels: new Uint8Array(CLASSES * EACH) };
  const byClass: number[] = [];
  for (let digit = 0; digit < CLASSES; digit++) {
    const pictures = await drawDigit(generator, { digit, count: EACH }, new Random(digit).fork('judge'));
    const from = digit * EACH;
    for (const [i, { data }] of pictures.entries()) drawn.images.set(data, (from + i) * PIXELS);
    drawn.labels.fill(digit, from, from + EACH);
    const guesses = await read(reader, drawn.images.subarray(from * PIXELS, (from + EACH) * PIXELS));
    byClass.push(guesses.filter((one) => one === digit).length / EACH);
  }
  return { drawn, byClass };
}

/** Variance of the pixels within each class, added up. */
function spread({ images, labels }: LabelledImages): number {
  let total = 0;
  for (let digit = 0; digit < CLASSES; digit++) {
    const chosen = [...labels.keys()].filter((i) => labels[i] === digit);
    for (let pixel = 0; pixel < PIXELS; pixel++) {
      let sum = 0;
      let squares = 0;
      for (const i of chosen) {
        const value = images[i * PIXELS + pixel]!;
        sum += value;
        squares += value * value;
      }
      total += squares / chosen.length - (sum / chosen.length) ** 2;
    }
  }
  return total;
}

/** A bench has no lab. */
function noDataset(): never {
  throw new Error('A bench takes files, no data sets of a lab.');
}
