import type { ExperimentTypes, Pixels } from '../../../src/protocol';
import type { Cifar10Data } from '../../data/cifar10-files';

export interface Cifar10Types extends ExperimentTypes {
  hyperparameters: {
    epochs: number;
    batchSize: number;
    /** Of RMSprop, at the first step. */
    learningRate: number;
    /** Each step's learning rate is the first divided by 1 + decay · steps before it. */
    decay: number;
    /** The furthest random shift of a training picture, as a share of its width and height. */
    shift: number;
    /** Whether to mirror every other training picture. */
    flip: boolean;
    /** Embedded scenes to draw for training; a fifth as many for the test. */
    examples: number;
  };
  data: Cifar10Data;
  sample: Cifar10Sample;
  /** A picture of any size; its middle square counts. */
  input: Pixels;
  prediction: {
    /** The likeliest class, such as `boat`. */
    label: string;
    /** Of all classes, adding up to 1. */
    probabilities: { label: string; probability: number }[];
  };
  output: {
    /** What the classes are called, by label. */
    classes: readonly string[];
    /** As in the last sample. */
    confusion: number[][];
    classAccuracy: number[];
  };
}

/** What the network makes of the test pictures after an epoch. */
export interface Cifar10Sample {
  /** What the classes are called, by label: rows and columns of the matrix. */
  classes: readonly string[];
  /** How many test pictures of each class (row) were taken for each class (column). */
  confusion: number[][];
  /** Share of each class's test pictures that were recognised; NaN for a class without any. */
  classAccuracy: number[];
  /** The first test pictures, the same after each epoch. */
  predictions: Cifar10Prediction[];
}

export interface Cifar10Prediction {
  picture: Pixels;
  /** What it shows, what the network took it for, and how sure it was. */
  label: string;
  guess: string;
  probability: number;
}
