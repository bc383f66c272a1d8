// What an experiment of a page's own is written with: handed to its module, so that it bundles none of it.
import { layers } from '@tensorflow/tfjs-layers';
import { DatasetError, InvalidInputError, InvalidOptionError, TrainingError } from '../../src/errors';
import { digitsData, digitsToDraw, loadDigits } from '../data/digits';
import { prepareDrawing } from '../data/drawing';
import { whileLoading } from '../data/loading';
import { shrinkPicture } from '../data/picture';
import { loadPictures, picturesData } from '../data/pictures';
import { boolean, choice, files, integer, number, option, validationName, withValidation } from '../declare';
import { experiment } from '../experiment';
import { Adadelta } from '../training/adadelta';
import { augmentedExamples } from '../training/augmentation';
import { restoreBestFlag } from '../training/best-weights';
import { seedDropout } from '../training/dropout-layer';
import { meansOver, trainEpochs } from '../training/epochs';
import { imageExamples } from '../training/examples';
import { fit, fitMetrics, fitPlan } from '../training/fit';
import { selectClasses } from '../training/labelled-images';
import { categoricalAccuracy, crossEntropy, MeanMetrics } from '../training/metrics';
import { mostLikely } from '../training/most-likely';
import { parameterCounts } from '../training/parameter-counts';
import { networkPart, randomPart, valuePart } from '../training/parts';
import { Random } from '../training/random';
import { decayRate, inverseTimeDecay, setLearningRate } from '../training/schedule';
import { seededLayers } from '../training/seeded-layers';
import { seededDropout, seededNormal, seededUniform } from '../training/seeded-random';
import { sideBySide } from '../training/side-by-side';
import { type LayerClass, registerLayers } from './layers';
import * as tf from './tensorflow';

/** TensorFlow.js, and the pieces that the built-in experiments are made of. */
const pieces = {
  /** TensorFlow.js' core and layers, under one name: `tf.tensor`, `tf.train.adam`, `tf.sequential`, `tf.layers`. */
  tf,
  /** `tf.layers`: `layers.dense({ units: 10 })`. */
  layers,

  // To declare an experiment.
  experiment,
  integer,
  number,
  boolean,
  choice,
  option,
  files,
  validationName,
  withValidation,

  // To train.
  fit,
  fitMetrics,
  fitPlan,
  restoreBestFlag,
  trainEpochs,
  meansOver,
  MeanMetrics,
  categoricalAccuracy,
  crossEntropy,
  mostLikely,
  parameterCounts,
  sideBySide,

  // For checkpoints: what the context's `keep` takes.
  networkPart,
  randomPart,
  valuePart,
  Adadelta,
  decayRate,
  inverseTimeDecay,
  setLearningRate,

  // To be the same with the same seed.
  Random,
  seededLayers,
  seedDropout,
  seededDropout,
  seededNormal,
  seededUniform,

  // To have data.
  digitsData,
  digitsToDraw,
  loadDigits,
  prepareDrawing,
  picturesData,
  loadPictures,
  shrinkPicture,
  whileLoading,
  imageExamples,
  augmentedExamples,
  selectClasses,

  // To refuse what cannot be used.
  DatasetError,
  InvalidInputError,
  InvalidOptionError,
  TrainingError,
};

/** What a module of a page's own is given. */
export type Toolbox = typeof pieces & {
  /**
   * Makes a class of layers known by its `className`, so that networks that hold it can be saved and loaded. Classes
   * that a module exports under `layers` are registered without this.
   * @returns the class
   * @throws ExperimentModuleError if it is no such class, or another of that name is known already
   */
  registerLayer<L extends LayerClass>(layer: L): L;
};

/** @param module whose toolbox it is: its address, or a name, to be told in errors */
export function toolboxOf(module: string): Toolbox {
  return {
    ...pieces,
    registerLayer(layer) {
      registerLayers([layer], module);
      return layer;
    },
  };
}
