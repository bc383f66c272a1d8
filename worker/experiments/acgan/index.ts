// Two networks compete: one draws digits, the other tells drawn from real and names the digit. After Keras'
// mnist_acgan (Odena, Olah and Shlens, "Conditional image synthesis with auxiliary classifier GANs", 2017).
import type { BackendName } from '../../../src/protocol';
import { loadDigits } from '../../data/digits';
import type { Experiment } from '../../experiment';
import { imageExamples } from '../../training/examples';
import { Random } from '../../training/random';
import { buildNetworks, CLASSES } from './network';
import { drawDigit } from './pictures';
import { readRequest } from './request';
import { trainNetworks, trainPlan } from './train-networks';
import type { AcganTypes } from './types';

const SHAPE = [28, 28, 1] as const;

/** What a visitor without a GPU can wait for. */
const WIDTHS: Record<BackendName, number> = { webgpu: 1, wasm: 0.125, cpu: 0.125 };

/** What a hyperparameter of 0 stands for. */
export function chosenSizes(
  { width: share, learningRate: rate }: Pick<AcganTypes['hyperparameters'], 'width' | 'learningRate'>,
  backend: BackendName,
): { width: number; learningRate: number } {
  const width = share || WIDTHS[backend];
  return { width, learningRate: rate || FULL_RATE * width ** -0.75 };
}

/** Keras' learning rate. Narrow networks bear, and in their short time need, a higher one: 1/8 the fivefold. */
const FULL_RATE = 0.0002;

export const acgan: Experiment<AcganTypes> = {
  title: 'AC-GAN',
  description:
    'Two networks compete: a generator draws handwritten digits on demand, a discriminator tells them from real ones and names them. In the end the generator draws any digit you ask for.',
  hyperparameters: {
    epochs: { type: 'integer', default: 5, min: 1, max: 1000, description: 'Epochs' },
    batchSize: {
      type: 'integer',
      default: 16,
      min: 1,
      max: 4096,
      description: 'Real examples a step; as many and twice as many are generated beside',
    },
    latentSize: {
      type: 'integer',
      default: 100,
      min: 1,
      max: 4096,
      description: 'Random numbers that a digit is generated from',
    },
    width: {
      type: 'number',
      default: 0,
      min: 0,
      max: 2,
      description: 'Share of the full network’s channels; 0 chooses: 1 on WebGPU, 1/8 on WASM and CPU',
    },
    learningRate: {
      type: 'number',
      default: 0,
      min: 0,
      max: 1,
      description:
        'Learning rate of Adam, for both networks; 0 chooses: 0.0002 at full width, more when narrow',
    },
    beta1: { type: 'number', default: 0.5, min: 0, max: 0.999, description: 'Momentum of Adam' },
    smoothing: {
      type: 'number',
      default: 0.1,
      min: 0,
      max: 0.5,
      description: 'One-sided label smoothing: real digits count as real only so much less than 1',
    },
    generatedClasses: {
      type: 'boolean',
      default: false,
      description: 'Teach the discriminator the classes of generated digits too, as the original did',
    },
    examples: {
      type: 'integer',
      default: 10_000,
      min: 10,
      max: 60_000,
      description: 'Digits to draw for training, where no data are given; a fifth as many for the test',
    },
  },
  presets: {
    quick: { epochs: 3, examples: 5000 },
    full: {
      ...{ epochs: 50, batchSize: 100, width: 1, learningRate: 0.0002 },
      ...{ smoothing: 0, generatedClasses: true, examples: 60_000 },
    },
  },

  async *train(hyperparameters, { seed, random, data, signal, backend }) {
    const { examples: count, latentSize } = hyperparameters;
    const { width, learningRate } = chosenSizes(hyperparameters, backend);
    const digits = yield* loadDigits(data, { examples: count, seed, signal });
    const examples = {
      train: imageExamples(digits.train, SHAPE, CLASSES, [-1, 1]),
      test: imageExamples(digits.test, SHAPE, CLASSES, [-1, 1]),
    };
    yield { type: 'plan', ...trainPlan(examples, hyperparameters) };

    const networks = buildNetworks({ latentSize, width }, random.fork('weights'));
    let trained = false;
    try {
      const { phase, history, losses } = yield* trainNetworks(networks, examples, {
        ...hyperparameters,
        learningRate,
        random: random.fork('training'),
      });
      trained = true;
      return {
        network: networks.generator,
        metrics: phase.metrics,
        phases: [phase],
        history,
        dataset: digits.info,
        output: { width, learningRate, losses },
      };
    } finally {
      networks.discriminator.dispose();
      if (!trained) networks.generator.dispose();
    }
  },

  async predict(generator, request) {
    const { digit, count, seed } = readRequest(request);
    return { digit, images: await drawDigit(generator, { digit, count }, new Random(seed)) };
  },
};
