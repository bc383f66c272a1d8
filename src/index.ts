// `trainlab`: what a page imports.
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
  FileSource,
  HyperparameterDescription,
  HyperparameterValue,
  LabEvents,
  LabWarningEvent,
  MemoryInfo,
  Metrics,
  NetworkDescription,
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
