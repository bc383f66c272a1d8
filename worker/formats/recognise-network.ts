// Which format a network's files are in, told by what is in them.
import { io } from '@tensorflow/tfjs-core';
import { DatasetError, NetworkFileError } from '../../src/errors';
import type { NetworkFiles } from '../../src/protocol';
import { openZip } from '../data/zip';
import { METADATA_FILE } from './keras/metadata-file';
import { readFile } from './read-file';
import { type ModelFiles, parseModelJson } from './tfjs/model-files';

/** A network's files, read as far as it takes to know their format. */
export type RecognisedNetwork =
  /** A layers model or graph model of TensorFlow.js. */
  | { format: 'tfjs'; name: string; files: ModelFiles; classNames?: string[] }
  | {
      format: 'keras';
      name: string;
      config: Uint8Array;
      metadata?: Uint8Array;
      weights: Uint8Array;
      /** What a lab wrote into it besides. */
      known?: Uint8Array;
    }
  | { format: 'keras-h5'; name: string; bytes: Uint8Array };

/** A file among others: on the visitor's disk, in a zip. */
interface Entry {
  /** With its folders. */
  path: string;
  read(): Promise<Uint8Array>;
}

const ALLOWED =
  'a model.json of TensorFlow.js with its weight files, a .keras or .h5 file of Keras, or a zip of a Teachable Machine or other model.json';

/**
 * @throws NetworkFileError naming the file that cannot be had or read
 * @throws the signal's reason once that is aborted
 */
export async function recogniseNetwork(
  source: NetworkFiles,
  signal: AbortSignal,
): Promise<RecognisedNetwork> {
  if (source instanceof Blob) {
    const name = pathOf(source);
    const beside = async (path: string) => {
      throw new NetworkFileError(
        path,
        `${name} names it, but it was not given: give { files } with all of them`,
      );
    };
    return byContent({ name, bytes: await readFile(source, signal), others: [], beside, signal });
  }
  if ('files' in source) return fromFiles(Array.from(source.files), signal);
  const url = String(source.url);
  if (/^(indexeddb|localstorage):/.test(url)) return stored(url);
  const bytes = await readFile(url, signal);
  const address = new URL(url, globalThis.location?.href);
  const beside = (path: string) => {
    const shard = new URL(path, address);
    // What signs the address of the model signs those of its weights.
    if (shard.search === '' && shard.origin === address.origin) shard.search = address.search;
    return readFile(shard.href, signal);
  };
  return byContent({ name: url, bytes, others: [], beside, signal });
}

/** What `model.save` of TensorFlow.js put into the browser. */
async function stored(url: string): Promise<RecognisedNetwork> {
  const [handler] = io.getLoadHandlers(url);
  const artifacts = await handler?.load?.().catch((cause) => {
    throw new NetworkFileError(url, (cause as Error).message, { cause });
  });
  const { modelTopology, weightSpecs, weightData, ...rest } = artifacts ?? {};
  if (!modelTopology || !weightSpecs || !weightData)
    throw new NetworkFileError(url, 'holds no model with weights');
  const parts = Array.isArray(weightData) ? weightData : [weightData];
  const manifest = [{ paths: ['weights'], weights: weightSpecs }];
  const json = new TextEncoder().encode(
    JSON.stringify({ ...rest, modelTopology, weightsManifest: manifest }),
  );
  const data = new Uint8Array(await new Blob(parts).arrayBuffer());
  return {
    format: 'tfjs',
    name: url,
    files: { name: url, ...parseModelJson(url, json), readWeights: async () => data },
  };
}

async function fromFiles(files: Blob[], signal: AbortSignal): Promise<RecognisedNetwork> {
  const entries = files.map(
    (file): Entry => ({
      path: pathOf(file),
      read: () => readFile(file, signal),
    }),
  );
  return fromEntries(entries, '', signal);
}

function pathOf(file: Blob): string {
  const { webkitRelativePath, name } = file as Partial<File>;
  return webkitRelativePath || name || 'file';
}

/** @param archive the zip that they lie in; '' where they are files of their own */
async function fromEntries(
  entries: readonly Entry[],
  archive: string,
  signal: AbortSignal,
): Promise<RecognisedNetwork> {
  const inside = (path: string) => (archive ? `${path} in ${archive}` : path);
  const main = mainOf(entries) ?? (await onlyNetwork(entries));
  if (!main) throw new NetworkFileError(archive || 'model.json', reasonFor(entries, archive !== ''));
  const bytes = await main.read();
  const folder = main.path.slice(0, main.path.lastIndexOf('/') + 1);
  const find = (path: string) => {
    const last = path.slice(path.lastIndexOf('/') + 1);
    const exact = entries.find((entry) => entry.path === folder + path);
    return exact ?? entries.find((entry) => entry.path.slice(entry.path.lastIndexOf('/') + 1) === last);
  };
  const beside = async (path: string) => {
    const found = find(path);
    if (found) return found.read();
    throw new NetworkFileError(
      inside(path),
      `${main.path} names it, but it is not among the files ${archive ? 'in the zip' : 'given'}`,
    );
  };
  const others = entries.filter((entry) => entry !== main && entry.path.startsWith(folder));
  return byContent({ name: archive || main.path, bytes, others, beside, signal });
}

