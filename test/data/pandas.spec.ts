// Tables as pandas writes them, in text and in Parquet, through the built package: held against what pandas counted.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { root } from '../../scripts/run.mjs';
import { expect, test } from '../fixtures';
import { type Opened, openedInLab } from './lab-dataset';

const golden = (name: string) => readFileSync(join(root, 'test/data/golden', name));
const expected = JSON.parse(golden('pandas.json').toString());

const close = (value: number) => expect.closeTo(value, 3);

function check({ description, examples }: Opened, format: string): void {
  expect(description).toMatchObject({ format, kind: 'table', train: expected.rows, test: 0 });
  const { classes, perClass } = description;
  expect(Object.fromEntries(classes!.map((name, i) => [name, perClass![i]]))).toEqual(expected.perClass);
  // size, count and one value for each colour
  expect(description.inputs[0]!.shape).toEqual([2 + expected.colours.length]);
  const colours: Record<string, number> = {};
  let sizes = 0;
  for (const { row } of examples) {
    colours[row!.colour!] = (colours[row!.colour!] ?? 0) + 1;
    sizes += row!.size as number;
  }
  const { '': none, ...others } = colours;
  expect(others).toEqual(expected.perColour);
  expect(none).toBe(expected.missingColours);
  // Where the size is missing, the mean stands for it.
  expect(sizes).toEqual(close(expected.sizeSum + expected.missingSizes * expected.mean));
  const missing = [expected.missingSizes, expected.missingColours];
  expect(missing).toEqual([12, 12]);
  expect(description.notes.join('\n')).toContain('"size" is missing in 12 rows: the mean stands there.');
}

for (const name of [
  'pandas.csv',
  'pandas-index.csv',
  'pandas-semicolon.csv',
  'pandas-utf16.tsv',
  'pandas-latin1.csv',
]) {
  test(`as pandas counted: ${name}`, async ({ labPage }) => {
    check(await openedInLab(labPage, { [name]: golden(name) }, { test: 0 }), 'csv');
  });
}

test('as pandas counted: in gzip, as text of the page, and under a name that says nothing', async ({
  labPage,
}) => {
  check(await openedInLab(labPage, { 'pandas.csv.gz': gzipSync(golden('pandas.csv')) }, { test: 0 }), 'csv');
  check(await openedInLab(labPage, { 'pandas.data': golden('pandas.csv') }, { test: 0 }), 'csv');
  const train = await labPage.evaluate(async (text) => {
    const lab = await window.trainlab.createLab({ backends: ['cpu'] });
    const dataset = await lab.dataset({ text }, { test: 0 });
    return dataset.train;
  }, golden('pandas.csv').toString());
  expect(train).toBe(expected.rows);
});

for (const codec of ['snappy', 'gzip', 'zstd', 'brotli']) {
  test(`as pandas counted: Parquet, packed by ${codec}`, async ({ labPage }) => {
    const name = `pandas-${codec}.parquet`;
    check(await openedInLab(labPage, { [name]: golden(name) }, { test: 0 }), 'parquet');
  });
}
