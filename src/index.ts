export * from './errors';
export { createLab, type Lab, type LabOptions } from './lab';
export type { Model } from './model';
export type {
  AnyRunEvent,
  BackendName,
  BackendReport,
  BatchEvent,
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
  NetworkLayer,
  NetworkSource,
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
export type { ExperimentName, Given, PictureElement, TrainOptions, TypesByName } from './types';
