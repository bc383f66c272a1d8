// A module of a page's own: loaded by its address or handed to `serve`, and read for its experiment and its layers.
import { ExperimentModuleError } from '../../src/errors';
import type { AnyExperiment } from '../experiment';
import { checkExperiment } from './check';
import { guard } from './guard';
import { registerLayers } from './layers';
import { isRecord } from './plain';
import { type Toolbox, toolboxOf } from './toolbox';

/** An experiment, or a function that makes it with what the worker has. */
export type OwnExperiment = AnyExperiment | ((toolbox: Toolbox) => AnyExperiment | Promise<AnyExperiment>);

/** What a module exports: an experiment, by default or under its name, and layers. */
export interface OwnModule {
  default?: OwnExperiment;
  experiment?: OwnExperiment;
  /** Classes of layers, or a function that makes them. */
  layers?: unknown;
}

const NO_EXPERIMENT =
  'an export named experiment, or the default one: experiment({ ... }), or a function (toolbox) => experiment({ ... })';

/** All that a worker file imports is one module. */
export const WORKER_FILE = 'the worker file';

/** The modules by address, each evaluated and its layers registered once. */
const loaded = new Map<string, Promise<{ experiment?: AnyExperiment; layers: string[] }>>();

/**
 * @param url absolute
 * @throws ExperimentModuleError saying why it cannot be loaded, or which part is missing or wrong
 */
export async function loadExperiment(url: string): Promise<AnyExperiment> {
  const { experiment } = await load(url);
  if (experiment) return experiment;
  throw ExperimentModuleError.of(inShort(url), 'experiment', undefined, NO_EXPERIMENT);
}

/**
 * Registers the layers of a module.
 * @param url absolute
 * @returns their names
 * @throws ExperimentModuleError as above
 */
export async function loadLayers(url: string): Promise<string[]> {
  const { layers } = await load(url);
  if (layers.length > 0) return layers;
  throw ExperimentModuleError.of(
    inShort(url),
    'layers',
    undefined,
    'a list of classes, or a function that gives one',
  );
}

/**
 * Reads what a worker file serves.
 * @param given an experiment, a function that makes it, or a whole module
 * @param name of the experiment, to be told in errors
 * @throws ExperimentModuleError naming the part that is missing or wrong
 */
export async function readExperiment(given: unknown, name: string): Promise<AnyExperiment> {
  const { experiment } = await read(isModule(given) ? given : { default: given }, name, WORKER_FILE);
  if (experiment) return experiment;
  throw ExperimentModuleError.of(name, 'experiment', given, NO_EXPERIMENT);
}

function load(url: string) {
  const known = loaded.get(url);
  if (known) return known;
  const loading = importModule(url).then((module) => read(module, inShort(url)));
  loaded.set(url, loading);
  loading.catch(() => loaded.delete(url));
  return loading;
}

/** @param home what its layers belong to */
async function read(module: Record<string, unknown>, name: string, home = name) {
  const toolbox = toolboxOf(home);
  const made = async (part: string) => {
    const given = module[part];
    if (typeof given !== 'function') return given;
    try {
      return await given(toolbox);
    } catch (cause) {
      if (cause instanceof ExperimentModuleError) throw cause;
      throw new ExperimentModuleError(name, part, `${part}, a function, threw ${inWords(cause)}`, { cause });
    }
  };
  // Layers first: an experiment may need them to be known.
  const layers = module.layers === undefined ? [] : registerLayers(await made('layers'), home);
  const part = module.default === undefined ? 'experiment' : 'default';
  if (module[part] === undefined) return { layers };
  return { experiment: guard(checkExperiment(await made(part), name), name), layers };
}

function isModule(given: unknown): given is Record<string, unknown> {
  return isRecord(given) && ('default' in given || 'experiment' in given);
}

async function importModule(url: string): Promise<Record<string, unknown>> {
  try {
    return await import(url);
  } catch (cause) {
    throw new ExperimentModuleError(inShort(url), 'module', `the module ${await whyNot(url, cause)}`, {
      cause,
    });
  }
}

/** Browsers do not say why a module could not be fetched: it is fetched again to find out. */
async function whyNot(url: string, cause: unknown): Promise<string> {
  const unfetched =
    cause instanceof TypeError && /dynamically imported module|module script|MIME/i.test(cause.message);
  if (!unfetched) return `breaks off with ${inWords(cause)}`;
  try {
    const response = await fetch(url);
    if (!response.ok) return `cannot be loaded: HTTP ${response.status}`;
    const type = response.headers.get('content-type') ?? 'no type';
    if (!/javascript|ecmascript/i.test(type))
      return `cannot be loaded: the server sent ${type}, no JavaScript`;
    return 'cannot be loaded, although it is there: a module that it imports is missing, or script-src of the policy forbids it';
  } catch (error) {
    return `cannot be loaded (${(error as Error).message}): there is no connection, or its origin does not allow being read (CORS)`;
  }
}

/** A `data:` address is the module itself. */
function inShort(url: string): string {
  return url.startsWith('data:') && url.length > 100 ? `${url.slice(0, 100)}…` : url;
}

function inWords(error: unknown): string {
  return error instanceof Error ? `${error.name}: ${error.message}` : String(error);
}
