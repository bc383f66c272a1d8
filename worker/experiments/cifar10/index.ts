// Small colour pictures of ten classes, told apart by a convolutional network. After Keras' cifar10_cnn.
import { type Tensor, tensor, tidy, train } from '@tensorflow/tfjs-core';
import type { LayersModel } from '@tensorflow/tfjs-layers';
import { type AskedPicture, pixelsOf } from '../../data/asked-picture';
import { shrinkPicture } from '../../data/picture';
import { loadPictures, picturesData } from '../../data/pictures';
import { boolean, choice, integer, number } from '../../declare';
import { experiment } from '../../experiment';
import { augmentedExamples } from '../../training/augmentation';
import { restoreBestFlag } from '../../training/best-weights';
import { ConfusionMatrix } from '../../training/confusion-matrix';
import { imageExamples } from '../../training/examples';
import { fit, fitMetrics, fitPlan } from '../../training/fit';
import { ratesOf } from '../../training/learning-rates';
import { mostLikely } from '../../training/most-likely';
import { fingerprint, identityPart, networkPart, randomPart, valuePart } from '../../training/parts';
import { decayRate, type Schedule } from '../../training/schedule';
import { buildNetwork } from './network';
import { cifar10Project } from './project';
import { type Cifar10Sample, classAccuracy, predictions } from './sample';

const SIDE = 32;
const SHAPE = [SIDE, SIDE, 3] as const;
/** Keras adds 1e-7 outside the square root; TensorFlow.js adds inside. */
const EPSILON = 1e-14;
const SAMPLE_PICTURES = 20;

export const cifar10 = experiment({
  title: 'CIFAR-10',
  description:
    'A convolutional network learns to tell small colour pictures of ten classes apart. Each training picture is shifted and mirrored at random, so that it looks different each time.',
  hyperparameters: {
    epochs: integer(10, { min: 1, max: 1000 }, 'Epochs'),
    batchSize: integer(32, { min: 1, max: 4096 }, 'Examples a step'),
    learningRate: number(5e-4, { min: 1e-6, max: 1 }, 'Learning rate of RMSprop at the first step'),
    schedule: choice(
      'cosine',
      ['cosine', 'inverseTime'],
      'How the learning rate falls: along half a cosine to 0 at the end, or by `decay`',
    ),
    decay: decayRate(1e-6),
    shift: number(0.1, { min: 0, max: 0.5 }, 'Furthest shift of a training picture, as a share of its size'),
    flip: boolean(true, 'Mirror every other training picture'),
    restoreBest: restoreBestFlag,
    examples: integer(
      5000,
      { min: 10, max: 50_000 },
      'Scenes to draw for training, where no data are given; a fifth as many for the test',
    ),
  },
  presets: {
    quick: { epochs: 3, learningRate: 0.001, examples: 2500 },
    full: { epochs: 50, learningRate: 1e-4, schedule: 'inverseTime', examples: 50_000 },
  },
  metrics: fitMetrics,
  data: picturesData,

  async *train(hyperparameters, { seed, random, data, datasetOf, signal, own, keep }) {
    const { epochs, batchSize, learningRate, shift, flip, restoreBest, examples: count } = hyperparameters;
    const pictures = yield* loadPictures(data, { examples: count, seed, signal, datasetOf });
    const { classes } = pictures;
    const plain = imageExamples(pictures.train, SHAPE, classes.length);
    const augmentation = random.fork('augmentation');
    const examples = {
      train: augmentedExamples(plain, { shift, flip }, augmentation),
      test: imageExamples(pictures.test, SHAPE, classes.length),
    };
    const plan = fitPlan(examples, { epochs, batchSize });
    yield { type: 'plan', ...plan };

    const shown = {
      images: pictures.test.images.subarray(0, SAMPLE_PICTURES * SIDE * SIDE * 3),
      labels: pictures.test.labels.subarray(0, SAMPLE_PICTURES),
    };
    const network = own(buildNetwork(classes.length, random.fork('weights')));
    network.setUserDefinedMetadata({ classes });
    const optimizer = own(train.rmsprop(learningRate, 0.9, 0, EPSILON));
    const matrix = own(new ConfusionMatrix(classes.length));
    const confusions: number[][][] = [];
    keep('network', networkPart(network));
    keep(
      'data',
      identityPart('the data set', () => fingerprint(pictures.train.images, pictures.test.images)),
    );
    keep('augmentation', randomPart(augmentation));
    const write = (before: number[][][]) => void confusions.splice(0, confusions.length, ...before);
    keep(
      'confusions',
      valuePart(() => [...confusions], write),
    );
    /** As in the sample of the epoch that the network is of; of no picture yet where there was none. */
    const outcome = (epoch: number) => {
      const confusion = confusions[epoch - 1] ?? classes.map(() => classes.map(() => 0));
      const output = { classes, confusion, classAccuracy: classAccuracy(confusion) };
      return { network, dataset: pictures.info, output, classes };
    };
    yield { type: 'so-far', outcome };
    const { phase, history } = yield* fit<Cifar10Sample>(network, examples, {
      ...{ phase: 'cifar10', epochs, batchSize, optimizer, restoreBest, random: random.fork('order') },
      keep,
      learningRate: scheduleOf(hyperparameters, plan.steps),
      onValidation: (y, p) => matrix.add(y, p),
      async *afterEpoch(epoch) {
        const confusion = await matrix.read();
        const guessed = probabilitiesOf(network, scaled(shown.images));
        const probabilities = await guessed.data();
        guessed.dispose();
        const output = { classes, confusion, classAccuracy: classAccuracy(confusion) };
        confusions.push(confusion);
        const sample = { ...output, predictions: predictions(shown, probabilities, classes, SIDE) };
        yield { type: 'sample', epoch, sample };
      },
    });
    return { ...outcome(phase.epoch), epoch: phase.epoch, metrics: phase.metrics, phases: [phase], history };
  },

  /** @param picture of any size; its middle square counts */
  async predict(network: LayersModel, picture: AskedPicture) {
    const pixels = shrinkPicture(await pixelsOf(picture), SIDE);
    const { classes } = network.getUserDefinedMetadata() as { classes: readonly string[] };
    return mostLikely(classes, probabilitiesOf(network, pixels));
  },

  encode: async (_, picture: AskedPicture) => [
    { data: shrinkPicture(await pixelsOf(picture), SIDE), shape: [1, ...SHAPE] },
  ],

  project: cifar10Project,
});

/**
 * At Keras' constant rate of 0.0001 a few epochs are too few; at ten times as much RMSprop comes apart on photographs
 * after some. A rate that begins between and falls to nothing serves both, and ends where it has settled.
 */
function scheduleOf(
  {
    schedule,
    decay,
    learningRate,
    epochs,
  }: {
    schedule: 'cosine' | 'inverseTime';
    decay: number;
    learningRate: number;
    epochs: number;
  },
  steps: number,
): Schedule {
  const how = schedule === 'cosine' ? { schedule } : { schedule, rate: decay };
  return ratesOf(how, { initial: learningRate, stepsPerEpoch: steps / epochs, epochs }).rate;
}

const scaled = (bytes: Uint8Array) => Float32Array.from(bytes, (byte) => byte / 255);

/** @param pixels [pictures, 32, 32, 3] @returns [pictures, classes] */
function probabilitiesOf(network: LayersModel, pixels: Float32Array): Tensor {
  const count = pixels.length / (SIDE * SIDE * 3);
  return tidy(() => network.predict(tensor(pixels, [count, ...SHAPE])) as Tensor);
}
