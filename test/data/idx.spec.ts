// Data sets in IDX files, through the built package: every number type, the sets that are published so, and refusals.
import { gzipSync } from 'node:zlib';
import { expect, test } from '../fixtures';
import { tarOf, zipOf } from './archives';
import { greyOf, openedFiles, refusalOf } from './open-files';

type Writer = (view: DataView, at: number, value: number) => void;

/** By the third byte of the magic number: bytes of a number, and how it is written. */
const types: Record<string, [code: number, bytes: number, write: Writer]> = {
  uint8: [8, 1, (view, at, value) => view.setUint8(at, value)],
  int8: [9, 1, (view, at, value) => view.setInt8(at, value)],
  int16: [11, 2, (view, at, value) => view.setInt16(at, value)],
  int32: [12, 4, (view, at, value) => view.setInt32(at, value)],
  float32: [13, 4, (view, at, value) => view.setFloat32(at, value)],
  float64: [14, 8, (view, at, value) => view.setFloat64(at, value)],
};

function idx(
  type: keyof typeof types,
  shape: readonly number[],
  valueAt: (index: number) => number,
): Uint8Array {
  const [code, bytes, write] = types[type]!;
  const count = shape.reduce((product, length) => product * length, 1);
  const start = 4 + 4 * shape.length;
  const view = new DataView(new ArrayBuffer(start + count * bytes));
  view.setUint32(0, (code << 8) | shape.length);
  for (const [i, length] of shape.entries()) view.setUint32(4 + 4 * i, length);
  for (let i = 0; i < count; i++) write(view, start + i * bytes, valueAt(i));
  return new Uint8Array(view.buffer);
}

const gz = (bytes: Uint8Array) => new Uint8Array(gzipSync(bytes));
const SIDE = 4;
const pixel = (i: number) => (i * 37) % 251;
const images = (count: number, type = 'uint8', side = SIDE) => idx(type, [count, side, side], pixel);
const labels = (count: number, type = 'uint8', labelAt = (i: number) => i % 10) =>
  idx(type, [count], labelAt);
/** Of the training examples of `images`, the pixels of one. */
const pixels = (index: number, side = SIDE) =>
  Array.from({ length: side * side }, (_, i) => pixel(index * side * side + i));

const dots = {
  'mnist/train-images.idx3-ubyte': images(30),
  'mnist/train-labels.idx1-ubyte': labels(30),
  'mnist/t10k-images.idx3-ubyte': images(10),
  'mnist/t10k-labels.idx1-ubyte': labels(10),
};

test('a folder of files with dots in their names, in the order of the source', async ({ labPage }) => {
  const opened = await openedFiles(labPage, dots);
  expect(opened.description).toEqual({
    ...{ name: 'mnist', source: 'mnist', format: 'idx', kind: 'pictures', train: 30, test: 10 },
    inputs: [{ name: 'picture', shape: [SIDE, SIDE, 1], dtype: 'uint8' }],
    targets: [{ name: 'class', shape: [], dtype: 'int32', classes: [...'0123456789'] }],
    ...{ classes: [...'0123456789'], perClass: new Array(10).fill(3), notes: [] },
  });
  for (const { label } of opened.examples) expect(label).toMatch(/^\d$/);
  const first = opened.examples.findIndex((_, i) => String(greyOf(opened, i)) === String(pixels(0)));
  expect(opened.examples[first]!.label).toBe('0');
});

for (const type of ['uint8', 'int16', 'int32', 'float32', 'float64']) {
  test(`pictures of ${type} with labels of it`, async ({ labPage }) => {
    const files = { 'images.idx': images(20, type), 'labels.idx': labels(20, type) };
    const opened = await openedFiles(labPage, files, { test: 0 });
    expect(opened.description).toMatchObject({
      kind: 'pictures',
      train: 20,
      test: 0,
      perClass: new Array(10).fill(2),
    });
    const found = opened.examples.map(({ label }, i) => [label, greyOf(opened, i)]);
    expect(found).toHaveLength(20);
    for (let i = 0; i < 20; i++) expect(found).toContainEqual([String(i % 10), pixels(i)]);
  });
}

test('int8, and numbers that are no bytes, are arrays', async ({ labPage }) => {
  for (const [type, valueAt] of [
    ['int8', (i: number) => (i % 256) - 128],
    ['float32', (i: number) => i / 7],
  ] as const) {
    const files = { 'images.idx': idx(type, [20, 2, 2], valueAt), 'labels.idx': labels(20) };
    const opened = await openedFiles(labPage, files, { test: 0 });
    expect(opened.description).toMatchObject({ kind: 'arrays', inputs: [{ name: 'x', shape: [2, 2] }] });
    const expected = Array.from({ length: 4 }, (_, i) => Math.fround(valueAt(12 + i)));
    expect(opened.examples.find(({ values }) => String(values) === String(expected))?.label).toBe('3');
  }
});

