// Small colour pictures of ten classes, told apart by a convolutional network. After Keras' cifar10_cnn.
import { type Tensor, tensor, tidy, train } from '@tensorflow/tfjs-core';
import type { LayersModel } from '@tensorflow/tfjs-layers';
import { shrinkPicture } from '../../data/picture';
import { loadPictures } from '../../data/pictures';
import type { Experiment } from '../../experiment';
import { augmentedExamples } from '../../training/augmentation';
import { ConfusionMatrix } from '../../training/confusion-matrix';
import { imageExamples } from '../../training/examples';
import { fit, fitPlan } from '../../training/fit';
import { decaying } from '../../training/learning-rate';
import { buildNetwork } from './network';
import { classAccuracy, predictions } from './sample';
import type { Cifar10Sample, Cifar10Types } from './types';

const SIDE = 32;
const SHAPE = [SIDE, SIDE, 3] as const;
/** Keras adds 1e-7 outside the square root; TensorFlow.js adds inside. */
const EPSILON = 1e-14;
const SAMPLE_PICTURES = 20;

export const cifar10: Experiment<Cifar10Types> = {
  title: 'CIFAR-10',
  description:
    'A convolutional network learns to tell small colour pictures of ten classes apart. Each training picture is shifted and mirrored at random, so that it looks different each time.',
  hyperparameters: {
    epochs: { type: 'integer', default: 5, min: 1, max: 1000, description: 'Epochs' },
    batchSize: { type: 'integer', default: 32, min: 1, max: 4096, description: 'Examples a step' },
    learningRate: {
      type: 'number',
      default: 0.001,
      min: 1e-6,
      max: 1,
      description: 'Learning rate of RMSprop at the first step',
    },
    decay: {
      type: 'number',
      default: 1e-6,
      min: 0,
      max: 1,
      description: 'How fast the learning rate falls: it is divided by 1 + decay · steps',
    },
    shift: {
      type: 'number',
      default: 0.1,
      min: 0,
      max: 0.5,
      description: 'Furthest shift of a training picture, as a share of its size',
    },
    flip: { type: 'boolean', default: true, description: 'Mirror every other training picture' },
    examples: {
      type: 'integer',
      default: 5000,
      min: 10,
      max: 50_000,
      description: 'Scenes to draw for training, where no data are given; a fifth as many for the test',
    },
  },
  presets: {
    quick: { epochs: 3, examples: 2500 },
    full: { epochs: 50, learningRate: 1e-4, examples: 50_000 },
  },

  async *train(hyperparameters, { seed, random, data, signal }) {
    const { epochs, batchSize, learningRate, decay, shift, flip, examples: count } = hyperparameters;
    const pictures = yield* loadPictures(data, { examples: count, seed, signal });
    const { classes } = pictures;
    const plain = imageExamples(pictures.train, SHAPE, classes.length);
    const examples = {
      train: augmentedExamples(plain, { shift, flip }, random.fork('augmentation')),
      test: imageExamples(pictures.test, SHAPE, classes.length),
    };
    yield { type: 'plan', ...fitPlan(examples, { epochs, batchSize }) };

    const shown = {
      images: pictures.test.images.subarray(0, SAMPLE_PICTURES * SIDE * SIDE * 3),
      labels: pictures.test.labels.subarray(0, SAMPLE_PICTURES),
    };
    const network = buildNetwork(classes.length, random.fork('weights'));
    network.setUserDefinedMetadata({ classes });
    const optimizer = train.rmsprop(learningRate, 0.9, 0, EPSILON);
    const matrix = new ConfusionMatrix(classes.length);
    let sample: Cifar10Sample | undefined;
    let trained = false;
    try {
      const { phase, history } = yield* fit<Cifar10Sample>(network, examples, {
        ...{ phase: 'cifar10', epochs, batchSize, optimizer, random: random.fork('order') },
        learningRate: decaying(learningRate, decay),
        onValidation: (y, p) => matrix.add(y, p),
        async *afterEpoch(epoch) {
          const confusion = await matrix.read();
          const probabilities = await probabilitiesOf(network, scaled(shown.images));
          sample = {
            classes,
            confusion,
            classAccuracy: classAccuracy(confusion),
            predictions: predictions(shown, probabilities, classes, SIDE),
          };
          yield { type: 'sample', epoch, sample };
        },
      });
      trained = true;
      const { confusion, classAccuracy: accuracy } = sample!;
      return {
        network,
        metrics: phase.metrics,
        phases: [phase],
        history,
        dataset: pictures.info,
        output: { classes, confusion, classAccuracy: accuracy },
      };
    } finally {
      optimizer.dispose();
      matrix.dispose();
      if (!trained) network.dispose();
    }
  },

  async predict(network, picture) {
    const pixels = shrinkPicture(picture, SIDE);
    const { classes } = network.getUserDefinedMetadata() as { classes: readonly string[] };
    const values = await probabilitiesOf(network, pixels);
    const probabilities = classes.map((label, i) => ({ label, probability: values[i]! }));
    const { label } = probabilities.reduce((best, one) => (one.probability > best.probability ? one : best));
    return { label, probabilities };
  },
};

const scaled = (bytes: Uint8Array) => Float32Array.from(bytes, (byte) => byte / 255);

/** @param pixels [pictures, 32, 32, 3] @returns [pictures, classes] */
async function probabilitiesOf(network: LayersModel, pixels: Float32Array): Promise<ArrayLike<number>> {
  const count = pixels.length / (SIDE * SIDE * 3);
  const output = tidy(() => network.predict(tensor(pixels, [count, ...SHAPE])) as Tensor);
  const values = await output.data();
  output.dispose();
  return values;
}
