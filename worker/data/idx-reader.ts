// Data sets in IDX files: MNIST and what is published in its form, of any number type and picture size.
import { DatasetError } from '../../src/errors';
import type { DatasetReader, ReadContext, SourceFile } from './dataset';
import { isIdx, labelsIn, parseIdxNumbers } from './idx';
import { knownSet } from './idx-sets';
import { type LabelledArrays, labelledDataset } from './labelled-arrays';
import { type NumberArray, productOf } from './number-array';
import { type PartName, partNameOf } from './part-names';

const HEAD = 8;
/** So many files are looked at to find one. */
const LOOKED_AT = 64;

interface IdxFile extends PartName {
  file: SourceFile;
  /** What the names of one set's files have in common: `emnist-letters`. */
  set: string;
  count: number;
  rank: number;
}

export const idxReader: DatasetReader = {
  format: 'idx',

  async recognises(files) {
    for (const file of files.slice(0, LOOKED_AT)) if (isIdx(await file.head(HEAD))) return true;
    return false;
  },

  async read(files, context) {
    const notes: string[] = [];
    const found = oneSet(withoutCopies(await idxFiles(files), notes), context.source);
    const { train, test } = paired(found, context.source);
    const parts = [];
    for (const [i, one] of [train, test].entries()) {
      parts.push(one && (await readPair(one, i / 2, context, notes)));
    }
    const paths = [context.source, context.name, ...found.map(({ file }) => file.path)];
    const known = knownSet(
      paths,
      parts.map((part) => part?.labels).filter((labels) => labels !== undefined),
    );
    if (known?.transposed) {
      notes.push('EMNIST keeps its pictures transposed: they were turned upright.');
      for (const part of parts) if (part) part.examples = transposed(part.examples);
    }
    return labelledDataset(
      {
        format: 'idx',
        train: parts[0]!,
        test: parts[1],
        notes,
        ...(known && { classesOf: known.classesOf }),
      },
      context,
    );
  },
};

async function idxFiles(files: readonly SourceFile[]): Promise<IdxFile[]> {
  const found: IdxFile[] = [];
  for (const file of files) {
    const head = await file.head(HEAD);
    if (!isIdx(head)) continue;
    const count = head.length < HEAD ? 0 : new DataView(head.buffer, head.byteOffset).getUint32(4);
    found.push({ file, ...partNameOf(file.path), set: setOf(file.path), count, rank: head[3]! });
  }
  return found;
}

function setOf(path: string): string {
  const base = path.split('/').at(-1)!.toLowerCase();
  return base
    .replace(/(t10k|test|train|image|label|idx).*$/, '')
    .replace(/[^a-z0-9]+/g, ' ')
    .trim();
}

/** Archives of MNIST hold each file twice, by its name and in a folder of that name. */
function withoutCopies(files: readonly IdxFile[], notes: string[]): IdxFile[] {
  const kept: IdxFile[] = [];
  for (const one of files) {
    const copy = kept.find(
      (other) =>
        other.set === one.set &&
        other.part === one.part &&
        other.holds === one.holds &&
        one.holds !== undefined &&
        other.file.size === one.file.size &&
        letters(other.file.path) === letters(one.file.path),
    );
    if (copy) notes.push(`${one.file.path} was taken for a copy of ${copy.file.path}.`);
    else kept.push(one);
  }
  return kept;
}

const letters = (path: string) =>
  path
    .split('/')
    .at(-1)!
    .toLowerCase()
    .replace(/[^a-z0-9]/g, '');

function oneSet(files: IdxFile[], source: string): IdxFile[] {
  const sets = [...new Set(files.map(({ set }) => set))];
  const named = files.every(({ part, holds }) => part && holds);
  if (sets.length < 2 || !named) return files;
  const several = sets.filter((set) => files.filter((one) => one.set === set).length > 1);
  if (several.length < 2) return files;
  throw new DatasetError(source, `holds several data sets: ${several.join(', ')}. Give the files of one`);
}

interface Pair {
  examples: IdxFile;
  labels: IdxFile;
}

/** By name where all names tell; else by rank and count, the larger part to train on. */
function paired(files: readonly IdxFile[], source: string): { train: Pair; test: Pair | undefined } {
  const examples = files.filter(({ holds, rank }) => (holds ? holds === 'examples' : rank > 1));
  const labels = files.filter((one) => !examples.includes(one));
  const list = (those: readonly IdxFile[]) => those.map(({ file }) => file.path).join(', ') || 'none';
  if (examples.length === 0 || labels.length === 0) {
    const missing = examples.length === 0 ? 'pictures' : 'labels';
    throw new DatasetError(source, `there is no IDX file of ${missing} beside ${list(files)}`);
  }
  if (examples.length > 2 || labels.length !== examples.length) {
    const reason = `expected IDX files of pictures and of labels, to train on and maybe to test with; found ${list(examples)} and ${list(labels)}`;
    throw new DatasetError(source, reason);
  }
  const pairs = examples.map((one): Pair => {
    const others = labels.filter(({ part }) => part === one.part);
    const fitting = others.length === 1 ? others : labels.filter(({ count }) => count === one.count);
    if (fitting.length === 1) return { examples: one, labels: fitting[0]! };
    const reason = `${fitting.length === 0 ? 'no' : 'more than one'} file of labels fits these ${one.count} examples: ${list(labels)}`;
    throw new DatasetError(one.file.path, reason);
  });
  pairs.sort((one, other) => rankOf(one) - rankOf(other) || other.examples.count - one.examples.count);
  return { train: pairs[0]!, test: pairs[1] };
}

const rankOf = ({ examples: { part } }: Pair) => (part === 'train' ? 0 : part === undefined ? 1 : 2);

async function readPair(
  { examples, labels }: Pair,
  reached: number,
  { report, signal }: ReadContext,
  notes: string[],
): Promise<LabelledArrays> {
  const read = async ({ path, blob }: SourceFile) => {
    signal.throwIfAborted();
    report(reached, `Reading ${path}`);
    return parseIdxNumbers(new Uint8Array(await (await blob()).arrayBuffer()), path);
  };
  const found = await read(labels.file);
  const single = labelsIn(found);
  if (single !== found && notes.every((note) => !note.startsWith('QMNIST'))) {
    notes.push('QMNIST has eight numbers for each digit: the first is its class, the others were left out.');
  }
  return {
    examples: await read(examples.file),
    labels: single,
    examplesFile: examples.file.path,
    labelsFile: labels.file.path,
  };
}

/** [pictures, height, width, …] with height and width changed for each other. */
function transposed({ shape, values }: NumberArray): NumberArray {
  const [count = 0, height = 1, width = 1, ...rest] = shape;
  const depth = productOf(rest);
  const turned = values.slice();
  for (let picture = 0; picture < count; picture++) {
    const start = picture * height * width * depth;
    for (let y = 0; y < height; y++) {
      for (let x = 0; x < width; x++) {
        const from = start + (y * width + x) * depth;
        const to = start + (x * height + y) * depth;
        for (let i = 0; i < depth; i++) turned[to + i] = values[from + i]!;
      }
    }
  }
  return { shape: [count, width, height, ...rest], values: turned };
}
