import type { ExperimentTypes } from '../../../src/protocol';

export interface AdditionTypes extends ExperimentTypes {
  hyperparameters: {
    /** Digits that each of the two numbers may have. */
    digits: number;
    /** Whether a question is read from its last character to its first. */
    inverted: boolean;
    /** Different sums to ask, a tenth of them for validation; no more than there are. */
    questions: number;
    /** Units of each LSTM layer. */
    hiddenSize: number;
    decoderLayers: number;
    epochs: number;
    batchSize: number;
    /** Of Adam, at the first step. */
    learningRate: number;
    /** Each step's learning rate is the first divided by 1 + decay · steps before it. */
    decay: number;
  };
  data: undefined;
  /** Ten questions of the validation set, the same after each epoch. */
  sample: AdditionRow[];
  /** A sum such as `123+456`. */
  input: string;
  prediction: {
    answer: string;
    /** How probable the network takes this answer to be, 0 to 1. */
    confidence: number;
  };
  output: undefined;
}

export interface AdditionRow {
  question: string;
  answer: string;
  /** What the network answers. */
  guess: string;
  correct: boolean;
}
