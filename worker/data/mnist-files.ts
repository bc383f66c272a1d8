// How a page hands in MNIST: which file is for what.
import { DatasetError } from '../../src/errors';
import type { FileSource } from '../../src/protocol';
import { firstBytes } from './gzip';
import { idxMagic, isIdx } from './idx';
import { isAddress, nameOf } from './source';

/** MNIST's four files by what they hold, under the names they are published with. */
export const mnistFileNames = {
  trainImages: 'train-images-idx3-ubyte',
  trainLabels: 'train-labels-idx1-ubyte',
  testImages: 't10k-images-idx3-ubyte',
  testLabels: 't10k-labels-idx1-ubyte',
} as const;

export type MnistRole = keyof typeof mnistFileNames;
export const mnistRoles = Object.keys(mnistFileNames) as MnistRole[];

/**
 * How a user may hand in MNIST: file by file; the address of a folder that holds the four under their published
 * names, plain or with `.gz`; or the four in any order (a `FileList`, say), told apart by name, else by content.
 */
export type MnistData = Record<MnistRole, FileSource> | string | URL | ArrayLike<FileSource>;

/** For each file the sources to try, in this order. */
export type MnistFiles = Record<MnistRole, readonly FileSource[]>;

/** @throws DatasetError naming the file that is missing, given twice, or not to be told apart */
export async function resolveMnistFiles(data: MnistData): Promise<MnistFiles> {
  if (typeof data === 'string' || data instanceof URL) return inFolder(String(data));
  const given = 'length' in data ? await tellApart(Array.from(data)) : data;
  return each((role) => {
    const source = given[role];
    if (source === undefined || source === null) {
      throw new DatasetError(role, `missing: MNIST is the four files ${mnistRoles.join(', ')}`);
    }
    return [source];
  });
}

function each(sources: (role: MnistRole) => readonly FileSource[]): MnistFiles {
  return Object.fromEntries(mnistRoles.map((role) => [role, sources(role)])) as unknown as MnistFiles;
}

function inFolder(address: string): MnistFiles {
  const [, path, query] = /^([^?#]*)(.*)$/s.exec(address)!;
  const folder = path === '' || path!.endsWith('/') ? path : `${path}/`;
  return each((role) => ['', '.gz'].map((ending) => `${folder}${mnistFileNames[role]}${ending}${query}`));
}

async function tellApart(sources: readonly FileSource[]): Promise<Partial<Record<MnistRole, FileSource>>> {
  if (sources.length !== 4) {
    throw new DatasetError('MNIST', `expected four files, found ${sources.length}`);
  }
  const names = sources.map((source, i) => nameOf(source, `file ${i + 1}`));
  const byName = names.map(roleByName);
  const roles =
    new Set(byName).size === 4 && !byName.includes(undefined) ? byName : await byContent(sources, names);
  return Object.fromEntries(roles.map((role, i) => [role, sources[i]]));
}

function roleByName(name: string): MnistRole | undefined {
  const base = name.split(/[?#]/)[0]!.split('/').at(-1)!.toLowerCase();
  const set = /train/.test(base) ? 'train' : /t10k|test/.test(base) ? 'test' : undefined;
  const kind = /image/.test(base) ? 'Images' : /label/.test(base) ? 'Labels' : undefined;
  return set && kind && `${set}${kind}`;
}

/** By the number of dimensions (images or labels) and then by count: the larger set is for training. */
async function byContent(sources: readonly FileSource[], names: readonly string[]): Promise<MnistRole[]> {
  const headers = await Promise.all(sources.map((source, i) => readHeader(source, names[i]!)));
  return headers.map(({ kind, count }, i): MnistRole => {
    const rival = headers.find((other, j) => j !== i && other.kind === kind);
    if (!rival || headers.filter((other) => other.kind === kind).length !== 2) {
      const found = headers.map((header, j) => `${names[j]}: ${header.kind}`).join(', ');
      throw new DatasetError('MNIST', `expected two files of images and two of labels, found ${found}`);
    }
    if (rival.count === count) {
      const reason = `two files of ${count} ${kind}: name them to tell training from test`;
      throw new DatasetError(names[i]!, reason);
    }
    return `${count > rival.count ? 'train' : 'test'}${kind === 'images' ? 'Images' : 'Labels'}`;
  });
}

async function readHeader(
  source: FileSource,
  name: string,
): Promise<{ kind: 'images' | 'labels'; count: number }> {
  if (isAddress(source)) {
    throw new DatasetError(
      name,
      `cannot be told apart by its address: give { ${mnistRoles.join(', ')} } instead`,
    );
  }
  const blob = source instanceof Blob ? source : new Blob([source as ArrayBuffer]);
  const bytes = await firstBytes(blob, 8);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const magic = bytes.length === 8 ? view.getUint32(0) : undefined;
  if (magic === undefined || !isIdx(bytes)) {
    const found = magic === undefined ? `only ${bytes.length} bytes` : `magic number ${magic}`;
    const reason = `not a file of MNIST: expected magic number ${idxMagic(3)} or ${idxMagic(1)}, found ${found}`;
    throw new DatasetError(name, reason);
  }
  return { kind: bytes[3]! > 2 ? 'images' : 'labels', count: view.getUint32(4) };
}
