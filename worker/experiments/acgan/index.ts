// Two networks compete: one draws digits, the other tells drawn from real and names the digit. After Keras'
// mnist_acgan (Odena, Olah and Shlens, "Conditional image synthesis with auxiliary classifier GANs", 2017).
import type { LayersModel } from '@tensorflow/tfjs-layers';
import { InvalidInputError } from '../../../src/errors';
import type { BackendName } from '../../../src/protocol';
import { digitsData, digitsPart, digitsToDraw, loadDigits } from '../../data/digits';
import { boolean, integer, number, withValidation } from '../../declare';
import { experiment } from '../../experiment';
import { imageExamples } from '../../training/examples';
import { networkPart } from '../../training/parts';
import { Random } from '../../training/random';
import { drawDigit, readLatents } from './generate';
import { buildNetworks } from './network';
import { trainNetworks, trainPlan } from './training';
import type { AcganRequest, LossTable } from './types';

const SHAPE = [28, 28, 1] as const;

/** Of a data set. */
const CLASSES = { min: 2, max: 100 };
const DIGITS = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9];

/** What a visitor without a GPU can wait for. */
const WIDTHS: Record<BackendName, number> = { webgpu: 1, wasm: 0.125, cpu: 0.125 };

/** Keras' learning rate. Narrow networks bear, and in their short time need, a higher one: 1/8 the fivefold. */
const FULL_RATE = 0.0002;

/** What a hyperparameter of 0 stands for. */
export function chosenSizes(
  { width: share, learningRate: rate }: { width: number; learningRate: number },
  backend: BackendName,
): { width: number; learningRate: number } {
  const width = share || WIDTHS[backend];
  return { width, learningRate: rate || FULL_RATE * width ** -0.75 };
}

export const acgan = experiment({
  title: 'AC-GAN',
  description:
    'Two networks compete: a generator draws handwritten digits on demand, a discriminator tells them from real ones and names them. In the end the generator draws any digit you ask for.',
  hyperparameters: {
    epochs: integer(5, { min: 1, max: 1000 }, 'Epochs'),
    batchSize: integer(
      16,
      { min: 1, max: 4096 },
      'Real examples a step; as many and twice as many are generated beside',
    ),
    latentSize: integer(100, { min: 1, max: 4096 }, 'Random numbers that a digit is generated from'),
    width: number(
      0,
      { min: 0, max: 2 },
      'Share of the full network’s channels; 0 chooses: 1 on WebGPU, 1/8 on WASM and CPU',
    ),
    learningRate: number(
      0,
      { min: 0, max: 1 },
      'Learning rate of Adam, for both networks; 0 chooses: 0.0002 at full width, more when narrow',
    ),
    beta1: number(0.5, { min: 0, max: 0.999 }, 'Momentum of Adam'),
    smoothing: number(
      0.1,
      { min: 0, max: 0.5 },
      'One-sided label smoothing: real digits count as real only so much less than 1',
    ),
    generatedClasses: boolean(
      false,
      'Teach the discriminator the classes of generated digits too, as the original did',
    ),
    examples: digitsToDraw({ min: 10 }),
  },
  presets: {
    quick: { epochs: 3, examples: 5000 },
    full: {
      ...{ epochs: 50, batchSize: 100, width: 1, learningRate: 0.0002 },
      ...{ smoothing: 0, generatedClasses: true, examples: 60_000 },
    },
  },
  metrics: withValidation({
    ...{ generatorLoss: 'loss', generatorGeneration: 'loss', generatorAuxiliary: 'loss' },
    ...{ discriminatorLoss: 'loss', discriminatorGeneration: 'loss', discriminatorAuxiliary: 'loss' },
  }),
  data: digitsData,

  async *train(hyperparameters, { seed, random, data, datasetOf, signal, backend, own, keep }) {
    const { examples: count, latentSize } = hyperparameters;
    const { width, learningRate } = chosenSizes(hyperparameters, backend);
    const digits = yield* loadDigits(data, { examples: count, seed, signal, datasetOf }, CLASSES);
    const { classes } = digits;
    const examples = {
      train: imageExamples(digits.train, SHAPE, classes.length, [-1, 1]),
      test: imageExamples(digits.test, SHAPE, classes.length, [-1, 1]),
    };
    yield { type: 'plan', ...trainPlan(examples, hyperparameters) };

    const networks = buildNetworks({ latentSize, classes: classes.length, width }, random.fork('weights'));
    own(networks.generator).setUserDefinedMetadata({ classes });
    own(networks.discriminator);
    const outcome = (losses: LossTable | undefined) => ({
      ...{ network: networks.generator, dataset: digits.info },
      /** What was chosen where the hyperparameters are 0, and the losses of the last sample; none before the first. */
      output: { width, learningRate, losses },
    });
    let losses: LossTable | undefined;
    keep('generator', networkPart(networks.generator));
    keep('discriminator', networkPart(networks.discriminator));
    keep('data', digitsPart(digits));
    yield { type: 'so-far', outcome: () => outcome(losses) };
    const { phase, history } = yield* trainNetworks(networks, examples, {
      ...hyperparameters,
      learningRate,
      random: random.fork('training'),
      own,
      keep,
      onLosses: (table) => {
        losses = table;
      },
    });
    return { ...outcome(losses), epoch: phase.epoch, metrics: phase.metrics, phases: [phase], history };
  },

  async predict(generator: LayersModel, request: AcganRequest) {
    const { digit, count, seed } = readRequest(request, learnedBy(generator));
    return { digit, images: await drawDigit(generator, { digit, count }, new Random(seed)) };
  },

  encode(generator: LayersModel, request: AcganRequest) {
    const { digit, count, seed } = readRequest(request, learnedBy(generator));
    return readLatents(generator, new Int32Array(count).fill(digit), new Random(seed));
  },
});

