// Data sets in NumPy's files, written by NumPy itself (numpy_files.py), through the built package.
import { expect, test } from '../fixtures';
import { numpyFiles } from './numpy-files';
import { type GivenFiles, greyOf, type Opened, openedFiles, refusalOf } from './open-files';

type FileName = keyof typeof numpyFiles;

const given = (name: FileName): GivenFiles => ({
  [name]: new Uint8Array(Buffer.from(numpyFiles[name], 'base64')),
});

const pixels = (index: number, size = 12) =>
  Array.from({ length: size }, (_, i) => ((index * size + i) * 7) % 256);

/** Every example, whatever its place, is found with its label. */
function expectExamples(opened: Opened, examples: readonly (readonly [values: number[], label: unknown])[]) {
  const found = opened.examples.map(({ values, label }, i) => [values ?? greyOf(opened, i), label]);
  expect(found).toHaveLength(examples.length);
  for (const one of examples) expect(found).toContainEqual(one);
}

const twelve = Array.from({ length: 12 }, (_, i) => [pixels(i), String(i % 3)] as const);

test('Keras’ mnist.npz', async ({ labPage }) => {
  const opened = await openedFiles(labPage, given('mnist.npz'));
  expect(opened.description).toEqual({
    ...{ name: 'mnist', source: 'mnist.npz', format: 'npy', kind: 'pictures', train: 12, test: 3 },
    inputs: [{ name: 'picture', shape: [3, 4, 1], dtype: 'uint8' }],
    targets: [{ name: 'class', shape: [], dtype: 'int32', classes: ['0', '1', '2'] }],
    ...{ classes: ['0', '1', '2'], perClass: [4, 4, 4], notes: [] },
  });
  expectExamples(opened, twelve);
});

for (const name of ['plain.npz', 'positional.npz', 'fortran.npz', 'one-hot.npz'] as const) {
  test(name, async ({ labPage }) => {
    const opened = await openedFiles(labPage, given(name), { test: 0 });
    expect(opened.description).toMatchObject({ kind: 'pictures', train: 12, test: 0, perClass: [4, 4, 4] });
    expectExamples(opened, twelve);
    const { notes } = opened.description;
    expect(notes).toEqual(
      name === 'one-hot.npz' ? ['The labels came one-hot, and became numbers of classes.'] : [],
    );
  });
}

for (const name of Object.keys(numpyFiles).filter((one) => one.startsWith('type ')) as FileName[]) {
  test(name, async ({ labPage }) => {
    const opened = await openedFiles(labPage, given(name), { test: 0 });
    const shift = name.includes('u') ? 0 : 30;
    expect(opened.description).toMatchObject({
      kind: shift ? 'arrays' : 'pictures',
      classes: ['0', '1', '2'],
    });
    const size = 6;
    const rising = (index: number) => Array.from({ length: size }, (_, i) => index * size + i - shift);
    expectExamples(
      opened,
      Array.from({ length: 12 }, (_, i) => [rising(i), String(i % 3)] as const),
    );
  });
}

test('of three parts, the validation is left out', async ({ labPage }) => {
  const { description } = await openedFiles(labPage, given('medmnist.npz'));
  expect(description).toMatchObject({ train: 12, test: 6, classes: ['0', '1', '2'] });
  expect(description.notes).toEqual([
    'To test with there is test_images.npy, test_labels.npy; left out: val_images.npy, val_labels.npy.',
  ]);
});

test('numbers to be answered', async ({ labPage }) => {
  const opened = await openedFiles(labPage, given('regression.npz'), { test: 0 });
  const { kind, inputs, targets, classes } = opened.description;
  expect({ kind, inputs, targets, classes }).toEqual({
    kind: 'arrays',
    inputs: [{ name: 'x', shape: [2, 3], dtype: 'float32' }],
    targets: [{ name: 'y', shape: [2], dtype: 'float32' }],
    classes: undefined,
  });
  expect(opened.examples.find(({ values }) => values![0] === 18 / 8)?.label).toEqual([0.75, 0.375]);
});

test('truth values are black and white', async ({ labPage }) => {
  const opened = await openedFiles(labPage, given('bool.npz'), { test: 0 });
  const black = (index: number) => pixels(index).map((value) => (value > 100 ? 255 : 0));
  expectExamples(
    opened,
    Array.from({ length: 12 }, (_, i) => [black(i), String(Math.min(1, i % 3))] as const),
  );
});

test('channels before the height are put last', async ({ labPage }) => {
  const opened = await openedFiles(labPage, given('colour-first.npz'), { test: 0 });
  expect(opened.description.inputs).toEqual([{ name: 'picture', shape: [4, 5, 3], dtype: 'uint8' }]);
  const firstPixels = opened.examples.map(({ picture }) => picture!.data.slice(0, 8).join());
  expect(firstPixels).toContain([0, 20, 40, 255, 1, 21, 41, 255].join());
});

const refused: [name: FileName, reason: RegExp][] = [
  [
    'pickled.npz',
    /^DatasetError: x\.npy: holds Python objects, which are pickled: only Python can read them/,
  ],
  [
    'text.npz',
    /^DatasetError: y\.npy: expected an array of .* numbers, or truth values; found the type '<U1'$/,
  ],
  ['complex.npz', /^DatasetError: x\.npy: .*found the type '<c8'$/],
  ['records.npz', /^DatasetError: x\.npy: .*found the type \[\('a', '<i4'\), \('b', '<f4'\)\]$/],
  ['nan.npz', /^DatasetError: x\.npy: expected finite numbers, found NaN at position 1$/],
];

for (const [name, reason] of refused) {
  test(`refused: ${name}`, async ({ labPage }) => {
    expect(await refusalOf(labPage, given(name))).toMatch(reason);
  });
}

test('refused: an array without labels, and one that is cut', async ({ labPage }) => {
  const npy = (shape: string, bytes: number) => {
    const header = `{'descr': '|u1', 'fortran_order': False, 'shape': (${shape}), }`.padEnd(117);
    return new Uint8Array(
      Buffer.concat([
        Buffer.from('\x93NUMPY\x01\0', 'latin1'),
        Buffer.from([118, 0]),
        Buffer.from(`${header}\n`),
        Buffer.alloc(bytes),
      ]),
    );
  };
  expect(await refusalOf(labPage, { 'x.npy': npy('2, 3', 6) })).toBe(
    'DatasetError: x.npy: expected arrays of examples and of labels, such as x_train and y_train: one is missing in x.npy (2 × 3)',
  );
  expect(await refusalOf(labPage, { 'x.npy': npy('2, 3', 5), 'y.npy': npy('2,', 2) })).toBe(
    'DatasetError: x.npy: truncated: 2 × 3 values of 1 bytes take 6, there are 5',
  );
  expect(
    await refusalOf(labPage, { 'x.npy': npy('99999999999, 99999999999', 5), 'y.npy': npy('2,', 2) }),
  ).toMatch(
    /^DatasetError: x\.npy: of the shape 99999999999 × 99999999999, which is more than any file holds/,
  );
});