test('pixels from 0 to 1 are bytes where that changes none', async ({ labPage }) => {
  const files = { 'images.idx': idx('float32', [20, 2, 2], (i) => pixel(i) / 255), 'labels.idx': labels(20) };
  const opened = await openedFiles(labPage, files, { test: 0 });
  expect(opened.description.notes).toEqual(['The pixels came as 0 to 1, and became 0 to 255.']);
  expect(opened.examples.map((_, i) => String(greyOf(opened, i)))).toContain(String(pixels(3, 2)));
});

test('labels in one column, numbers to be answered, and one example', async ({ labPage }) => {
  const column = { 'images.idx': images(20), 'labels.idx': idx('int32', [20, 1], (i) => i % 2) };
  expect((await openedFiles(labPage, column)).description).toMatchObject({ classes: ['0', '1'], train: 16 });
  const numbers = { 'images.idx': images(20), 'labels.idx': labels(20, 'float32', (i) => i / 2) };
  const { description, examples } = await openedFiles(labPage, numbers, { test: 0 });
  expect(description.targets).toEqual([{ name: 'y', shape: [], dtype: 'float32' }]);
  expect(
    examples
      .map(({ label }) => label)
      .sort((a, b) => Number(a) - Number(b))
      .slice(0, 3),
  ).toEqual([0, 0.5, 1]);
  const one = await openedFiles(labPage, { 'images.idx': images(1), 'labels.idx': labels(1) });
  expect(one.description).toMatchObject({ train: 1, test: 0 });
});

test('another size, with colour, and fewer', async ({ labPage }) => {
  const files = {
    'images.idx': idx('uint8', [20, 4, 4], (i) => 10 * Math.floor(i / 16)),
    'labels.idx': labels(20),
  };
  const opened = await openedFiles(labPage, files, {
    size: [6, 8],
    channels: 3,
    limit: 12,
    test: 0.5,
    seed: 1,
  });
  expect(opened.description).toMatchObject({ train: 10, test: 10, perClass: new Array(10).fill(1) });
  expect(opened.description.inputs).toEqual([{ name: 'picture', shape: [6, 8, 3], dtype: 'uint8' }]);
  for (const { picture, label } of opened.examples) {
    const [grey] = picture!.data;
    expect((grey! / 10) % 10).toBe(Number(label));
    expect(new Set(picture!.data)).toEqual(new Set([grey, 255]));
  }
  const limited = await openedFiles(labPage, files, { limit: 3, test: 0.5 });
  expect(limited.description).toMatchObject({ train: 3, test: 10 });
});

test('EMNIST’s letters are turned upright and named, by name or by their labels', async ({ labPage }) => {
  const letter = (i: number) => 1 + (i % 26);
  for (const prefix of ['emnist-letters-', '']) {
    const opened = await openedFiles(labPage, {
      [`${prefix}train-images-idx3-ubyte.gz`]: gz(images(52)),
      [`${prefix}train-labels-idx1-ubyte.gz`]: gz(labels(52, 'uint8', letter)),
      [`${prefix}test-images-idx3-ubyte.gz`]: gz(images(26)),
      [`${prefix}test-labels-idx1-ubyte.gz`]: gz(labels(26, 'uint8', letter)),
    });
    const { classes, perClass, notes } = opened.description;
    expect(classes).toEqual([...'ABCDEFGHIJKLMNOPQRSTUVWXYZ']);
    expect(perClass).toEqual(new Array(26).fill(2));
    expect(notes).toEqual(['EMNIST keeps its pictures transposed: they were turned upright.']);
    const turned = pixels(2).map((_, i, all) => all[(i % SIDE) * SIDE + Math.floor(i / SIDE)]);
    const found = opened.examples.findIndex((_, i) => String(greyOf(opened, i)) === String(turned));
    expect(opened.examples[found]!.label).toBe('C');
  }
});

test('EMNIST’s other sets, Fashion-MNIST and KMNIST have their names', async ({ labPage }) => {
  const classesOf = async (folder: string, labelAt: (i: number) => number) => {
    const files = {
      [`${folder}/train-images`]: images(130),
      [`${folder}/train-labels`]: labels(130, 'uint8', labelAt),
    };
    return (await openedFiles(labPage, files)).description.classes!;
  };
  const balanced = await classesOf('emnist-balanced', (i) => i % 47);
  expect(balanced.join('')).toBe('0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabdefghnqrt');
  expect((await classesOf('emnist-byclass', (i) => i % 62)).join('').slice(-27)).toBe(
    'Zabcdefghijklmnopqrstuvwxyz',
  );
  expect((await classesOf('fashion', (i) => i % 10))[9]).toBe('Ankle boot');
  expect((await classesOf('kmnist', (i) => i % 3)).join(' ')).toBe('o ki su tsu na ha ma ya re wo');
});

