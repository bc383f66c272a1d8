/**
 * What a page imports: a lab, its runs and models, and the errors. Types only, beside `createLab` and the errors.
 * @module trainlab
 */
export type { Dataset } from './dataset';
export type { DatasetFile, DatasetSource, OpenDatasetOptions, PageTensor } from './dataset-source';
export type { Unsubscribe } from './emitter';
export * from './errors';
export type { DatasetPrediction, FitData, FitNetwork, FitTypes } from './fit';
export type * from './fit-protocol';
export { createLab, type DownloadCache, type Lab, type LabOptions } from './lab';
export type { EvaluationArrays, Given, Model } from './model';
export type { PictureElement } from './picture-element';
export type {
  AnyRunEvent,
  ArraySource,
  BackendName,
  BackendReport,
  BatchEvent,
  ClassProbabilities,
  ClassScore,
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
  NestedNumbers,
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
  SavedModel,
  SaveOptions,
  SplitOptions,
  StatusEvent,
  SummaryLayer,
  WarningEvent,
} from './protocol';
export type { Result, Run } from './run';
export type { ExperimentName, OwnExperiments, TrainOptions, TypesByName, TypesIn } from './types';
