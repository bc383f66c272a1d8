import { expect, test } from '@playwright/test';
import { InvalidInputError } from '../../src/errors';
import { csv } from '../../worker/data/csv';
import type { TablePreprocessing, TextPreprocessing } from '../../worker/data/dataset';
import { type Row, rowsInput, rowWidth, targetValues, textsInput } from '../../worker/data/preprocess';
import { text } from '../../worker/data/text';
import { readWith, rowsOf } from './source-file';

const table = 'size,colour,price\n1,red,1.5\n2,blue,2.5\n,red,4\n6,,8.25\n4,blue,5\n';
const rows: Row[] = [
  { size: 1, colour: 'red', price: 1.5 },
  { size: '2', colour: 'blue' },
  { size: null, colour: 'red' },
  { size: 6, colour: '' },
  { size: 4, colour: ' blue ', unheard: true },
];

test('a row becomes what the same row of the table became, and an answer what its target was', async () => {
  const set = await readWith(csv, { 'a.csv': table }, { test: 0 });
  const preprocessing = set.preprocessing as TablePreprocessing;
  expect(rowWidth(preprocessing)).toBe(3);
  const inputs = rowsInput(rows, preprocessing);
  const mine = rows.map((_, i) => [...inputs.subarray(3 * i, 3 * i + 3)].join(' ')).sort();
  const read = await rowsOf(set.train);
  expect(mine).toEqual(read.map(({ input }) => input.join(' ')).sort());
  const answers = targetValues(
    Float32Array.from(read, ({ target }) => target[0]!),
    preprocessing.target,
  );
  expect([...answers].map((price) => +price.toFixed(4)).sort()).toEqual([1.5, 2.5, 4, 5, 8.25]);
});

const refused: [what: string, row: unknown, message: string][] = [
  ['a column is lacking', { size: 1 }, 'The row has no "colour": it takes "size", "colour"; null stands for'],
  ['no number', { size: 'big', colour: 'red' }, 'The row: "size" is "big"; allowed is a number, or null'],
  ['no category', { size: 1, colour: 'green' }, '"colour" is "green"; allowed is "blue", "red", or null'],
  ['infinite', { size: Infinity, colour: 'red' }, '"size" is Infinity; allowed is a number'],
  ['no row', 5, 'The row is to be an object with a value for "size", "colour".'],
];

for (const [what, row, message] of refused) {
  test(`refused: ${what}`, async () => {
    const { preprocessing } = await readWith(csv, { 'a.csv': table }, { test: 0 });
    const encode = () => rowsInput([row as Row], preprocessing as TablePreprocessing);
    expect(encode).toThrow(InvalidInputError);
    expect(encode).toThrow(message);
  });
}

test('a text becomes its last tokens, with zeros before and for what is not known', async () => {
  const set = await readWith(text, { 'a.txt': 'abab cab' }, { length: 4, test: 0 });
  const preprocessing = set.preprocessing as TextPreprocessing;
  const tokens = textsInput(['abcab', 'a?', ''], preprocessing);
  const read = Array.from(tokens, (number) => preprocessing.vocabulary[number] || '_').join('');
  expect(read).toBe('bcab' + '__a_' + '____');
  expect(() => textsInput([7 as never], preprocessing)).toThrow(InvalidInputError);
});
