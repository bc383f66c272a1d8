import type { ExperimentTypes, Pixels } from '../../../src/protocol';
import type { MnistData } from '../../data/mnist-files';

export interface TransferTypes extends ExperimentTypes {
  hyperparameters: {
    /** Epochs of each of the two phases. */
    epochs: number;
    batchSize: number;
    /** Of Adadelta. */
    learningRate: number;
    /** Embedded digits to draw for training; a fifth as many for the test. */
    examples: number;
  };
  data: MnistData;
  sample: undefined;
  /** A drawing of any size, dark on light or light on dark. */
  input: Pixels;
  prediction: {
    /** The likeliest digit, 5 to 9. */
    label: number;
    /** Of the digits 5 to 9, adding up to 1. */
    probabilities: { label: number; probability: number }[];
  };
  output: undefined;
}