test('QMNIST: the first of eight numbers is the class', async ({ labPage }) => {
  const { description } = await openedFiles(labPage, {
    'qmnist-train-images-idx3-ubyte.gz': gz(images(20)),
    'qmnist-train-labels-idx2-int.gz': gz(
      idx('int32', [20, 8], (i) => (i % 8 === 0 ? (i / 8) % 10 : 70_000)),
    ),
  });
  expect(description.classes).toEqual([...'0123456789']);
  expect(description.notes.join()).toMatch(/^QMNIST has eight numbers/);
});

test('the same files in archives, twice in one', async ({ labPage }) => {
  const list = Object.entries(dots).map(([name, content]) => ({ name, content }));
  const again = list.map(({ name, content }) => {
    const base = name.split('/')[1]!.replace('.', '-');
    return { name: `archive/${base}/${base}`, content };
  });
  const expected = { train: 30, test: 10, format: 'idx' };
  const zipped = await openedFiles(labPage, { 'archive.zip': zipOf([...list, ...again]) });
  expect(zipped.description).toMatchObject({ ...expected, name: 'archive', source: 'archive.zip' });
  expect(zipped.description.notes).toHaveLength(4);
  const packed = list.map(({ name, content }) => ({ name: `${name}.gz`, content: gz(content) }));
  expect((await openedFiles(labPage, { 'gzip.zip': zipOf(packed) })).description).toMatchObject(expected);
  expect((await openedFiles(labPage, { 'a.tar.gz': gz(tarOf(list)) })).description).toMatchObject(expected);
});

test('gzip of several members, and padded, as gunzip reads it', async ({ labPage }) => {
  const whole = labels(20);
  const several = new Uint8Array([
    ...gz(whole.subarray(0, 11)),
    ...gz(whole.subarray(11)),
    ...new Uint8Array(512),
  ]);
  const { description } = await openedFiles(labPage, { 'images.idx': images(20), 'labels.gz': several });
  expect(description).toMatchObject({ train: 20, perClass: new Array(10).fill(2) });
  const followed = { 'images.idx': images(20), 'labels.gz': new Uint8Array([...gz(whole), 0, 0, 7]) };
  expect(await refusalOf(labPage, followed)).toBe(
    'DatasetError: labels.gz: corrupt gzip, after 28 unpacked bytes (3 other bytes follow)',
  );
});

test('two sets beside each other are paired by count where names tell nothing', async ({ labPage }) => {
  const files = { a: images(10), b: labels(30), c: labels(10), d: images(30) };
  expect((await openedFiles(labPage, files)).description).toMatchObject({ train: 30, test: 10 });
});

const huge = images(2);
new DataView(huge.buffer).setUint32(4, 0xffffffff);

const refused: [what: string, files: Record<string, Uint8Array>, error: string][] = [
  [
    'cut',
    { 'i.idx': images(20).slice(0, -1), 'l.idx': labels(20) },
    'i.idx: truncated: 20 × 4 × 4 values take 336 bytes, the file has 335',
  ],
  [
    'more pictures than bytes',
    { 'i.idx': huge, 'l.idx': labels(2) },
    'i.idx: truncated: 4294967295 × 4 × 4 values take 68719476736 bytes, the file has 48',
  ],
  [
    'fewer labels',
    { 'i.idx': images(20), 'l.idx': labels(19) },
    'l.idx: expected a label for each of the 20 examples of i.idx, found 19',
  ],
  ['none', { 'i.idx': images(0), 'l.idx': labels(0) }, 'i.idx: there are no examples in it'],
  ['no labels', { 'i.idx': images(3) }, 'i.idx: there is no IDX file of labels beside i.idx'],
  [
    'no number',
    { 'i.idx': idx('float32', [2, 2, 2], (i) => (i === 5 ? Number.NaN : i)), 'l.idx': labels(2) },
    'i.idx: expected finite numbers, found NaN at position 5',
  ],
  [
    'several sets',
    {
      'emnist-letters-train-images': images(5),
      'emnist-letters-train-labels': labels(5),
      'emnist-digits-train-images': images(5),
      'emnist-digits-train-labels': labels(5),
    },
    'files: holds several data sets: emnist letters, emnist digits. Give the files of one',
  ],
];

for (const [what, files, error] of refused) {
  test(`refused: ${what}`, async ({ labPage }) => {
    expect(await refusalOf(labPage, files)).toBe(`DatasetError: ${error}`);
  });
}
