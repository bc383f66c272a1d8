/**
 * What the author of an experiment imports: to declare it, and the types of all that it is given and gives. None of
 * this is TensorFlow.js at run time; the types of `Toolbox` name it.
 * @module trainlab/experiment
 */
export {
  boolean,
  type Choice,
  choice,
  type Flag,
  files,
  type GivenOf,
  type Hyperparameter,
  integer,
  type Numeric,
  number,
  type Option,
  option,
  type ValueOf,
  type ValuesOf,
  validationName,
  withValidation,
} from '../declare';
export {
  type AnyExperiment,
  type Definition,
  type Disposable,
  type Experiment,
  type ExperimentEvent,
  experiment,
  type LabNetwork,
  type Network,
  type Outcome,
  type Predicting,
  type Reading,
  type TrainContext,
  type Training,
  type TypesOfDefinition,
} from '../experiment';
export type { LayerClass } from './layers';
export type { OwnExperiment, OwnModule } from './module';
export type { Toolbox } from './toolbox';
