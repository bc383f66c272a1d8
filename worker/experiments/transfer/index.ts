// Transfer learning on digits: features learned on 0 to 4 serve, frozen, to tell 5 to 9 apart.
// After Keras' mnist_transfer_cnn.

import type { Tensor } from '@tensorflow/tfjs-core';
import { tensor, tidy } from '@tensorflow/tfjs-core';
import { DatasetError } from '../../../src/errors';
import { loadDigits } from '../../data/digits';
import { prepareDrawnDigit } from '../../data/drawing';
import type { Experiment } from '../../experiment';
import { Adadelta } from '../../training/adadelta';
import { imageExamples, type LabelledImages, selectClasses } from '../../training/examples';
import { type FitResult, fit, fitPlan } from '../../training/fit';
import { buildNetwork } from './network';
import type { TransferTypes } from './types';

const SHAPE = [28, 28, 1] as const;
const CLASSES = 5;

/** A step with frozen features takes about half as long: their gradients are not needed. */
const FROZEN_WORK = 0.5;

export const transfer: Experiment<TransferTypes> = {
  title: 'Transfer learning',
  description:
    'A convolutional network learns the digits 0 to 4. Then its feature layers are frozen, and only the last layers learn 5 to 9: far fewer weights, much faster.',
  hyperparameters: {
    epochs: { type: 'integer', default: 5, min: 1, max: 1000, description: 'Epochs of each phase' },
    batchSize: { type: 'integer', default: 128, min: 1, max: 4096, description: 'Examples a step' },
    learningRate: {
      type: 'number',
      default: 1,
      min: 1e-6,
      max: 10,
      description: 'Learning rate of Adadelta',
    },
    examples: {
      type: 'integer',
      default: 10_000,
      min: 20,
      max: 60_000,
      description: 'Digits to draw for training, where no data are given; a fifth as many for the test',
    },
  },
  presets: {
    quick: { epochs: 2, examples: 3000 },
    full: { epochs: 5, examples: 60_000 },
  },

  async *train({ epochs, batchSize, learningRate, examples }, { seed, random, data, signal }) {
    const digits = yield* loadDigits(data, { examples, seed, signal });
    const split = (first: number) => ({
      train: examplesOf(digits.train, first),
      test: examplesOf(digits.test, first),
    });
    const low = split(0);
    const high = split(CLASSES);
    for (const [digits, { train }] of [
      ['0 to 4', low],
      ['5 to 9', high],
    ] as const) {
      if (train.count === 0) throw new DatasetError('trainLabels', `none of the digits ${digits}`);
    }
    const steps = { epochs, batchSize };
    const plans = [fitPlan(low, steps), fitPlan(high, { ...steps, work: FROZEN_WORK })] as const;
    yield { type: 'plan', steps: plans[0].steps + plans[1].steps, work: plans[0].work + plans[1].work };

    const { network, featureLayers } = buildNetwork(CLASSES, random.fork('weights'));
    const phase = async function* (name: string, of: typeof low, work: number) {
      const optimizer = new Adadelta(learningRate, 0.95);
      try {
        return yield* fit(network, of, { ...steps, phase: name, optimizer, random: random.fork(name), work });
      } finally {
        optimizer.dispose();
      }
    };
    let trained = false;
    try {
      const first: FitResult = yield* phase('digits 0 to 4', low, 1);
      for (const layer of featureLayers) layer.trainable = false;
      const second: FitResult = yield* phase('digits 5 to 9', high, FROZEN_WORK);
      trained = true;
      return {
        network,
        metrics: second.phase.metrics,
        phases: [first.phase, second.phase],
        history: [...first.history, ...second.history],
        dataset: digits.info,
        output: undefined,
      };
    } finally {
      if (!trained) network.dispose();
    }
  },

  async predict(network, drawing) {
    const pixels = prepareDrawnDigit(drawing);
    const output = tidy(() => network.predict(tensor(pixels, [1, ...SHAPE])) as Tensor); // [1, 5]
    const values = await output.data();
    output.dispose();
    const probabilities = [...values].map((probability, i) => ({ label: CLASSES + i, probability }));
    const { label } = probabilities.reduce((best, one) => (one.probability > best.probability ? one : best));
    return { label, probabilities };
  },
};

function examplesOf(digits: LabelledImages, first: number) {
  return imageExamples(selectClasses(digits, first, CLASSES), SHAPE, CLASSES);
}
