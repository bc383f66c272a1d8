import type { ExperimentTypes, Pixels } from '../../../src/protocol';
import type { MnistData } from '../../data/mnist-files';

export interface AntirectifierTypes extends ExperimentTypes {
  hyperparameters: {
    /** Units of each of the two hidden layers. */
    hiddenSize: number;
    /** Share of a hidden layer's outputs to drop in training. */
    dropout: number;
    epochs: number;
    batchSize: number;
    /** Of RMSprop. */
    learningRate: number;
    /** Embedded digits to draw for training; a fifth as many for the test. */
    examples: number;
    /**
     * Trains beside it a network with ReLU and twice the units, hence about twice the parameters. Its figures
     * stand in the phase `ReLU twin` of history and result, and among the metrics as `twinLoss`,
     * `twinAccuracy`, `twinValLoss` and `twinValAccuracy`.
     */
    compare: boolean;
  };
  data: MnistData;
  sample: undefined;
  /** A drawing of any size, dark on light or light on dark. */
  input: Pixels;
  prediction: {
    /** The likeliest digit. */
    label: number;
    /** Of the digits 0 to 9, adding up to 1. */
    probabilities: { label: number; probability: number }[];
  };
  output: undefined;
}
