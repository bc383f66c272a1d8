import { expect, test } from '@playwright/test';
import { DatasetError } from '../../src/errors';
import type { Dataset, DatasetOptions } from '../../worker/data/dataset';
import { text } from '../../worker/data/text';
import { tokensIn } from '../../worker/data/text/tokens';
import { type Content, readWith, rowsOf, sourceFile, utf16 } from './source-file';

const read = (content: Content, options: DatasetOptions = {}) =>
  readWith(text, { 'own.txt': content }, options);

/** Each example's tokens, and the one that follows. */
async function windows({ preprocessing }: Dataset, split: Dataset['train']) {
  if (preprocessing.kind !== 'text') throw new Error(preprocessing.kind);
  const { vocabulary } = preprocessing;
  const rows = await rowsOf(split);
  return rows.map(({ input, target }) => [...input, ...target].map((token) => vocabulary[token]!));
}

test('every window of the text is an example, with the character that follows', async () => {
  const set = await read('abcabcabda', { length: 3, test: 0 });
  expect(set.description).toMatchObject({
    kind: 'text',
    format: 'text',
    train: 7,
    test: 0,
    inputs: [{ name: 'tokens', shape: [3], dtype: 'int32' }],
    targets: [{ name: 'next', shape: [], dtype: 'int32' }],
    // The most frequent first; 0 is none.
    classes: ['', 'a', 'b', 'c', 'd'],
    perClass: [0, 3, 2, 1, 1],
  });
  expect(set.preprocessing).toEqual({
    kind: 'text',
    unit: 'character',
    vocabulary: ['', 'a', 'b', 'c', 'd'],
    length: 3,
  });
  const found = (await windows(set, set.train)).map((tokens) => tokens.join(''));
  expect(found.sort()).toEqual(['abca', 'abca', 'abda', 'bcab', 'bcab', 'cabc', 'cabd'].sort());
});

test('the test is the end of the text, and shares nothing with the training', async () => {
  const letters = Array.from({ length: 100 }, (_, i) => String.fromCharCode(0x4e00 + i)).join('');
  const set = await read(letters, { length: 5 });
  const train = (await windows(set, set.train)).flat();
  const held = (await windows(set, set.test)).flat();
  expect(set.description).toMatchObject({ train: 75, test: 15 });
  expect(Math.max(...train.map((letter) => letter.charCodeAt(0)))).toBe(0x4e00 + 79);
  expect(Math.min(...held.map((letter) => letter.charCodeAt(0)))).toBe(0x4e00 + 80);
});

test('words: in lower case, signs and line breaks by themselves, scripts without spaces by characters', () => {
  expect([...tokensIn('The cat’s 3 hats,\nDon’t!', 'word')]).toEqual([
    'the',
    'cat’s',
    '3',
    'hats',
    ',',
    '\n',
    'don’t',
    '!',
  ]);
  expect([...tokensIn('Größe über café', 'word')]).toEqual(['größe', 'über', 'café']);
  expect([...tokensIn('猫が好き。', 'word')]).toEqual(['猫', 'が', '好', 'き', '。']);
  expect([...tokensIn('a😀b', 'character')]).toEqual(['a', '😀', 'b']);
});

test('words and pairs of surrogates are whole wherever the text is cut into pieces', async () => {
  const sentence = 'Das längste Wörterbuch 😀 liegt hier. ';
  const long = sentence.repeat(10_000);
  for (const unit of ['word', 'character'] as const) {
    const { preprocessing } = await read(long, { unit, test: 0 });
    if (preprocessing.kind !== 'text') throw new Error(preprocessing.kind);
    const expected = new Set(['', ...tokensIn(sentence, unit)]);
    expect(new Set(preprocessing.vocabulary)).toEqual(expected);
  }
});

test('of a long text not every window is taken, and that is told', async () => {
  const set = await read('0123456789'.repeat(50_000), { test: 0 });
  expect(set.description.train).toBe(Math.ceil((500_000 - 40) / 3));
  expect(set.description.notes).toEqual(['Of all windows one in 3 is taken.']);
});

test('encodings and line ends do not matter', async () => {
  const story = 'Größer\nals\nzuvor\n';
  const expected = await read(story, { length: 4, test: 0 });
  const one = await windows(expected, expected.train);
  const others: Content[] = [
    story.replaceAll('\n', '\r\n'),
    `\ufeff${story}`,
    utf16(story, 'little'),
    Uint8Array.from(story, (letter) => letter.charCodeAt(0)),
  ];
  for (const content of others) {
    const set = await read(content, { length: 4, test: 0 });
    expect(await windows(set, set.train)).toEqual(one);
  }
});

test('several files follow each other, with a line break between', async () => {
  const set = await readWith(text, { 'a.txt': 'ab', 'b.txt': 'cd' }, { length: 4, test: 0 });
  expect((await windows(set, set.train)).flat().join('')).toBe('ab\ncd');
});

test('folders of texts are classes; train and test above them are the parts', async () => {
  const files: Record<string, string> = {};
  for (let i = 0; i < 10; i++) {
    files[`reviews/train/pos/${i}.txt`] = `good ${i}`;
    files[`reviews/train/neg/${i}.txt`] = `bad ${i}`;
    files[`reviews/train/unsup/${i}.txt`] = 'nobody knows';
  }
  files['reviews/test/pos/0.txt'] = 'good unheard';
  files['reviews/README.txt'] = 'about';
  const set = await readWith(text, files, { unit: 'word', length: 3 });
  expect(set.description).toMatchObject({
    kind: 'text',
    train: 20,
    test: 1,
    classes: ['neg', 'pos'],
    perClass: [10, 10],
    targets: [{ name: 'class', classes: ['neg', 'pos'] }],
  });
  const { preprocessing } = set;
  if (preprocessing.kind !== 'text') throw new Error(preprocessing.kind);
  for (const { input, target } of await rowsOf(set.train)) {
    expect(input[0]).toBe(0); // filled up before
    expect(preprocessing.vocabulary[input[1]!]).toBe(target[0] === 1 ? 'good' : 'bad');
  }
});

test('of a text longer than the input the end counts', async () => {
  const files = { 'a/1.txt': `${'x'.repeat(50)}abc`, 'b/1.txt': 'def' };
  const set = await readWith(text, files, { length: 3, test: 0 });
  const { preprocessing, description } = set;
  if (preprocessing.kind !== 'text') throw new Error(preprocessing.kind);
  const found = (await rowsOf(set.train)).map(({ input, target }) => [
    description.classes![target[0]!],
    input.map((token) => preprocessing.vocabulary[token]).join(''),
  ]);
  expect(new Map(found as [string, string][])).toEqual(
    new Map([
      ['a', 'abc'],
      ['b', 'def'],
    ]),
  );
  expect(description.notes).toEqual(['Of longer texts the last 3 characters count; the longest has 53.']);
});

test('refused: too short, or no text', async () => {
  const short = await read('abc', { length: 3 }).catch((e) => e);
  expect(short).toBeInstanceOf(DatasetError);
  expect(short.message).toBe('own.txt: 3 characters are too few for inputs of 3 and one that follows');
  const binary = await read(new Uint8Array(5000)).catch((e) => e);
  expect(binary).toBeInstanceOf(DatasetError);
  expect(await text.recognises([sourceFile('a.txt', new Uint8Array([1, 0, 2, 0, 3, 9, 1, 1]))])).toBe(false);
  expect(await text.recognises([sourceFile('a.txt', '  \n ')])).toBe(false);
  expect(await text.recognises([sourceFile('a', 'Some words.')])).toBe(true);
});