/** The model.json nearest to the top, else what else may be a network. */
function mainOf(entries: readonly Entry[]): Entry | undefined {
  const depth = ({ path }: Entry) => path.split('/').length;
  const sorted = entries
    .filter(({ path }) => !/(^|\/)(\.|__MACOSX)/.test(path))
    .sort((a, b) => depth(a) - depth(b));
  const named = (pattern: RegExp) => sorted.find(({ path }) => pattern.test(path));
  return (
    named(/(^|\/)model\.json$/i) ??
    named(/\.(keras|h5|hdf5)$/i) ??
    named(/(^|\/)(?!metadata|config)[^/]*\.json$/i) ??
    named(/\.zip$/i)
  );
}

/** A file alone may have any name. */
async function onlyNetwork(entries: readonly Entry[]): Promise<Entry | undefined> {
  const [only, ...others] = entries;
  if (!only || others.length > 0) return undefined;
  const bytes = await only.read();
  return begins(bytes, ZIP) || begins(bytes, HDF5) || beginsAsJson(bytes) ? only : undefined;
}

function reasonFor(entries: readonly Entry[], zipped: boolean): string {
  if (entries.some(({ path }) => /saved_model\.pb$/.test(path))) {
    return 'a SavedModel of TensorFlow cannot be read here. Save it from Keras as .keras: model.save("model.keras")';
  }
  return `not among the ${entries.length} files ${zipped ? 'in the zip' : 'given'}; expected ${ALLOWED}`;
}

interface Content {
  name: string;
  bytes: Uint8Array;
  /** The files beside it. */
  others: readonly Entry[];
  beside(path: string): Promise<Uint8Array>;
  signal: AbortSignal;
}

async function byContent({ name, bytes, others, beside, signal }: Content): Promise<RecognisedNetwork> {
  signal.throwIfAborted();
  if (begins(bytes, ZIP)) return fromZip(bytes, name, signal);
  if (begins(bytes, HDF5)) return { format: 'keras-h5', name, bytes };
  if (beginsAsJson(bytes)) {
    const files = { name, ...parseModelJson(name, bytes), readWeights: beside };
    const classNames = await classNamesIn(others);
    return { format: 'tfjs', name, files, ...(classNames ? { classNames } : {}) };
  }
  const found = bytes.length === 0 ? 'an empty file' : `bytes that begin with ${hex(bytes.subarray(0, 8))}`;
  throw new NetworkFileError(name, `is ${found}; expected ${ALLOWED}`);
}

const ZIP = [0x50, 0x4b, 0x03, 0x04];
const HDF5 = [0x89, 0x48, 0x44, 0x46];

const begins = (bytes: Uint8Array, magic: readonly number[]) => magic.every((byte, i) => bytes[i] === byte);

const beginsAsJson = (bytes: Uint8Array) => /^\s*\{/.test(new TextDecoder().decode(bytes.subarray(0, 64)));

const hex = (bytes: Uint8Array) => [...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join(' ');

async function fromZip(bytes: Uint8Array, name: string, signal: AbortSignal): Promise<RecognisedNetwork> {
  const files = await naming(() => openZip(new Blob([bytes as Uint8Array<ArrayBuffer>]), name));
  // Zips written on Windows may have folders by another stroke.
  const entries = files.map((file): Entry => {
    const path = file.path.replace(/^\/+/, '');
    const read = () => naming(async () => new Uint8Array(await (await file.blob()).arrayBuffer()));
    return { path, read };
  });
  const find = (path: string) => entries.find((entry) => entry.path === path);
  const config = find('config.json');
  const weights = find('model.weights.h5');
  if (config && weights) {
    const metadata = await find('metadata.json')?.read();
    const known = await find(METADATA_FILE)?.read();
    const parts = { config: await config.read(), weights: await weights.read() };
    return {
      format: 'keras',
      name,
      ...parts,
      ...(metadata ? { metadata } : {}),
      ...(known ? { known } : {}),
    };
  }
  if (config) {
    throw new NetworkFileError(name, 'has no model.weights.h5 in it, although it has a config.json of Keras');
  }
  if (entries.length === 1 && /\.zip$/i.test(entries[0]!.path)) {
    throw new NetworkFileError(name, 'holds another zip; unpack it first');
  }
  return fromEntries(entries, name, signal);
}

/** Archives are read as those of data sets are. */
async function naming<T>(read: () => Promise<T>): Promise<T> {
  return read().catch((cause) => {
    throw cause instanceof DatasetError ? new NetworkFileError(cause.file, cause.reason, { cause }) : cause;
  });
}

/** Teachable Machine writes them beside the model. */
async function classNamesIn(files: readonly Entry[]): Promise<string[] | undefined> {
  const found = files.find(({ path }) => /(^|\/)metadata\.json$/i.test(path));
  if (!found) return undefined;
  try {
    const { labels, wordLabels } = JSON.parse(new TextDecoder().decode(await found.read()));
    const names = labels ?? wordLabels;
    return Array.isArray(names) && names.every((one) => typeof one === 'string') ? names : undefined;
  } catch {
    return undefined; // The model is whole without.
  }
}
