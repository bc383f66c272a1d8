// Addition as translation: a network reads the characters of a sum and writes those of the answer.
// After Keras' addition_rnn.
import { type Tensor, tensor3d, tidy, train } from '@tensorflow/tfjs-core';
import type { LayersModel } from '@tensorflow/tfjs-layers';
import { InvalidInputError } from '../../../src/errors';
import type { Experiment } from '../../experiment';
import { fit, fitPlan } from '../../training/fit';
import { decaying } from '../../training/learning-rate';
import { additionExamples, type Decoded, decode, encodeQuestions, lengths, vocabulary } from './encoding';
import { buildNetwork, codingOf } from './network';
import { drawQuestions, type Question } from './questions';
import type { AdditionRow, AdditionTypes } from './types';

const VALIDATION_SHARE = 0.1;
const SAMPLE_ROWS = 10;

export const addition: Experiment<AdditionTypes> = {
  title: 'Addition',
  description:
    'Two recurrent networks learn to add from examples alone: one reads the characters of a sum such as 123+456, the other writes the answer. Nobody tells them what a number is.',
  hyperparameters: {
    digits: { type: 'integer', default: 2, min: 1, max: 5, description: 'Digits a number may have' },
    inverted: { type: 'boolean', default: true, description: 'Read questions from the end, which helps' },
    questions: {
      type: 'integer',
      default: 5000,
      min: 20,
      max: 200_000,
      description: 'Different sums, a tenth of them for validation; no more than there are',
    },
    hiddenSize: { type: 'integer', default: 128, min: 1, max: 1024, description: 'Units of an LSTM layer' },
    decoderLayers: {
      type: 'integer',
      default: 1,
      min: 1,
      max: 4,
      description: 'LSTM layers that write the answer',
    },
    epochs: { type: 'integer', default: 55, min: 1, max: 1000, description: 'Epochs' },
    batchSize: { type: 'integer', default: 64, min: 1, max: 4096, description: 'Questions a step' },
    learningRate: {
      type: 'number',
      default: 0.004,
      min: 1e-6,
      max: 1,
      description: 'Learning rate of Adam at the first step',
    },
    decay: {
      type: 'number',
      default: 5e-4,
      min: 0,
      max: 1,
      description: 'How fast the learning rate falls: it is divided by 1 + decay · steps',
    },
  },
  presets: {
    quick: { digits: 2, questions: 5000, epochs: 55 },
    full: { digits: 3, questions: 50_000, epochs: 100, batchSize: 128, learningRate: 0.001, decay: 0 },
  },

  async *train(
    { digits, inverted, questions: count, epochs, batchSize, learningRate, decay, ...sizes },
    { random },
  ) {
    const questions = drawQuestions(count, digits, random.fork('questions'));
    if (questions.length < count) {
      yield {
        type: 'warning',
        message: `There are only ${questions.length} different sums of ${digits} digits.`,
      };
    }
    const held = Math.ceil(questions.length * VALIDATION_SHARE);
    const validation = questions.slice(0, held);
    const coding = { digits, inverted };
    const examples = {
      train: additionExamples(questions.slice(held), coding),
      test: additionExamples(validation, coding),
    };
    yield { type: 'plan', ...fitPlan(examples, { epochs, batchSize }) };

    const network = buildNetwork({ ...coding, ...sizes }, random.fork('weights'));
    const optimizer = train.adam(learningRate);
    let trained = false;
    try {
      const { phase, history } = yield* fit(network, examples, {
        phase: 'addition',
        epochs,
        batchSize,
        optimizer,
        learningRate: decaying(learningRate, decay),
        random: random.fork('order'),
        async *afterEpoch(epoch) {
          yield {
            type: 'sample',
            epoch,
            sample: await sampleRows(network, validation.slice(0, SAMPLE_ROWS)),
          };
        },
      });
      trained = true;
      return {
        network,
        metrics: phase.metrics,
        phases: [phase],
        history,
        dataset: {
          name: `sums of ${digits} digits`,
          source: 'embedded',
          train: examples.train.count,
          test: examples.test.count,
        },
        output: undefined,
      };
    } finally {
      optimizer.dispose();
      if (!trained) network.dispose();
    }
  },

  async predict(network, input) {
    const [{ text: answer, probability: confidence }] = (await answersTo(network, [
      readSum(input, codingOf(network).digits),
    ])) as [Decoded];
    return { answer, confidence };
  },
};

async function sampleRows(network: LayersModel, questions: Question[]): Promise<AdditionRow[]> {
  const answers = await answersTo(
    network,
    questions.map(({ question }) => question),
  );
  return questions.map(({ question, answer }, i) => {
    const guess = answers[i]!.text;
    return { question, answer, guess, correct: guess === answer };
  });
}

async function answersTo(network: LayersModel, questions: string[]): Promise<Decoded[]> {
  const coding = codingOf(network);
  const { question, answer } = lengths(coding.digits);
  const output = tidy(() => {
    const x = tensor3d(encodeQuestions(questions, coding), [questions.length, question, vocabulary.length]);
    return network.predict(x) as Tensor; // [questions, digits + 1, 12]
  });
  const rows = await output.data();
  output.dispose();
  return decode(rows, answer);
}

function readSum(input: unknown, digits: number): string {
  const [, a, b] = (typeof input === 'string' && /^\s*0*(\d+)\s*\+\s*0*(\d+)\s*$/.exec(input)) || [];
  if (!a || !b || a.length > digits || b.length > digits) {
    throw new InvalidInputError(
      `${JSON.stringify(input)} is no sum of two whole numbers of at most ${digits} digit${digits === 1 ? '' : 's'}, such as "1+2".`,
    );
  }
  return `${a}+${b}`;
}
