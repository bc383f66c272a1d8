// How a page hands in CIFAR-10: which file is for what.
import { DatasetError } from '../../src/errors';
import type { FileSource } from '../../src/protocol';
import { nameOf } from './source';

/**
 * How a user may hand in CIFAR-10's binary version: the files by what they are for; the address of a folder
 * that holds them; or files in any order (a `FileList`, say), told apart by name (`data_batch_1.bin`, `test_batch.bin`).
 */
export type Cifar10Data =
  | { train: FileSource | readonly FileSource[]; test: FileSource | readonly FileSource[] }
  | string
  | URL
  | ArrayLike<FileSource>;

export interface Cifar10File {
  /** What to call a source that has no name of its own. */
  name: string;
  /** To try in this order. */
  sources: readonly FileSource[];
  /** Whether the set does without it where the server has none. */
  optional: boolean;
}

export interface Cifar10Files {
  train: readonly Cifar10File[];
  test: readonly Cifar10File[];
}

const TRAINING_FILES = 5;

/**
 * @throws DatasetError if the training or the test files are missing, or a file's name tells neither
 * @throws the signal's reason once that is aborted
 */
export async function resolveCifar10Files(data: Cifar10Data, signal?: AbortSignal): Promise<Cifar10Files> {
  if (typeof data === 'string' || data instanceof URL) return inFolder(String(data), signal);
  if (typeof data !== 'object' || data === null)
    throw new DatasetError('CIFAR-10', 'expected files or a folder');
  if ('length' in data) return tellApart(Array.from(data));
  return { train: given(data.train, 'train'), test: given(data.test, 'test') };
}

function given(sources: FileSource | readonly FileSource[] | undefined, role: string): Cifar10File[] {
  const list = sources === undefined || sources === null ? [] : Array.isArray(sources) ? sources : [sources];
  if (list.length === 0) {
    throw new DatasetError(role, 'missing: CIFAR-10 is files to train on and files to test with');
  }
  return list.map((source, i) => ({ name: `${role} ${i + 1}`, sources: [source], optional: false }));
}

/** A server may list a folder's files as JSON; of one that does not, the published names are asked for. */
async function inFolder(address: string, signal?: AbortSignal): Promise<Cifar10Files> {
  const [, path, query] = /^([^?#]*)(.*)$/s.exec(address)!;
  const folder = path === '' || path!.endsWith('/') ? path : `${path}/`;
  const at = (name: string) => `${folder}${name}${query}`;
  const listed = (await listing(at(''), signal))?.filter(roleByName).map(at);
  if (listed && listed.length > 0) return tellApart(listed);
  const published = (name: string, optional: boolean) => ({
    name,
    sources: [at(`${name}.bin`), at(`${name}.bin.gz`)],
    optional,
  });
  const numbers = Array.from({ length: TRAINING_FILES }, (_, i) => i + 1);
  return {
    train: numbers.map((number) => published(`data_batch_${number}`, number > 1)),
    test: [published('test_batch', false)],
  };
}

async function listing(folder: string, signal?: AbortSignal): Promise<string[] | undefined> {
  try {
    const response = await fetch(folder, { headers: { Accept: 'application/json' }, signal });
    const isJson = response.ok && response.headers.get('content-type')?.startsWith('application/json');
    const names: unknown = isJson ? await response.json() : undefined;
    return Array.isArray(names) ? names.filter((name) => typeof name === 'string') : undefined;
  } catch {
    signal?.throwIfAborted();
    return undefined;
  }
}

function tellApart(sources: readonly FileSource[]): Cifar10Files {
  const files = { train: [] as FileSource[], test: [] as FileSource[] };
  const named = sources.map((source, i) => ({ source, name: nameOf(source, `file ${i + 1}`) }));
  named.sort((a, b) => (a.name < b.name ? -1 : 1));
  for (const { source, name } of named) {
    const role = roleByName(name);
    if (!role) {
      const reason =
        'not to be told apart: name it data_batch_*.bin or test_batch*.bin, or give { train, test }';
      throw new DatasetError(name, reason);
    }
    files[role].push(source);
  }
  return { train: given(files.train, 'train'), test: given(files.test, 'test') };
}

function roleByName(name: string): 'train' | 'test' | undefined {
  const base = name.split(/[?#]/)[0]!.split('/').at(-1)!;
  if (!/\.bin(\.gz)?$/i.test(base)) return undefined;
  return /^test/i.test(base) ? 'test' : /^(data_batch|train)/i.test(base) ? 'train' : undefined;
}
