/**
 * What a page imports: a lab, its runs and models, and the errors. Types only, beside `createLab` and the errors.
 * @module trainlab
 */
export type { Dataset } from './dataset';
export type { DatasetFile, DatasetSource, PageTensor } from './dataset-source';
export type { Unsubscribe } from './emitter';
export * from './errors';
export { createLab, type Lab, type LabOptions } from './lab';
export type { Given, Model } from './model';
export type { OpenDatasetOptions } from './open-dataset';
export type { PictureElement } from './picture-element';
export type {
  AnyRunEvent,
  ArraySource,
  BackendName,
  BackendReport,
  BatchEvent,
  ClassProbabilities,
  DatasetDescription,
  DatasetExample,
  DatasetField,
  DatasetInfo,
  DatasetOptions,
  DatasetProgress,
  DatasetReference,
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
  NestedNumbers,
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
  SplitOptions,
  StatusEvent,
  WarningEvent,
} from './protocol';
export type { Result, Run } from './run';
export type { ExperimentName, TrainOptions, TypesByName } from './types';
