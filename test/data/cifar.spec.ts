// Data sets in CIFAR's binary form, through the built package.
import { gzipSync } from 'node:zlib';
import { expect, test } from '../fixtures';
import { tarOf } from './archives';
import { type Opened, openedFiles, refusalOf } from './open-files';

const PIXELS = 1024;
const pixel = (record: number, channel: number, at: number) => (record * 31 + channel * 101 + at) % 256;

/** Records whose pixels tell which they are. @param first number of the first one */
function records(count: number, labelsOf: (index: number) => number[], first = 0): Uint8Array {
  const parts: number[] = [];
  for (let record = first; record < first + count; record++) {
    parts.push(...labelsOf(record));
    for (let channel = 0; channel < 3; channel++) {
      for (let at = 0; at < PIXELS; at++) parts.push(pixel(record, channel, at));
    }
  }
  return Uint8Array.from(parts);
}

const ten = (index: number) => [index % 10];
const hundred = (index: number) => [index % 20, index % 100];

function labelOf({ examples }: Opened, record: number): unknown {
  const start = [pixel(record, 0, 0), pixel(record, 1, 0), pixel(record, 2, 0), 255];
  const second = [pixel(record, 0, 1), pixel(record, 1, 1), pixel(record, 2, 1), 255];
  return examples.find(({ picture }) => picture!.data.slice(0, 8).join() === [...start, ...second].join())
    ?.label;
}

const batches = {
  'cifar-10-batches-bin/data_batch_1.bin': records(20, ten),
  'cifar-10-batches-bin/data_batch_2.bin': records(20, ten, 20),
  'cifar-10-batches-bin/test_batch.bin': records(10, ten),
};

test('CIFAR-10’s folder, its names from batches.meta.txt', async ({ labPage }) => {
  const names = Array.from({ length: 10 }, (_, i) => `class ${i}`);
  const meta = new TextEncoder().encode(`${names.join('\n')}\n\n`);
  const opened = await openedFiles(labPage, { ...batches, 'cifar-10-batches-bin/batches.meta.txt': meta });
  expect(opened.description).toEqual({
    ...{ name: 'cifar-10-batches-bin', source: 'cifar-10-batches-bin', format: 'cifar', kind: 'pictures' },
    ...{ train: 40, test: 10 },
    inputs: [{ name: 'picture', shape: [32, 32, 3], dtype: 'uint8' }],
    targets: [{ name: 'class', shape: [], dtype: 'int32', classes: names }],
    ...{ classes: names, perClass: new Array(10).fill(4), notes: [] },
  });
  for (const record of [0, 7, 19, 20, 33]) expect(labelOf(opened, record)).toBe(`class ${record % 10}`);
});

test('CIFAR-10’s archive as it is published, and its usual names', async ({ labPage }) => {
  const list = Object.entries(batches).map(([name, content]) => ({ name, content }));
  const archive = new Uint8Array(
    gzipSync(tarOf([{ name: 'cifar-10-batches-bin/', type: '5', content: '' }, ...list])),
  );
  const opened = await openedFiles(labPage, { 'cifar-10-binary.tar.gz': archive });
  expect(opened.description).toMatchObject({ name: 'cifar-10-binary', train: 40, test: 10 });
  expect(labelOf(opened, 13)).toBe('cat');
});

test('CIFAR-100: the fine labels', async ({ labPage }) => {
  const opened = await openedFiles(labPage, {
    'cifar-100-binary/train.bin': records(200, hundred),
    'cifar-100-binary/test.bin': records(20, hundred),
  });
  const { classes, train, test: tested, notes } = opened.description;
  expect([train, tested, classes!.length, classes!.at(0), classes!.at(-1)]).toEqual([
    200,
    20,
    100,
    'apple',
    'worm',
  ]);
  expect(notes).toEqual(['Of the two labels of CIFAR-100 it has the fine ones, of 100 classes.']);
  expect(labelOf(opened, 88)).toBe('tiger');
});

test('one file, told by what it holds, in two parts', async ({ labPage }) => {
  const { description } = await openedFiles(labPage, { 'mine.bin': records(50, ten) });
  expect(description).toMatchObject({ format: 'cifar', train: 40, test: 10 });
});

const refused: [what: string, files: Record<string, Uint8Array>, error: string][] = [
  [
    'cut',
    { 'data_batch_1.bin': records(2, ten).slice(0, -1) },
    'data_batch_1.bin: expected records of 3073 bytes (CIFAR-10) or 3074 (CIFAR-100), found 6145 bytes: 3072 or 3071 too many',
  ],
  [
    'another label',
    { 'data_batch_1.bin': records(40, (i) => [i === 33 ? 10 : 1]) },
    'data_batch_1.bin: expected labels from 0 to 9, found 10 at image 33',
  ],
  ['empty', { 'data_batch_1.bin': new Uint8Array() }, 'data_batch_1.bin: the file is empty'],
  [
    'pickled',
    { 'cifar-10-batches-py/data_batch_1': new Uint8Array([128, 2, 125]) },
    'cifar-10-batches-py/data_batch_1: a file of the Python version, which is pickled: only Python can read it. Give the binary version',
  ],
];

for (const [what, files, error] of refused) {
  test(`refused: ${what}`, async ({ labPage }) => {
    expect(await refusalOf(labPage, files)).toBe(`DatasetError: ${error}`);
  });
}
