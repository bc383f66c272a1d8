import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { expect, test } from '@playwright/test';
import { root } from '../../scripts/run.mjs';
import { DatasetError } from '../../src/errors';
import { setAssetsFolder } from '../../worker/assets';
import { loadIdx, parseIdx } from '../../worker/data/idx';
import { gzip, idxBytes, imagesFile, labelsFile } from './idx-bytes';

test.beforeAll(() => setAssetsFolder(`${pathToFileURL(join(root, 'dist'))}/`));

test('what was written is read, whatever holds the bytes', async () => {
  const file = imagesFile(3);
  const padded = new Uint8Array(file.length + 7);
  padded.set(file, 5);
  const within = padded.subarray(5, 5 + file.length);
  const sources = [
    file,
    file.buffer as ArrayBuffer,
    within,
    new Blob([file as Uint8Array<ArrayBuffer>]),
    gzip(file),
  ];
  for (const source of sources) {
    const { shape, values } = await loadIdx(source, 3);
    expect(shape).toEqual([3, 28, 28]);
    expect([...values]).toEqual(Array.from({ length: 3 * 784 }, (_, i) => i % 251));
  }
  expect((await loadIdx(labelsFile(12), 1)).shape).toEqual([12]);
});

const ten = labelsFile(10);
const malformed: [what: string, bytes: Uint8Array, rank: number, reason: string][] = [
  ['empty', new Uint8Array(), 1, 'the file is empty'],
  ['cut in the magic number', ten.slice(0, 3), 1, 'truncated: the header takes 8 bytes, the file has 3'],
  ['cut in the header', ten.slice(0, 6), 1, 'truncated: the header takes 8 bytes, the file has 6'],
  ['truncated', ten.slice(0, 15), 1, 'truncated: 10 values take 18 bytes, the file has 15'],
  [
    'truncated images',
    imagesFile(2).slice(0, 1000),
    3,
    'truncated: 2 × 28 × 28 values take 1584 bytes, the file has 1000',
  ],
  [
    'too long',
    Uint8Array.from([...ten, 0, 0]),
    1,
    '2 trailing bytes: 10 values take 18 bytes, the file has 20',
  ],
  [
    'labels instead of images',
    labelsFile(30),
    3,
    'wrong magic number: expected 2051 (images), found 2049 (a file of labels)',
  ],
  [
    'images instead of labels',
    imagesFile(1),
    1,
    'wrong magic number: expected 2049 (labels), found 2051 (a file of images)',
  ],
  ['floats', idxBytes([1], [0, 0, 0, 0], 0xd01), 1, 'wrong magic number: expected 2049 (labels), found 3329'],
  [
    'a web page',
    new TextEncoder().encode('<!doctype html>'),
    3,
    'wrong magic number: expected 2051 (images), found 1008821359 (it looks like a web page)',
  ],
];

for (const [what, bytes, rank, reason] of malformed) {
  test(`refused: ${what}`, () => {
    const parse = () => parseIdx(bytes, rank, 'a-file');
    expect(parse).toThrow(DatasetError);
    expect(parse).toThrow(`a-file: ${reason}`);
  });
}

test('refused: sizes that overflow', () => {
  const bytes = idxBytes([0xffffffff, 0xffffffff, 0xffffffff], [1, 2, 3]);
  expect(() => parseIdx(bytes, 3, 'f')).toThrow('truncated');
});

test('refused: gzip that is cut, altered or followed by something', async () => {
  const whole = gzip(labelsFile(1000));
  const altered = whole.slice();
  altered[whole.length - 6]! ^= 0xff; // the checksum
  for (const bytes of [whole.slice(0, whole.length - 20), altered, Uint8Array.from([...whole, 1, 2, 3])]) {
    const error = await loadIdx(bytes, 1, { name: 'labels.gz' }).catch((e) => e);
    expect(error).toBeInstanceOf(DatasetError);
    expect(error).toMatchObject({ file: 'labels.gz', name: 'DatasetError' });
    expect(error.reason).toMatch(/^corrupt gzip/);
  }
});
