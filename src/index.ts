/**
 * What a page imports: a lab, its runs and models, and the errors. Types only, beside `createLab` and the errors.
 * @module trainlab
 */
export type { Unsubscribe } from './emitter';
export * from './errors';
export { createLab, type Lab, type LabOptions } from './lab';
export type { EvaluationArrays, Given, Model, PictureElement } from './model';
export type {
  AnyRunEvent,
  BackendName,
  BackendReport,
  BatchEvent,
  ClassProbabilities,
  ClassScore,
  DatasetInfo,
  EpochEvent,
  EpochRecord,
  ExperimentDescription,
  ExperimentTypes,
  ExportedModel,
  ExportFormat,
  FileSource,
  HyperparameterDescription,
  HyperparameterValue,
  LabEvents,
  LabWarningEvent,
  LayerArray,
  MemoryInfo,
  MetricDescription,
  Metrics,
  ModelArray,
  ModelEvaluation,
  ModelRecord,
  ModelReference,
  ModelSummary,
  ModelWeight,
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
  SavedModel,
  SaveOptions,
  StatusEvent,
  SummaryLayer,
  WarningEvent,
} from './protocol';
export type { Result, Run } from './run';
export type { ExperimentName, TrainOptions, TypesByName } from './types';
