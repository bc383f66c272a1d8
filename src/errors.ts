// Named errors, and how they cross the worker boundary and come back as the class they were.
import type { BackendName, WireError } from './protocol';

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

/** What was handed to `model.predict` cannot be used. */
export class InvalidInputError extends TrainlabError {
  override readonly name = 'InvalidInputError';
}

/** The model was disposed before this call. */
export class ModelDisposedError extends TrainlabError {
  override readonly name = 'ModelDisposedError';
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

/** Training broke off by itself, such as by a loss that is no longer a number. */
export class TrainingError extends TrainlabError {
  override readonly name = 'TrainingError';
}

const classes: Record<string, { prototype: TrainlabError } | undefined> = {
  BackendUnavailableError,
  UnsupportedEnvironmentError,
  WorkerFailedError,
  InvalidOptionError,
  DatasetError,
  NetworkFileError,
  WeightsError,
  InvalidInputError,
  ModelDisposedError,
  DatasetDisposedError,
  StoppedError,
  TerminatedError,
  TrainingError,
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
  const known = classes[name];
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
