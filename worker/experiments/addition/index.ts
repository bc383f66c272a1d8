// Addition as translation: a network reads the characters of a sum and writes those of the answer.
// After Keras' addition_rnn.
import { type Tensor, tensor3d, tidy, train } from '@tensorflow/tfjs-core';
import type { LayersModel } from '@tensorflow/tfjs-layers';
import { InvalidInputError } from '../../../src/errors';
import { boolean, integer, number } from '../../declare';
import { experiment } from '../../experiment';
import { restoreBestFlag } from '../../training/best-weights';
import { fit, fitMetrics, fitPlan } from '../../training/fit';
import { networkPart, valuePart } from '../../training/parts';
import { decayRate, inverseTimeDecay } from '../../training/schedule';
import { additionExamples, type Decoded, decode, encodeQuestions, lengths, vocabulary } from './encoding';
import { buildNetwork, codingOf } from './network';
import { type AdditionLength, bothWays, drawSums, EvenLengths, type Question } from './questions';
import { Answered, rightByLength } from './right-by-length';

const VALIDATION_SHARE = 0.1;
const SAMPLE_ROWS = 10;

/** What the network answers to sums of the validation set after an epoch. */
export interface AdditionSample {
  /** Ten sums that are not trained on, the same after each epoch. */
  rows: AdditionRow[];
  /** How many are right, by the length of their numbers. */
  lengths: AdditionLength[];
}

/** A question of the validation set after an epoch. */
export interface AdditionRow {
  question: string;
  answer: string;
  /** What the network answers. */
  guess: string;
  correct: boolean;
}

export interface AdditionPrediction {
  /** The sum as it was read: without spaces and leading zeros. */
  question: string;
  answer: string;
  /** How probable the network takes this answer to be, 0 to 1. */
  confidence: number;
}

export const addition = experiment({
  title: 'Addition',
  description:
    'Two recurrent networks learn to add from examples alone: one reads the characters of a sum such as 12+34, the other writes the answer. Nobody tells them what a number is.',
  hyperparameters: {
    digits: integer(2, { min: 1, max: 5 }, 'Digits a number may have'),
    inverted: boolean(true, 'Read questions from the end, which helps'),
    questions: integer(
      5000,
      { min: 20, max: 200_000 },
      'Different sums, a tenth of them for validation; no more than there are. Short ones are asked more often',
    ),
    hiddenSize: integer(128, { min: 1, max: 1024 }, 'Units of an LSTM layer'),
    decoderLayers: integer(1, { min: 1, max: 4 }, 'LSTM layers that write the answer'),
    epochs: integer(55, { min: 1, max: 1000 }, 'Epochs'),
    batchSize: integer(64, { min: 1, max: 4096 }, 'Questions a step'),
    learningRate: number(0.004, { min: 1e-6, max: 1 }, 'Learning rate of Adam at the first step'),
    decay: decayRate(5e-4),
    restoreBest: restoreBestFlag,
  },
  presets: {
    quick: { digits: 2, questions: 5000, epochs: 55 },
    full: { digits: 3, questions: 50_000, epochs: 100, batchSize: 128, learningRate: 0.001, decay: 0 },
  },
  metrics: fitMetrics,

  async *train(
    { digits, inverted, questions: count, epochs, batchSize, learningRate, decay, restoreBest, ...sizes },
    { random, own, keep },
  ) {
    const sums = drawSums(count, digits, VALIDATION_SHARE, random.fork('questions'));
    const [trained, held] = [sums.train.length, sums.held.length];
    if (trained + held < count) {
      yield {
        type: 'warning',
        message: `There are only ${trained + held} different sums of ${digits} digits.`,
      };
    }
    const training = bothWays(sums.train);
    const asked = bothWays([...sums.held, ...sums.single]);
    const drawn = new EvenLengths(asked, random.fork('validation')).permutation(held);
    const validation = Array.from(drawn, (number) => asked[number]!);
    const shown = random.fork('shown').shuffle(bothWays(sums.held)).slice(0, SAMPLE_ROWS);
    const coding = { digits, inverted };
    const examples = {
      train: additionExamples(training, trained, coding),
      test: additionExamples(validation, held, coding),
    };
    yield { type: 'plan', ...fitPlan(examples, { epochs, batchSize }) };

    const network = own(buildNetwork({ ...coding, ...sizes }, random.fork('weights')));
    keep('network', networkPart(network));
    const soFar = {
      network,
      dataset: {
        name: `sums of ${digits} digits`,
        source: 'embedded',
        train: trained,
        test: held,
      },
    };
    const right: AdditionLength[][] = [];
    const answered = own(new Answered());
    const write = (before: AdditionLength[][]) => void right.splice(0, right.length, ...before);
    keep(
      'right answers',
      valuePart(() => [...right], write),
    );
    const outcome = (epoch: number) => ({ ...soFar, output: { lengths: right[epoch - 1] ?? [] } });
    yield { type: 'so-far', outcome };
    const { phase, history } = yield* fit(network, examples, {
      ...{ phase: 'addition', epochs, batchSize, optimizer: own(train.adam(learningRate)) },
      restoreBest,
      learningRate: inverseTimeDecay(learningRate, decay),
      random: new EvenLengths(training, random.fork('order')),
      onValidation: (y, p) => answered.add(y, p),
      keep,
      /** Ten questions of the validation set, the same after each epoch. */
      async *afterEpoch(epoch) {
        const lengths = rightByLength(validation, await answered.read(), sums.single.length === 0);
        right.push(lengths);
        const rows = await sampleRows(network, shown);
        yield { type: 'sample', epoch, sample: { rows, lengths } };
      },
    });
    return { ...outcome(phase.epoch), epoch: phase.epoch, metrics: phase.metrics, phases: [phase], history };
  },

  /** @param input a sum such as `12+34`; full-width digits are read as digits */
  async predict(network: LayersModel, input: string): Promise<AdditionPrediction> {
    const question = readSum(input, codingOf(network).digits);
    const [{ text: answer, probability: confidence }] = (await answersTo(network, [question])) as [Decoded];
    return { question, answer, confidence };
  },

  encode(network: LayersModel, input: string) {
    const coding = codingOf(network);
    const data = encodeQuestions([readSum(input, coding.digits)], coding);
    return [{ data, shape: [1, lengths(coding.digits).question, vocabulary.length] }];
  },
});

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

/** Digits and plus as keyboards for Chinese and Japanese write them. */
const FULL_WIDTH = /[０-９＋]/g;

/** The same in ASCII, which lies so much lower. */
const narrowed = (wide: string) => String.fromCharCode(wide.charCodeAt(0) - 0xfee0);

function readSum(input: unknown, digits: number): string {
  const text = typeof input === 'string' ? input.replace(FULL_WIDTH, narrowed) : '';
  const [, a, b] = /^\s*0*(\d+)\s*\+\s*0*(\d+)\s*$/.exec(text) || [];
  if (!a || !b || a.length > digits || b.length > digits) {
    throw new InvalidInputError(
      `${JSON.stringify(input)} is no sum of two whole numbers of at most ${digits} digit${digits === 1 ? '' : 's'}, such as "1+2".`,
    );
  }
  return `${a}+${b}`;
}
