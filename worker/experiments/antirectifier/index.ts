// An activation that keeps both signs against ReLU, which throws one away. After Keras' antirectifier.
import { type Tensor, tensor2d, tidy, train } from '@tensorflow/tfjs-core';
import type { LayersModel } from '@tensorflow/tfjs-layers';
import type { Metrics } from '../../../src/protocol';
import { loadDigits } from '../../data/digits';
import { prepareDrawnDigit } from '../../data/drawing';
import type { Experiment } from '../../experiment';
import { imageExamples } from '../../training/examples';
import { type FitResult, fit, fitPlan } from '../../training/fit';
import type { Random } from '../../training/random';
import { sideBySide } from '../../training/side-by-side';
import { buildNetwork, buildTwin } from './network';
import type { AntirectifierTypes } from './types';

const PIXELS = 784;
const CLASSES = 10;
const DECAY = 0.9; // Keras' default

export const antirectifier: Experiment<AntirectifierTypes> = {
  title: 'Antirectifier',
  description:
    'A custom layer hands on both the positive and the negative part of its input. On handwritten digits it can be compared with a network that has ReLU instead and twice the parameters.',
  hyperparameters: {
    hiddenSize: { type: 'integer', default: 256, min: 1, max: 4096, description: 'Units of a hidden layer' },
    dropout: { type: 'number', default: 0.1, min: 0, max: 0.9, description: 'Share of outputs to drop' },
    epochs: { type: 'integer', default: 20, min: 1, max: 1000, description: 'Epochs' },
    batchSize: { type: 'integer', default: 128, min: 1, max: 4096, description: 'Examples a step' },
    learningRate: {
      type: 'number',
      default: 0.001,
      min: 1e-6,
      max: 1,
      description: 'Learning rate of RMSprop',
    },
    examples: {
      type: 'integer',
      default: 10_000,
      min: 50,
      max: 60_000,
      description: 'Digits to draw for training, where no data are given; a fifth as many for the test',
    },
    compare: {
      type: 'boolean',
      default: false,
      description: 'Train a ReLU network with twice the parameters beside it',
    },
  },
  presets: {
    quick: { epochs: 5, examples: 3000 },
    full: { epochs: 40, examples: 60_000, compare: true },
  },

  async *train(hyperparameters, { seed, random, data, signal }) {
    const { examples: count, compare, epochs, batchSize, learningRate } = hyperparameters;
    const digits = yield* loadDigits(data, { examples: count, seed, signal });
    const examples = {
      train: imageExamples(digits.train, [PIXELS], CLASSES),
      test: imageExamples(digits.test, [PIXELS], CLASSES),
    };
    const contenders: Contender[] = [{ phase: 'antirectifier', work: 1, build: buildNetwork }];
    if (compare) contenders.push({ phase: 'ReLU twin', work: TWIN_WORK, build: buildTwin });
    const plans = contenders.map(({ work }) => fitPlan(examples, { epochs, batchSize, work }));
    yield {
      type: 'plan',
      steps: plans.reduce((sum, { steps }) => sum + steps, 0),
      work: plans.reduce((sum, { work }) => sum + work, 0),
    };

    const networks: LayersModel[] = [];
    const trainings = contenders.map(async function* ({ phase, work, build }) {
      const network = build(hyperparameters, random.fork(`${phase} weights`));
      networks.push(network);
      const optimizer = train.rmsprop(learningRate, DECAY);
      const order = random.fork('order');
      try {
        return yield* fit(network, examples, { phase, epochs, batchSize, optimizer, work, random: order });
      } finally {
        optimizer.dispose();
      }
    });
    let trained = false;
    try {
      const results = yield* sideBySide(trainings);
      trained = true;
      return {
        network: networks[0]!,
        metrics: metricsOf(results),
        phases: results.map(({ phase }) => phase),
        history: results.flatMap(({ history }) => history),
        dataset: digits.info,
        output: undefined,
      };
    } finally {
      for (const network of networks.slice(trained ? 1 : 0)) network.dispose();
    }
  },

  async predict(network, drawing) {
    const pixels = prepareDrawnDigit(drawing);
    const output = tidy(() => network.predict(tensor2d(pixels, [1, PIXELS])) as Tensor); // [1, 10]
    const values = await output.data();
    output.dispose();
    const probabilities = [...values].map((probability, label) => ({ label, probability }));
    const { label } = probabilities.reduce((best, one) => (one.probability > best.probability ? one : best));
    return { label, probabilities };
  },
};

/** What a step of the twin takes, in steps of the other. */
const TWIN_WORK = 1.5;

interface Contender {
  phase: string;
  work: number;
  build(sizes: AntirectifierTypes['hyperparameters'], random: Random): LayersModel;
}

/** The first one's, and those of its twin with their names begun by `twin`. */
function metricsOf([own, twin]: FitResult[]): Metrics {
  const named = Object.entries(twin?.phase.metrics ?? {}).map(
    ([name, value]) => [`twin${name[0]!.toUpperCase()}${name.slice(1)}`, value] as const,
  );
  return { ...own!.phase.metrics, ...Object.fromEntries(named) };
}