const MOST_PICTURES = 1000;

/** What they are called, by number; the digits as numbers. */
type Classes = readonly (number | string)[];

const learnedBy = (generator: LayersModel): Classes =>
  (generator.getUserDefinedMetadata() as { classes?: Classes } | undefined)?.classes ?? DIGITS;

/**
 * Fills in what a request leaves out, or gives as null.
 * @throws InvalidInputError naming what is wrong with it
 */
export function readRequest(
  request: AcganRequest,
  classes: Classes = DIGITS,
): { digit: number; count: number; seed: number } {
  if (typeof request !== 'object' || request === null) {
    throw new InvalidInputError(
      `A request is an object such as { digit: 7, count: 16 }, but this is ${show(request)}.`,
    );
  }
  const { digit: wanted } = request;
  const named = typeof wanted === 'string' ? classes.indexOf(wanted) : -1;
  const digit = named >= 0 ? named : wanted;
  const count = request.count ?? 1;
  const seed = request.seed ?? Math.floor(Math.random() * 2 ** 32);
  if (!isWhole(digit, 0, classes.length - 1)) {
    const names = classes.filter((name) => typeof name === 'string');
    const allowed = `a whole number from 0 to ${classes.length - 1}`;
    throw wrong('digit', wanted, names.length > 0 ? `${allowed}, or one of ${names.join(', ')}` : allowed);
  }
  if (!isWhole(count, 1, MOST_PICTURES))
    throw wrong('count', count, `a whole number from 1 to ${MOST_PICTURES}`);
  if (!Number.isFinite(seed)) throw wrong('seed', seed, 'a number');
  return { digit, count, seed };
}

function isWhole(value: unknown, min: number, max: number): value is number {
  return Number.isInteger(value) && (value as number) >= min && (value as number) <= max;
}

function wrong(field: string, value: unknown, allowed: string): InvalidInputError {
  return new InvalidInputError(`${field} is ${show(value)}; allowed is ${allowed}.`);
}

function show(value: unknown): string {
  return typeof value === 'string' ? JSON.stringify(value) : String(value);
}
