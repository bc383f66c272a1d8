import type { ExperimentTypes } from '../../../src/protocol';
import type { MnistData } from '../../data/mnist-files';

export interface AcganTypes extends ExperimentTypes {
  hyperparameters: {
    epochs: number;
    batchSize: number;
    /** Random numbers that a digit is generated from. */
    latentSize: number;
    /** Share of the full network's channels; 0: all on WebGPU, fewer on WASM and CPU (`output.width` says how many). */
    width: number;
    /** Of both networks' Adam; 0: by the width (`output.learningRate` says how much). */
    learningRate: number;
    /** Of Adam too. */
    beta1: number;
    /** One-sided label smoothing: real pictures count as real only so much less than 1. */
    smoothing: number;
    /** Whether the discriminator learns the classes of generated pictures too, or of real ones alone. */
    generatedClasses: boolean;
    /** Embedded digits to draw for training; a fifth as many for the test. */
    examples: number;
  };
  data: MnistData;
  sample: AcganSample;
  input: AcganRequest;
  prediction: {
    digit: number;
    /** What was drawn, `count` pictures. */
    images: GreyPicture[];
  };
  output: {
    /** Share of the full network's channels that was trained. */
    width: number;
    /** With which it was trained. */
    learningRate: number;
    /** As in the last sample. */
    losses: LossTable;
  };
}

/** What to draw: `count` pictures (1 where absent, at most 1000) of a digit. */
export interface AcganRequest {
  digit: number;
  count?: number;
  /** The same seed draws the same pictures; a random one where absent. */
  seed?: number;
}

/** Grey bytes, row by row, 0 (paper) to 255 (ink). */
export interface GreyPicture {
  data: Uint8Array;
  /** In pixels. */
  width: number;
  height: number;
}

/** What an epoch has led to. */
export interface AcganSample {
  /** 10 × 10 generated digits: a row for each class, the latents of a column the same in all rows and epochs. */
  grid: GreyPicture;
  losses: LossTable;
}

/** Losses of both networks over the epoch's training and over the test examples. */
export type LossTable = Record<'generator' | 'discriminator', Record<'train' | 'test', Losses>>;

export interface Losses {
  /** The sum of the other two. */
  loss: number;
  /** Binary cross-entropy of telling real from generated; the generator's: of passing for real. */
  generation: number;
  /** Cross-entropy of the classes. */
  auxiliary: number;
}
