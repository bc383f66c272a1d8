// Data sets in the binary form of CIFAR-10 and CIFAR-100: records of one or two labels and a picture.
import { DatasetError } from '../../src/errors';
import { cifar10Classes } from './cifar10';
import { cifar100Classes } from './cifar100-classes';
import type { DatasetReader, ReadContext, SourceFile } from './dataset';
import { type LabelledArrays, labelledDataset } from './labelled-arrays';
import { channelsLast } from './number-array';
import { partNameOf } from './part-names';

const SIDE = 32;
const CHANNELS = 3;
const PIXELS = SIDE * SIDE;
const PICTURE = CHANNELS * PIXELS;
/** Read at once, of a file that may lie in an archive. */
const RECORDS = 1024;
/** So many records are looked at to tell the form; in chance bytes hardly one has a label that fits. */
const LOOKED_AT = 16;

/** The two forms. What is learned is the last label, the fine one of CIFAR-100. */
const forms = {
  'cifar-10': { labels: 1, limits: [10], classes: cifar10Classes, names: /(^|\/)batches\.meta\.txt$/ },
  'cifar-100': {
    labels: 2,
    limits: [20, 100],
    classes: cifar100Classes,
    names: /(^|\/)fine_label_names\.txt$/,
  },
};
type Form = (typeof forms)[keyof typeof forms];

/** As the Python versions call their files, which are pickled. */
const PICKLED = /(^|\/)(data_batch_\d|test_batch|batches\.meta)$|cifar-100-python\/(train|test|meta)$/;
const NAMED = /(^|\/)(data_batch_\d+|test_batch)\.bin$/i;
const BINARY = /\.bin$/i;

export const cifarReader: DatasetReader = {
  format: 'cifar',

  async recognises(files) {
    if (files.some(({ path }) => PICKLED.test(path) || NAMED.test(path))) return true;
    return (await formOf(files)) !== undefined;
  },

  async read(files, context) {
    const form = await formOf(files);
    const records = files.filter(({ path }) => BINARY.test(path));
    if (!form) throw await refusal(files, records, context);
    const { report, signal } = context;
    records.sort((one, other) => (one.path < other.path ? -1 : 1));
    const size = form.labels + PICTURE;
    const counts = records.map((file) => countIn(file, size));
    const isTest = (file: SourceFile) => partNameOf(file.path).part === 'test';
    const train = records.filter((file) => !isTest(file));
    const total = counts.reduce((sum, count) => sum + count, 0);
    let done = 0;
    const read = async (those: readonly SourceFile[]): Promise<LabelledArrays> => {
      const count = those.reduce((sum, file) => sum + countIn(file, size), 0);
      const pictures = new Uint8Array(count * PICTURE);
      const labels = new Uint8Array(count);
      let at = 0;
      for (const file of those) {
        const blob = await file.blob();
        for (let from = 0; from < blob.size; from += RECORDS * size) {
          signal.throwIfAborted();
          report(done / total, `Reading ${file.path}`);
          const bytes = new Uint8Array(await blob.slice(from, from + RECORDS * size).arrayBuffer());
          const records = bytes.length / size;
          readRecords(
            bytes,
            form,
            file.path,
            from / size,
            pictures.subarray(at * PICTURE),
            labels.subarray(at),
          );
          at += records;
          done += records;
        }
      }
      const [first] = those;
      return {
        examples: { shape: [count, SIDE, SIDE, CHANNELS], values: pictures },
        labels: { shape: [count], values: labels },
        examplesFile: first?.path ?? context.source,
        labelsFile: first?.path ?? context.source,
      };
    };
    // Files that all say that they are to test with come in one piece.
    const rest = train.length === 0 ? records : train;
    const test = train.length === 0 ? [] : records.filter(isTest);
    const names = await classNames(files, form);
    return labelledDataset(
      {
        format: 'cifar',
        train: await read(rest),
        test: test.length > 0 ? await read(test) : undefined,
        classesOf: () => ({ labels: names.map((_, i) => i), names }),
        notes:
          form.labels > 1 ? ['Of the two labels of CIFAR-100 it has the fine ones, of 100 classes.'] : [],
      },
      context,
    );
  },
};

async function formOf(files: readonly SourceFile[]): Promise<Form | undefined> {
  const binary = files.filter(({ path }) => BINARY.test(path));
  if (binary.length === 0) return undefined;
  for (const form of Object.values(forms)) {
    const fitting = await Promise.all(binary.map((file) => isOf(form, file)));
    if (fitting.every(Boolean)) return form;
  }
  return undefined;
}

async function isOf({ labels, limits }: Form, file: SourceFile): Promise<boolean> {
  const size = labels + PICTURE;
  const known = file.size ?? (await file.blob()).size;
  if (known === 0 || known % size !== 0) return false;
  const head = await file.head(LOOKED_AT * size);
  for (let at = 0; at + size <= head.length; at += size) {
    if (!limits.every((limit, i) => head[at + i]! < limit)) return false;
  }
  return true;
}

async function refusal(
  files: readonly SourceFile[],
  records: readonly SourceFile[],
  { source }: ReadContext,
): Promise<DatasetError> {
  const pickled = files.find(({ path }) => PICKLED.test(path));
  if (pickled && records.length === 0) {
    const reason =
      'a file of the Python version, which is pickled: only Python can read it. Give the binary version';
    return new DatasetError(pickled.path, reason);
  }
  const [ten, hundred] = [1 + PICTURE, 2 + PICTURE];
  for (const { path, size } of records) {
    if (size === 0) return new DatasetError(path, 'the file is empty');
    if (size !== undefined && size % ten !== 0 && size % hundred !== 0) {
      const found = `found ${size} bytes: ${size % ten} or ${size % hundred} too many`;
      return new DatasetError(
        path,
        `expected records of ${ten} bytes (CIFAR-10) or ${hundred} (CIFAR-100), ${found}`,
      );
    }
  }
  const reason =
    'expected records of CIFAR-10, with labels from 0 to 9, or of CIFAR-100, from 0 to 19 and 0 to 99';
  return new DatasetError(records[0]?.path ?? source, reason);
}

function countIn({ size = 0, path }: SourceFile, record: number): number {
  if (size % record !== 0)
    throw new DatasetError(path, `expected records of ${record} bytes, found ${size} bytes`);
  return size / record;
}

function readRecords(
  bytes: Uint8Array,
  { labels: perRecord, limits }: Form,
  path: string,
  first: number,
  pictures: Uint8Array,
  labels: Uint8Array,
): void {
  const size = perRecord + PICTURE;
  for (let i = 0; i * size < bytes.length; i++) {
    const record = bytes.subarray(i * size, (i + 1) * size);
    for (const [place, limit] of limits.entries()) {
      if (record[place]! < limit) continue;
      const reason = `expected labels from 0 to ${limit - 1}, found ${record[place]} at image ${first + i}`;
      throw new DatasetError(path, reason);
    }
    labels[i] = record[perRecord - 1]!;
    pictures.set(channelsLast(record.subarray(perRecord), 1, CHANNELS, PIXELS), i * PICTURE);
  }
}

/** As a file beside the records has them, a line each; as published where there is none. */
async function classNames(
  files: readonly SourceFile[],
  { names, classes }: Form,
): Promise<readonly string[]> {
  const file = files.find(({ path }) => names.test(path));
  if (!file) return classes;
  const lines = (await (await file.blob()).text()).split(/\r?\n/).filter((line) => line.trim() !== '');
  return lines.length === classes.length ? lines.map((line) => line.trim()) : classes;
}
