// An activation that keeps both signs against ReLU, which throws one away. After Keras' antirectifier.
import { type Tensor, tensor2d, tidy, train } from '@tensorflow/tfjs-core';
import type { LayersModel } from '@tensorflow/tfjs-layers';
import type { Metrics } from '../../../src/protocol';
import { type AskedPicture, pixelsOf } from '../../data/asked-picture';
import { digitsData, digitsPart, digitsToDraw, loadDigits } from '../../data/digits';
import { smallGrey } from '../../data/drawn-input';
import { boolean, integer, number } from '../../declare';
import { experiment } from '../../experiment';
import { restoreBestFlag } from '../../training/best-weights';
import type { Trained } from '../../training/epochs';
import { imageExamples } from '../../training/examples';
import { fit, fitMetrics, fitPlan } from '../../training/fit';
import { mostLikely } from '../../training/most-likely';
import { networkPart } from '../../training/parts';
import { sideBySide } from '../../training/side-by-side';
import { buildNetwork, buildTwin } from './network';
import { antirectifierProject } from './project';

const PIXELS = 784;
/** Of a data set. */
const CLASSES = { min: 2, max: 1000 };
const DIGITS = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9];
const DECAY = 0.9; // Keras' default

/** What a step of the twin takes, in steps of the other. */
const TWIN_WORK = 1.5;

export const antirectifier = experiment({
  title: 'Antirectifier',
  description:
    'A custom layer hands on both the positive and the negative part of its input. On handwritten digits it can be compared with a network that has ReLU instead and twice the parameters.',
  hyperparameters: {
    hiddenSize: integer(256, { min: 1, max: 4096 }, 'Units of a hidden layer'),
    dropout: number(0.1, { min: 0, max: 0.9 }, 'Share of outputs to drop'),
    epochs: integer(20, { min: 1, max: 1000 }, 'Epochs'),
    batchSize: integer(128, { min: 1, max: 4096 }, 'Examples a step'),
    learningRate: number(0.001, { min: 1e-6, max: 1 }, 'Learning rate of RMSprop'),
    examples: digitsToDraw({ min: 50 }),
    restoreBest: restoreBestFlag,
    compare: boolean(false, 'Train a ReLU network with twice the parameters beside it'),
  },
  presets: {
    quick: { epochs: 5, examples: 3000 },
    full: { epochs: 40, examples: 60_000, compare: true },
  },
  metrics: fitMetrics,
  /** Of the run, if it compares; the twin's epochs are in its phase, `ReLU twin`, under the plain names. */
  optionalMetrics: {
    twinLoss: { kind: 'loss' },
    twinAccuracy: { kind: 'fraction' },
    twinValLoss: { kind: 'loss', validates: 'twinLoss' },
    twinValAccuracy: { kind: 'fraction', validates: 'twinAccuracy' },
  },
  data: digitsData,

  async *train(hyperparameters, { seed, random, data, datasetOf, signal, own, keep }) {
    const { examples: count, compare, epochs, batchSize, learningRate, restoreBest } = hyperparameters;
    const digits = yield* loadDigits(data, { examples: count, seed, signal, datasetOf }, CLASSES);
    const { classes, drawn } = digits;
    const examples = {
      train: imageExamples(digits.train, [PIXELS], classes.length),
      test: imageExamples(digits.test, [PIXELS], classes.length),
    };
    const contenders = [{ phase: 'antirectifier', work: 1, build: buildNetwork }];
    if (compare) contenders.push({ phase: 'ReLU twin', work: TWIN_WORK, build: buildTwin });
    const plans = contenders.map(({ work }) => fitPlan(examples, { epochs, batchSize, work }));
    yield {
      type: 'plan',
      steps: plans.reduce((sum, { steps }) => sum + steps, 0),
      work: plans.reduce((sum, { work }) => sum + work, 0),
    };

    const networks = contenders.map(({ phase, build }) =>
      own(build(hyperparameters, classes.length, random.fork(`${phase} weights`))),
    );
    for (const [i, network] of networks.entries())
      keep(`${contenders[i]!.phase}: network`, networkPart(network));
    keep('data', digitsPart(digits));
    for (const network of networks) network.setUserDefinedMetadata({ classes, drawn });
    const soFar = { network: networks[0]!, dataset: digits.info, classes: classes.map(String) };
    yield { type: 'so-far', phase: contenders[0]!.phase, outcome: () => soFar };
    const trainings = contenders.map(({ phase, work }, i) => {
      const optimizer = own(train.rmsprop(learningRate, DECAY));
      const order = random.fork('order');
      return fit(networks[i]!, examples, {
        phase,
        epochs,
        batchSize,
        optimizer,
        work,
        random: order,
        restoreBest,
        keep,
      });
    });
    const results = yield* sideBySide(trainings);
    return {
      ...soFar,
      epoch: results[0]!.phase.epoch,
      metrics: metricsOf(results),
      phases: results.map(({ phase }) => phase),
      history: results.flatMap(({ history }) => history),
    };
  },

  /** @param drawing of any size, dark on light or light on dark; of a data set of pictures, a picture of any size */
  async predict(network: LayersModel, drawing: AskedPicture) {
    const { classes, drawn } = learnedBy(network);
    const pixels = smallGrey(await pixelsOf(drawing), drawn);
    const output = tidy(() => network.predict(tensor2d(pixels, [1, PIXELS])) as Tensor); // [1, 10]
    return mostLikely(classes, output);
  },

  encode: async (network: LayersModel, drawing: AskedPicture) => [
    { data: smallGrey(await pixelsOf(drawing), learnedBy(network).drawn), shape: [1, PIXELS] },
  ],

  project: antirectifierProject,
});

/** What is kept with the network: names of the classes; the digits are numbers. */
interface Learned {
  classes: readonly (number | string)[];
  drawn: boolean;
}

const learnedBy = (network: LayersModel): Learned => ({
  ...{ classes: DIGITS, drawn: true },
  ...(network.getUserDefinedMetadata() as Learned | undefined),
});

/** The first one's, and those of its twin with their names begun by `twin`. */
function metricsOf([own, twin]: Trained[]): Metrics {
  const named = Object.entries(twin?.phase.metrics ?? {}).map(
    ([name, value]) => [`twin${name[0]!.toUpperCase()}${name.slice(1)}`, value] as const,
  );
  return { ...own!.phase.metrics, ...Object.fromEntries(named) };
}
