/**
 * What a page imports: a lab, its runs and models, and the errors. Types only, beside `createLab` and the errors.
 * @module trainlab
 */
export type { Unsubscribe } from './emitter';
export * from './errors';
export { createLab, type Lab, type LabOptions } from './lab';
export type { Given, Model, PictureElement } from './model';
export type {
  AnyRunEvent,
  BackendName,
  BackendReport,
  BatchEvent,
  ClassProbabilities,
  DatasetInfo,
  EpochEvent,
  EpochRecord,
  ExperimentDescription,
  ExperimentTypes,
  FileSource,
  HyperparameterDescription,
  HyperparameterValue,
  LabEvents,
  LabWarningEvent,
  MemoryInfo,
  MetricDescription,
  Metrics,
  ModelReference,
  NetworkDescription,
  NetworkFiles,
  NetworkLayer,
  NetworkSource,
  OptionDescription,
  PhaseResult,
  PictureSource,
  Pixels,
  ProgressEvent,
  RunEvents,
  SampleEvent,
  StatusEvent,
  WarningEvent,
} from './protocol';
export type { Result, Run } from './run';
export type { ExperimentName, TrainOptions, TypesByName } from './types';
