// Reads Parquet files into a data set, a row group at a time: pictures, texts, arrays or a table, as their columns say.
import { DatasetError, InvalidOptionError } from '../../../src/errors';
import type { Dataset, DatasetOptions, ReadContext, SourceFile } from '../dataset';
import type { Feature } from './features';
import { gatheringOf } from './gatherings';
import { openParquet, type ParquetFile } from './parquet-file';

export interface ParquetParts {
  train: readonly SourceFile[];
  test: readonly SourceFile[];
  notes: readonly string[];
}

/** What a target is called where it is not the last. */
const TARGET = /^(label|labels|target|class|fine_label|y)$/i;

/**
 * @param format what the data set says that it was read by
 * @throws DatasetError naming the file and what is broken in it
 * @throws InvalidOptionError for a target or columns that the files do not have
 */
export async function readParquet(
  parts: ParquetParts,
  format: string,
  context: ReadContext,
): Promise<Dataset> {
  const { options, name, source, signal, report } = context;
  const train = await openAll(parts.train, signal);
  const test = await openAll(parts.test, signal);
  const first = train[0]!;
  const { target, inputs } = columnsOf(first.features, options, first.path);
  const wanted = target ? [...inputs, target] : inputs;
  const columns = wanted.map(({ name }) => name);
  for (const file of [...train.slice(1), ...test]) sameColumns(file, wanted, first.path);
  const notes = [...parts.notes];
  const chosen = groupsToRead(train, options, test.length > 0, notes);
  const read = [...chosen, ...allGroups(test)];
  const gathering = gatheringOf(inputs, target, options);
  let trainRows = 0;
  for (const [i, { file, group }] of read.entries()) {
    signal.throwIfAborted();
    report(i / read.length, `Reading ${file.path}`);
    gathering.add(await file.read(group, columns), file, group);
    if (i === chosen.length - 1) trainRows = gathering.rows;
  }
  if (trainRows === 0) throw new DatasetError(first.path, 'there are no rows in it');
  const set = { name, source, format, notes, file: first.path, testFrom: trainRows };
  return gathering.dataset(set, context);
}

async function openAll(files: readonly SourceFile[], signal: AbortSignal): Promise<ParquetFile[]> {
  const opened: ParquetFile[] = [];
  for (const file of files) {
    signal.throwIfAborted();
    opened.push(await openParquet(file));
  }
  return opened;
}

/** The target by option; else the only column of classes, else by its name, else the last one. */
function columnsOf(
  features: readonly Feature[],
  { target, columns }: DatasetOptions,
  file: string,
): { target: Feature | undefined; inputs: Feature[] } {
  const known = features.filter(({ kind }) => kind !== 'other');
  const named = (name: string, field: string): Feature => {
    const found = known.find((feature) => feature.name === name);
    if (found) return found;
    const names = known.map((feature) => JSON.stringify(feature.name));
    throw new InvalidOptionError(field, name, `a column: ${names.join(', ')}`);
  };
  if (known.length === 0) throw new DatasetError(file, 'it has no columns of pictures, texts or numbers');
  const classes = known.filter(({ kind }) => kind === 'class');
  const plain = known.filter(({ kind }) => ['class', 'number', 'text'].includes(kind));
  const answer =
    target !== undefined
      ? named(target, 'target')
      : classes.length === 1
        ? classes[0]!
        : (plain.find(({ name }) => TARGET.test(name)) ?? plain.at(-1));
  const asked = columns?.map((name) => named(name, 'columns'));
  const inputs = (asked ?? known).filter((feature) => feature !== answer);
  // A column of text alone is one to go on with.
  if (inputs.length === 0 && answer?.kind === 'text') return { target: undefined, inputs: [answer] };
  if (inputs.length > 0 && answer) return { target: answer, inputs };
  throw new DatasetError(
    file,
    'it has one column; a data set is something to learn from, and something to learn',
  );
}

function sameColumns({ path, features }: ParquetFile, wanted: readonly Feature[], first: string): void {
  for (const { name, kind } of wanted) {
    const found = features.find((feature) => feature.name === name);
    if (!found) throw new DatasetError(path, `it has no column "${name}", which ${first} has`);
    if (found.kind !== kind) {
      throw new DatasetError(path, `its column "${name}" is of the kind ${found.kind}, in ${first} ${kind}`);
    }
  }
}

interface Group {
  file: ParquetFile;
  group: number;
}

function allGroups(files: readonly ParquetFile[]): Group[] {
  return files.flatMap((file) => file.groups.map((_, group) => ({ file, group })));
}

/** Of more rows than are wanted, some groups, spread over all: rows are often in the order of their classes. */
function groupsToRead(
  files: readonly ParquetFile[],
  { limit, test = 0.2 }: DatasetOptions,
  hasTest: boolean,
  notes: string[],
): Group[] {
  const all = allGroups(files);
  if (limit === undefined) return all;
  const wanted = Math.ceil(limit / (hasTest ? 1 : 1 - test));
  const rows = files.flatMap(({ groups }) => groups).reduce((sum, count) => sum + count, 0);
  const count = Math.min(all.length, Math.max(SPREAD, Math.ceil((all.length * wanted) / Math.max(1, rows))));
  if (count === all.length) return all;
  notes.push(
    `Of ${all.length} groups of rows ${count} are read, spread over all, for the ${limit} rows wanted.`,
  );
  return Array.from({ length: count }, (_, i) => all[Math.floor((i * all.length) / count)]!);
}

/** Groups to read at least, so that no class is missed. */
const SPREAD = 8;
