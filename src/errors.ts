// Named errors, and how they cross the worker boundary and come back as the class they were.
import type { BackendName, ModelHandle, WireError } from './protocol';

/** What every error of this package is an instance of. */
export class TrainlabError extends Error {
  /** The properties that cross the worker boundary besides the message. */
  get fields(): Record<string, unknown> {
    const { name: _, message: __, stack: ___, ...fields } = this as unknown as Record<string, unknown>;
    return fields;
  }
}

/** No backend works here; `reasons` says why, each by its name. */
export class BackendUnavailableError extends TrainlabError {
  override readonly name = 'BackendUnavailableError';
  constructor(readonly reasons: Partial<Record<BackendName, string>>) {
    const list = Object.entries(reasons).map(([name, reason]) => `${name}: ${reason}`);
    super(`No backend can train here. ${list.join('; ')}`);
  }
}

/** This is no place for a lab: a server, or a browser without module workers. */
export class UnsupportedEnvironmentError extends TrainlabError {
  override readonly name = 'UnsupportedEnvironmentError';
}

/** The worker could not be loaded or broke down. */
export class WorkerFailedError extends TrainlabError {
  override readonly name = 'WorkerFailedError';
}

/** A name or a value that is not allowed; `allowed` says what is. */
export class InvalidOptionError extends TrainlabError {
  override readonly name = 'InvalidOptionError';
  constructor(
    readonly field: string,
    readonly value: unknown,
    readonly allowed: string,
  ) {
    super(`${field} is ${show(value)}; allowed is ${allowed}.`);
  }
}

/** A file that cannot be had or read: which, and why, with what was expected and what was found. */
export class FileError extends TrainlabError {
  constructor(
    /** Its name or address, or what it was to be (`trainImages`, `weights`) where it has neither. */
    readonly file: string,
    readonly reason: string,
    options?: ErrorOptions,
  ) {
    super(`${file}: ${reason}`, options);
  }
}

/** A data set or a picture that cannot be had or read. */
export class DatasetError extends FileError {
  override readonly name = 'DatasetError';
}

/**
 * A file of this package that reads a format, and is loaded when that comes, cannot be loaded; `file` is its address.
 */
export class FormatUnavailableError extends FileError {
  override readonly name = 'FormatUnavailableError';
}

/** A network in files that cannot be had or read, or whose files do not fit together. */
export class NetworkFileError extends FileError {
  override readonly name = 'NetworkFileError';
}

/** Where a file of weights and a network differ. */
export interface WeightsMismatch {
  /** The first layer of the network that does not fit. */
  layer: string;
  /** The shape of that layer's weight, and of the one in its place in the file; `null` where there is none. */
  expected: number[] | null;
  found: number[] | null;
}

/** A file of weights that cannot be had or read, or that belongs to another network. */
export class WeightsError extends FileError {
  override readonly name = 'WeightsError';
  /** Of a file that can be read but does not fit; absent otherwise. */
  declare readonly layer?: string;
  declare readonly expected?: number[] | null;
  declare readonly found?: number[] | null;
  constructor(
    file: string,
    reason: string,
    { cause, ...mismatch }: Partial<WeightsMismatch> & ErrorOptions = {},
  ) {
    super(file, reason, cause === undefined ? {} : { cause });
    Object.assign(this, mismatch);
  }
}

/** A module of the page's own that cannot be loaded, or whose experiment or layers lack a part or have a wrong one. */
export class ExperimentModuleError extends FileError {
  override readonly name = 'ExperimentModuleError';
  constructor(
    /** Its address; the name of the experiment where it came by `serve`. */
    file: string,
    /** `module`, if it cannot be loaded at all; else such as `train`, `metrics.loss.kind`, `layers`. */
    readonly part: string,
    reason: string,
    options?: ErrorOptions,
  ) {
    super(file, reason, options);
  }

  /**
   * One for a part that is missing or is not what is allowed.
   * @internal
   */
  static of(file: string, part: string, found: unknown, allowed: string): ExperimentModuleError {
    const state = found === undefined ? 'missing' : show(found);
    return new ExperimentModuleError(file, part, `${part} is ${state}; allowed is ${allowed}.`);
  }
}

/** What was handed to `model.predict` cannot be used. */
export class InvalidInputError extends TrainlabError {
  override readonly name = 'InvalidInputError';
}

/** The model was disposed before this call. */
export class ModelDisposedError extends TrainlabError {
  override readonly name = 'ModelDisposedError';
}

/** A network that a format cannot hold: which layer, and why. */
export class ExportError extends TrainlabError {
  override readonly name = 'ExportError';
  constructor(
    readonly format: string,
    /** Its name as in the summary. */
    readonly layer: string,
    readonly reason: string,
  ) {
    super(`${layer} cannot be written as ${format}: ${reason}.`);
  }
}

/** No model of this name is saved here. */
export class ModelNotFoundError extends TrainlabError {
  override readonly name = 'ModelNotFoundError';
  constructor(readonly model: string) {
    super(`No model is saved as ${show(model)}.`);
  }
}

