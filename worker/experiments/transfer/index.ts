// Transfer learning on digits: features learned on 0 to 4 serve, frozen, to tell 5 to 9 apart.
// After Keras' mnist_transfer_cnn.
import { type Tensor, tensor, tidy } from '@tensorflow/tfjs-core';
import type { LayersModel } from '@tensorflow/tfjs-layers';
import { DatasetError } from '../../../src/errors';
import { type AskedPicture, pixelsOf } from '../../data/asked-picture';
import { digitsData, digitsPart, digitsToDraw, loadDigits } from '../../data/digits';
import { smallGrey } from '../../data/drawn-input';
import { integer, number } from '../../declare';
import { experiment } from '../../experiment';
import { Adadelta } from '../../training/adadelta';
import { restoreBestFlag } from '../../training/best-weights';
import { imageExamples } from '../../training/examples';
import { fit, fitMetrics, fitPlan } from '../../training/fit';
import { type LabelledImages, selectClasses } from '../../training/labelled-images';
import { mostLikely } from '../../training/most-likely';
import { networkPart } from '../../training/parts';
import { buildNetwork } from './network';
import { transferProject } from './project';

const SHAPE = [28, 28, 1] as const;
/** Of a data set; half of them for each phase. */
const CLASSES = { min: 4, max: 1000, even: true };
const HIGH_DIGITS = [5, 6, 7, 8, 9];

/** A step with frozen features takes about half as long: their gradients are not needed. */
const FROZEN_WORK = 0.5;

export const transfer = experiment({
  title: 'Transfer learning',
  description:
    'A convolutional network learns the digits 0 to 4. Then its feature layers are frozen, and only the last layers learn 5 to 9: far fewer weights, much faster.',
  hyperparameters: {
    epochs: integer(5, { min: 1, max: 1000 }, 'Epochs of each phase'),
    batchSize: integer(128, { min: 1, max: 4096 }, 'Examples a step'),
    learningRate: number(1, { min: 1e-6, max: 10 }, 'Learning rate of Adadelta'),
    examples: digitsToDraw({ min: 20 }),
    restoreBest: restoreBestFlag,
  },
  presets: {
    quick: { epochs: 2, examples: 3000 },
    full: { epochs: 5, examples: 60_000 },
  },
  metrics: fitMetrics,
  data: digitsData,

  async *train(
    { epochs, batchSize, learningRate, examples, restoreBest },
    { seed, random, data, datasetOf, signal, own, keep },
  ) {
    const digits = yield* loadDigits(data, { examples, seed, signal, datasetOf }, CLASSES);
    const { classes, drawn } = digits;
    const half = classes.length / 2;
    const split = (first: number) => {
      const labels = classes.slice(first, first + half);
      const kind = typeof labels[0] === 'number' ? 'digits' : 'classes';
      return {
        name: `${kind} ${labels[0]} to ${labels.at(-1)}`,
        train: examplesOf(digits.train, first, half),
        test: examplesOf(digits.test, first, half),
      };
    };
    const low = split(0);
    const high = split(half);
    for (const { name, train } of [low, high]) {
      if (train.count === 0) throw new DatasetError('trainLabels', `none of the ${name}`);
    }
    const steps = { epochs, batchSize, restoreBest };
    const plans = [fitPlan(low, steps), fitPlan(high, { ...steps, work: FROZEN_WORK })] as const;
    yield { type: 'plan', steps: plans[0].steps + plans[1].steps, work: plans[0].work + plans[1].work };

    const { network, featureLayers } = buildNetwork(half, random.fork('weights'));
    own(network);
    keep('network', networkPart(network));
    keep('data', digitsPart(digits));
    network.setUserDefinedMetadata({ classes: classes.slice(half), drawn });
    const soFar = { network, dataset: digits.info, classes: classes.slice(half).map(String) };
    yield { type: 'so-far', outcome: () => soFar };
    const phase = (name: string, of: typeof low, work: number) => {
      const optimizer = own(new Adadelta(learningRate, 0.95));
      return fit(network, of, { ...steps, phase: name, optimizer, random: random.fork(name), work, keep });
    };
    const first = yield* phase(low.name, low, 1);
    for (const layer of featureLayers) layer.trainable = false;
    const second = yield* phase(high.name, high, FROZEN_WORK);
    return {
      ...soFar,
      epoch: second.phase.epoch,
      metrics: second.phase.metrics,
      phases: [first.phase, second.phase],
      history: [...first.history, ...second.history],
    };
  },

  /** @param drawing of any size, dark on light or light on dark; of a data set of pictures, a picture of any size */
  async predict(network: LayersModel, drawing: AskedPicture) {
    const { classes, drawn } = learnedBy(network);
    const pixels = smallGrey(await pixelsOf(drawing), drawn);
    const output = tidy(() => network.predict(tensor(pixels, [1, ...SHAPE])) as Tensor); // [1, 5]
    return mostLikely(classes, output);
  },

  encode: async (network: LayersModel, drawing: AskedPicture) => [
    { data: smallGrey(await pixelsOf(drawing), learnedBy(network).drawn), shape: [1, ...SHAPE] },
  ],

  project: transferProject,
});

/** What is kept with the network: names of the classes of the second phase; the digits are numbers. */
interface Learned {
  classes: readonly (number | string)[];
  drawn: boolean;
}

const learnedBy = (network: LayersModel): Learned => ({
  ...{ classes: HIGH_DIGITS, drawn: true },
  ...(network.getUserDefinedMetadata() as Learned | undefined),
});

function examplesOf(digits: LabelledImages, first: number, classes: number) {
  return imageExamples(selectClasses(digits, first, classes), SHAPE, classes);
}