/**
 * Why the browser's storage failed: it is full (`quota`), another page blocks it (`blocked`), there is none here
 * (`unavailable`), another lab writes there (`busy`), what lies there is not what was written (`corrupt`), a newer
 * version of this package wrote it (`newer`), or it broke off (`lost`).
 */
export type StorageFailure = 'quota' | 'blocked' | 'unavailable' | 'busy' | 'corrupt' | 'newer' | 'lost';

/** The browser's storage cannot be read or written; what was saved before is untouched. */
export class StorageError extends TrainlabError {
  override readonly name = 'StorageError';
  /** What the browser says; absent where it says nothing. */
  declare readonly cause?: unknown;
  constructor(
    readonly reason: StorageFailure,
    message: string,
    cause?: unknown,
  ) {
    super(message);
    if (cause !== undefined) Object.defineProperty(this, 'cause', { value: cause, enumerable: true });
  }
}

/** The data set was disposed before this call. */
export class DatasetDisposedError extends TrainlabError {
  override readonly name = 'DatasetDisposedError';
}

/** The run was ended by `run.stop()` before it had a network to give, such as while it waited its turn. */
export class StoppedError extends TrainlabError {
  override readonly name = 'StoppedError';
}

/** The lab was ended by `lab.terminate()` while this was pending, or before it was asked for. */
export class TerminatedError extends TrainlabError {
  override readonly name = 'TerminatedError';
}

/** Training broke off by itself. */
export class TrainingError extends TrainlabError {
  override readonly name: string = 'TrainingError';
}

/** The loss is no longer a number, as after too high a learning rate. */
export class TrainingDivergedError extends TrainingError {
  override readonly name = 'TrainingDivergedError';
  /** The network as it was after the last epoch; absent where there was none. */
  declare readonly model?: ModelHandle;
  constructor(
    message: string,
    /** Of the whole run, from 1: the first whose loss is no number. */
    readonly step: number,
    /** The last loss that was one; `null` where none was told. */
    readonly lastLoss: number | null,
  ) {
    super(message);
  }
}

/** The backend has no memory left for a step. The lab takes another worker: what it held before is there again. */
export class OutOfMemoryError extends TrainlabError {
  override readonly name = 'OutOfMemoryError';
  constructor(
    message: string,
    /** Bytes asked for, and at most free. */
    readonly bytes: number,
    readonly free: number,
  ) {
    super(message);
  }
}

/**
 * Why a checkpoint cannot be gone on from: there is none (`missing`), it is not what was written (`corrupt`), a newer
 * version of this package wrote it (`newer`), the data set or the experiment is another one (`changed`), or something
 * has to be given again (`incomplete`).
 */
export type CheckpointFailure = 'missing' | 'corrupt' | 'newer' | 'changed' | 'incomplete';

/** A run cannot go on from a checkpoint. The checkpoint is kept. */
export class CheckpointError extends TrainlabError {
  override readonly name = 'CheckpointError';
  constructor(
    readonly reason: CheckpointFailure,
    message: string,
    options?: ErrorOptions,
  ) {
    super(message, options);
  }
}

const classes: Record<string, { prototype: TrainlabError } | undefined> = {
  BackendUnavailableError,
  UnsupportedEnvironmentError,
  WorkerFailedError,
  InvalidOptionError,
  DatasetError,
  FormatUnavailableError,
  NetworkFileError,
  WeightsError,
  ExperimentModuleError,
  InvalidInputError,
  ModelDisposedError,
  ExportError,
  DatasetDisposedError,
  ModelNotFoundError,
  StorageError,
  StoppedError,
  TerminatedError,
  TrainingError,
  TrainingDivergedError,
  CheckpointError,
  OutOfMemoryError,
};

/**
 * The form in which an error crosses the boundary.
 * @internal
 */
export function toWire(error: unknown): WireError {
  if (!(error instanceof Error)) return { name: 'Error', message: String(error), fields: {} };
  const fields = error instanceof TrainlabError ? error.fields : {};
  return { name: error.name, message: error.message, fields: cloneable(fields), stack: error.stack };
}

/**
 * The error that `toWire` was given: of the same class, with the same fields.
 * @internal
 */
export function fromWire({ name, message, fields, stack }: WireError): Error {
  const known = Object.hasOwn(classes, name) ? classes[name] : undefined;
  const error = Object.setPrototypeOf(new Error(message), known?.prototype ?? TrainlabError.prototype);
  for (const [key, value] of Object.entries({ ...fields, name, message, stack })) {
    Object.defineProperty(error, key, { value, enumerable: key in fields, configurable: true });
  }
  return error;
}

function cloneable(fields: Record<string, unknown>): Record<string, unknown> {
  try {
    return structuredClone(fields);
  } catch {
    return Object.fromEntries(Object.entries(fields).map(([key, value]) => [key, show(value)]));
  }
}

function show(value: unknown): string {
  if (typeof value === 'string') return JSON.stringify(value);
  if (typeof value === 'function' || typeof value === 'symbol') return `a ${typeof value}`;
  if (typeof value !== 'object' || value === null) return String(value);
  return Array.isArray(value) ? 'an array' : `an object (${value.constructor?.name ?? 'Object'})`;
}
