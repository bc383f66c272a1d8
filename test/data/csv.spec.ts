import { expect, test } from '@playwright/test';
import { DatasetError, InvalidOptionError } from '../../src/errors';
import { csv } from '../../worker/data/csv';
import type { DatasetOptions, TableColumn } from '../../worker/data/dataset';
import { type Content, readWith, rowsOf, sourceFile, utf16 } from './source-file';

const read = (content: Content, options: DatasetOptions = {}) =>
  readWith(csv, { 'own.csv': content }, options);

/** Every input row with the class it has, by name, sorted: whatever the order of the split. */
async function labelled(content: Content, options: DatasetOptions = {}) {
  const set = await read(content, { test: 0, ...options });
  const classes = set.description.classes!;
  const rows = await rowsOf(set.train);
  return rows
    .map(({ input, target }) => `${input.map((v) => +v.toFixed(4)).join(' ')} ${classes[target[0]!]}`)
    .sort();
}

/** As they were before they were normalised. */
function restored(value: number, column: TableColumn | undefined): number {
  if (column?.type !== 'number') throw new Error('no number');
  return value * column.deviation + column.mean;
}

function columnsOf(preprocessing: Awaited<ReturnType<typeof read>>['preprocessing']) {
  if (preprocessing.kind !== 'table') throw new Error(preprocessing.kind);
  return preprocessing;
}

const flowers = 'length,width,colour,kind\n1,10,red,rose\n2,20,blue,iris\n3,30,red,rose\n4,40,blue,iris\n';

test('numbers are normalised over the training rows, categories become one-hot, classes are sorted', async () => {
  const set = await read(flowers, { test: 0 });
  expect(set.description).toMatchObject({
    kind: 'table',
    format: 'csv',
    train: 4,
    test: 0,
    inputs: [{ name: 'features', shape: [4], dtype: 'float32' }],
    targets: [{ name: 'kind', shape: [], dtype: 'int32', classes: ['iris', 'rose'] }],
    classes: ['iris', 'rose'],
    perClass: [2, 2],
    notes: [],
  });
  const deviation = expect.closeTo(Math.sqrt(1.25), 12); // of 1, 2, 3, 4
  expect(set.preprocessing).toEqual({
    kind: 'table',
    columns: [
      { name: 'length', type: 'number', mean: 2.5, deviation },
      { name: 'width', type: 'number', mean: 25, deviation: expect.closeTo(10 * Math.sqrt(1.25), 11) },
      { name: 'colour', type: 'category', categories: ['blue', 'red'] },
    ],
    target: { name: 'kind', type: 'category', categories: ['iris', 'rose'] },
  });
  expect(await labelled(flowers)).toEqual(
    [
      '-1.3416 -1.3416 0 1 rose',
      '-0.4472 -0.4472 1 0 iris',
      '0.4472 0.4472 0 1 rose',
      '1.3416 1.3416 1 0 iris',
    ].sort(),
  );
});

const sameTable: [what: string, content: Content][] = [
  ['CRLF', flowers.replaceAll('\n', '\r\n')],
  ['CR alone', flowers.replaceAll('\n', '\r')],
  ['no line break at the end', flowers.slice(0, -1)],
  ['empty lines', flowers.replaceAll('\n', '\n\n')],
  ['a byte order mark', `\ufeff${flowers}`],
  ['UTF-16, little-endian', utf16(flowers, 'little')],
  ['UTF-16, big-endian', utf16(flowers, 'big')],
  ['UTF-16 without a mark', utf16(flowers, 'little', false)],
  ['tabs', flowers.replaceAll(',', '\t')],
  ['semicolons', flowers.replaceAll(',', ';')],
  ['bars', flowers.replaceAll(',', '|')],
  ['spaces', flowers.replaceAll(',', ' ')],
  ['Excel’s first line', `sep=;\n${flowers.replaceAll(',', ';')}`],
  ['a delimiter after each row', flowers.replaceAll(/(\d.*)\n/g, '$1,\n')],
  ['quotes', flowers.replaceAll(/([^,\n]+)/g, '"$1"')],
  ['spaces around values', flowers.replaceAll(',', ' , ')],
  ['decimal commas', flowers.replaceAll(',', ';').replaceAll(/(\d+);/g, '$1,0;')],
  ['decimal points', flowers.replaceAll(/(\d+),/g, '$1.0,')],
  [
    'row names of R, one column more than the first line names',
    flowers.replaceAll(/^(\d)/gm, '$1,$1').replaceAll(/^(\d)/gm, 'row $1'),
  ],
];

for (const [what, content] of sameTable) {
  test(`the same table: ${what}`, async () => {
    expect(await labelled(content, { target: 'kind' })).toEqual(await labelled(flowers));
  });
}

test('without names, columns are numbered; with them told otherwise, the first line counts', async () => {
  const rows = flowers.slice(flowers.indexOf('\n') + 1);
  expect(await labelled(rows)).toEqual(await labelled(flowers));
  const set = await read(rows, { test: 0 });
  expect(set.description.targets[0]!.name).toBe('column 4');
  expect(set.description.notes.join()).toContain('column 1');
  const words = 'red,cat\nblue,dog\ngreen,cat\nred,dog\n';
  expect((await read(words, { test: 0, header: true })).description.train).toBe(3);
  expect((await read(words, { test: 0, header: false })).description.train).toBe(4);
});

test('quoted values hold delimiters, quotes and line breaks, and lines are counted through them', async () => {
  const text = 'size,"the ""kind"""\n1,"a, b"\n2,"c\nd"\n3,"a, b"\n4,"c\nd"\n5;oops\n';
  await expect(read(text)).rejects.toThrow('own.csv: line 8: 1 value, where there are 2 columns');
  const set = await read(text.replace('5;oops\n', ''), { test: 0 });
  expect(set.description.classes).toEqual(['a, b', 'c\nd']);
  expect(set.description.targets[0]!.name).toBe('the "kind"');
});

test('a target of numbers keeps its scale; of few whole numbers it is classes', async () => {
  const prices = `rooms,price\n${[1, 2, 3, 4, 5, 6].map((n) => `${n},${1000 * n + 0.5}`).join('\n')}`;
  const set = await read(prices, { test: 0 });
  expect(set.description.classes).toBeUndefined();
  expect(set.description.targets).toEqual([{ name: 'price', shape: [1], dtype: 'float32' }]);
  const { columns, target } = columnsOf(set.preprocessing);
  for (const { input, target: answer } of await rowsOf(set.train)) {
    const rooms = restored(input[0]!, columns[0]);
    expect(restored(answer[0]!, target)).toBeCloseTo(1000 * rooms + 0.5, 1);
  }
  const grades = `x,grade\n${[0.1, 0.2, 0.3, 0.4, 0.5, 0.6].map((x, i) => `${x},${3 + (i % 3)}`).join('\n')}`;
  expect((await read(grades)).description.classes).toEqual(['3', '4', '5']);
});

test('large numbers keep their differences', async () => {
  const start = 1_700_000_000_000;
  const rows = Array.from({ length: 50 }, (_, i) => `${start + 7 * i},${i % 2 ? 'odd' : 'even'}`);
  const set = await read(`time,kind\n${rows.join('\n')}`, { test: 0 });
  const { columns } = columnsOf(set.preprocessing);
  const times = (await rowsOf(set.train)).map(({ input }) => restored(input[0]!, columns[0]) - start);
  times.sort((a, b) => a - b);
  for (const [i, time] of times.entries()) expect(time).toBeCloseTo(7 * i, 2);
});

test('missing values: the mean, no category, no row; each is counted', async () => {
  const text = 'a,b,y\n1,red,p\n,blue,q\n3,NA,p\n5,red,\n?,blue,q\n';
  const set = await read(text, { test: 0 });
  expect(set.description.train).toBe(4);
  expect(set.description.notes).toEqual([
    '1 row without "y" left out.',
    '"a" is missing in 2 rows: the mean stands there.',
    '"b" is missing in 1 row: none of its categories is set there.',
  ]);
  expect(await labelled(text)).toEqual(['-1 0 1 p', '0 1 0 q', '0 1 0 q', '1 0 0 p'].sort());
});

test('what is no use is left out and told: text, empty columns, numbers of rows', async () => {
  const words = ['ant', 'bee', 'cat', 'dog', 'eel', 'fox', 'gnu', 'hen'];
  const rows = Array.from({ length: 40 }, (_, i) => `${i + 1},${words[i % 8]} ${i},,${i % 7},${i % 2}`);
  const text = `PassengerId,name,nothing,x,y\n${rows.join('\n')}`;
  const set = await read(text);
  expect(columnsOf(set.preprocessing).columns.map(({ name }) => name)).toEqual(['x']);
  expect(set.description.notes).toEqual([
    'The column "PassengerId" is left out: it only tells rows apart.',
    'The column "name" is left out: it is text, 40 different ones in 40 rows.',
    'The column "nothing" is left out: it is empty.',
  ]);
  const asked = await read(text, { columns: ['x', 'PassengerId'] });
  expect(columnsOf(asked.preprocessing).columns.map(({ name }) => name)).toEqual(['x', 'PassengerId']);
  expect((await read(text, { target: 'x' })).description.targets[0]!.name).toBe('x');
});

test('a target or a column that is not there is refused, with those that are', async () => {
  await expect(read(flowers, { target: 'species' })).rejects.toThrow(InvalidOptionError);
  await expect(read(flowers, { target: 'species' })).rejects.toThrow(
    'target is "species"; allowed is a column: "length", "width", "colour", "kind".',
  );
  await expect(read(flowers, { columns: ['width', 'height'] })).rejects.toThrow('columns is "height"');
});

const numbers = Array.from({ length: 300 }, (_, i) => `${i * 1.5},${i % 2}`).join('\n');
const refused: [what: string, content: Content, reason: string][] = [
  ['an empty file', '', 'own.csv: the file is empty'],
  ['empty lines alone', '\n\n\n', 'own.csv: there are no rows in it'],
  ['names alone', 'a,b\n', 'own.csv: there are no rows of values'],
  ['a value too many', `${flowers}1,2,3,4,5\n`, 'own.csv: line 6: 5 values, where there are 4 columns'],
  ['a value too few', `${flowers}1,2,3\n`, 'own.csv: line 6: 3 values, where there are 4 columns'],
  [
    'an open quote',
    `${flowers}5,50,"red,rose\n6,60,red,rose\n`,
    'own.csv: line 6: a quoted value is not closed',
  ],
  [
    'more after a quote',
    `${flowers}5,50,"red"dish,rose\n`,
    'own.csv: line 6: a quoted value is followed by more than the delimiter',
  ],
  [
    'a word among numbers',
    `x,y\n${numbers}\nabc,1\n`,
    'own.csv: line 302: the column "x" has numbers, but here "abc"',
  ],
  ['one class alone', 'a,b\n1,x\n2,x\n', 'own.csv: every row has the same "b": "x"'],
  ['no target', 'a,b\n1,\n2,\n', 'own.csv: the target "b" has no values'],
  ['half a character of UTF-16', utf16(flowers, 'little').slice(0, -1), 'own.csv: byte 166 is no utf-16le'],
];

for (const [what, content, reason] of refused) {
  test(`refused: ${what}`, async () => {
    const error = await read(content).catch((e) => e);
    expect(error).toBeInstanceOf(DatasetError);
    expect(error.message).toContain(reason);
  });
}

test('an open quote ends the reading before all memory is full', async () => {
  const row = '1,2,x\n';
  const text = `a,b,c\n3,"4,y\n${row.repeat(1_000_000)}`;
  await expect(read(text)).rejects.toThrow(
    'line 2: more than 4 million characters in one row; is a quote not closed?',
  );
});

test('Windows-1252 is read where it is no UTF-8', async () => {
  const bytes = Uint8Array.from('größe,art\n1,süß\n2,herb\n3,süß\n4,herb\n', (letter) =>
    letter.charCodeAt(0),
  );
  const set = await read(bytes, { test: 0 });
  expect(set.description.classes).toEqual(['herb', 'süß']);
  expect(set.description.notes).toEqual(['own.csv is no UTF-8: read as Windows-1252.']);
  const both = new Uint8Array([...new TextEncoder().encode('größe,art\n1,a\n'), 0xff]);
  await expect(read(both)).rejects.toThrow('byte 16 is no utf-8');
});

const digits = (rows: number, header: string, label: 'first' | 'none' = 'first') =>
  header +
  Array.from({ length: rows }, (_, row) => {
    const pixels = Array.from({ length: 784 }, (_, i) => (row * 7 + i) % 256).join(',');
    return label === 'first' ? `${row % 10},${pixels}\n` : `${pixels}\n`;
  }).join('');
const pixelNames = Array.from({ length: 784 }, (_, i) => `pixel${i}`).join(',');

test('Kaggle’s label and pixels become pictures, with names or without', async () => {
  const places = Array.from({ length: 784 }, (_, i) => `${Math.floor(i / 28) + 1}x${(i % 28) + 1}`).join(',');
  for (const header of [`label,${pixelNames}\n`, `label,${places}\n`, '']) {
    const set = await read(digits(30, header), { test: 0 });
    expect(set.description).toMatchObject({
      kind: 'pictures',
      train: 30,
      inputs: [{ shape: [28, 28, 1], dtype: 'uint8' }],
      classes: ['0', '1', '2', '3', '4', '5', '6', '7', '8', '9'],
      perClass: new Array(10).fill(3),
    });
    for (const { input, target } of await rowsOf(set.train)) {
      const row = Array.from({ length: 30 }, (_, i) => i).find((i) => (i * 7) % 256 === input[0]);
      expect(target).toEqual([row! % 10]);
      expect(input).toEqual(Array.from({ length: 784 }, (_, i) => (row! * 7 + i) % 256));
    }
  }
  const wrong = digits(300, `label,${pixelNames}\n`).replace(/\n9,(\d+),\d+,(.*)\n$/, '\n9,$1,256,$2\n');
  await expect(read(wrong)).rejects.toThrow(
    'own.csv: line 301: the pixel "pixel1" is "256", no whole number of 0 to 255',
  );
});

test('pixels of three values each become colour pictures', async () => {
  const names = Array.from({ length: 8 * 8 * 3 }, (_, i) => `pixel${String(i).padStart(4, '0')}`).join(',');
  const rows = Array.from({ length: 6 }, (_, i) => `${new Array(192).fill(i).join(',')},${i % 2}`).join('\n');
  const { description } = await read(`${names},label\n${rows}\n`);
  expect(description.inputs[0]!.shape).toEqual([8, 8, 3]);
  expect(description.notes[0]).toContain('red, green and blue of a pixel beside each other');
});

test('train.csv and test.csv are the two parts; a test without the target is left out', async () => {
  const test = 'kind,colour,width,length\nrose,red,50,5\niris,green,60,6\n'; // other order, a colour of its own
  const set = await readWith(csv, { 'set/test.csv': test, 'set/train.csv': flowers });
  expect(set.description).toMatchObject({ train: 4, test: 2 });
  const answers = (await rowsOf(set.test)).map(({ input, target }) => [+input[0]!.toFixed(3), ...target]);
  expect(answers).toEqual([
    [+(2.5 / Math.sqrt(1.25)).toFixed(3), 1],
    [+(3.5 / Math.sqrt(1.25)).toFixed(3), 0],
  ]);
  const kaggle = await readWith(csv, {
    'train.csv': digits(50, `label,${pixelNames}\n`),
    'test.csv': digits(20, `${pixelNames}\n`, 'none'),
    'sample_submission.csv': 'ImageId,Label\n1,0\n',
  });
  expect(kaggle.description).toMatchObject({ train: 40, test: 10 });
  expect(kaggle.description.notes.slice(1).sort()).toEqual([
    'sample_submission.csv is left out: other files are for training and test.',
    'test.csv is left out: it has no column "label".',
  ]);
  const other = readWith(csv, { 'train.csv': flowers, 'test.csv': 'length,kind\n1,rose\n' });
  await expect(other).rejects.toThrow('test.csv: it has no column "width", which the first file has');
});

test('sentences with a class each become texts', async () => {
  const rows = Array.from({ length: 30 }, (_, i) =>
    i % 2 ? `spam\tWin prize number ${i} now!` : `ham\tSee you, on day ${i}`,
  );
  const set = await readWith(csv, { 'sms.tsv': rows.join('\n') }, { unit: 'word', length: 7, test: 0 });
  expect(set.description).toMatchObject({
    kind: 'text',
    train: 30,
    classes: ['ham', 'spam'],
    perClass: [15, 15],
  });
  const { preprocessing } = set;
  if (preprocessing.kind !== 'text') throw new Error(preprocessing.kind);
  const sentences = (await rowsOf(set.train)).map(({ input, target }) => {
    const words = input.map((token) => preprocessing.vocabulary[token]).join(' ');
    return `${set.description.classes![target[0]!]}: ${words}`;
  });
  const expected = Array.from({ length: 30 }, (_, i) =>
    i % 2 ? `spam:  win prize number ${i} now !` : `ham:  see you , on day ${i}`,
  );
  expect(sentences.sort()).toEqual(expected.sort());
});

test('the parts are drawn by the seed, and a limit holds', async () => {
  const text = `x,y\n${Array.from({ length: 100 }, (_, i) => `${i},${i % 2 ? 'a' : 'b'}`).join('\n')}`;
  const inputs = async (options: DatasetOptions) => {
    const { train, test } = await read(text, options);
    return { train: await rowsOf(train), test: await rowsOf(test) };
  };
  const first = await inputs({ seed: 1 });
  expect(first.train).toHaveLength(80);
  expect(first.test).toHaveLength(20);
  expect(await inputs({ seed: 1 })).toEqual(first);
  expect(await inputs({ seed: 2 })).not.toEqual(first);
  expect((await inputs({ limit: 7, test: 0.5 })).train).toHaveLength(7);
});

test('told by content where the name says nothing, and no prose', async () => {
  const is = (path: string, content: Content) => csv.recognises([sourceFile(path, content)]);
  expect(await is('iris.data', flowers)).toBe(true);
  expect(await is('text', flowers.replaceAll(',', '\t'))).toBe(true);
  expect(await is('a.csv', 'a;b\n')).toBe(true);
  expect(await is('a.csv', new Uint8Array([0x89, 0x50, 0x4e, 0x47, 0, 0, 0, 1, 2, 3]))).toBe(false);
  expect(
    await is('story.txt', 'Once, there was a king.\nHe had three sons, and a mill.\nThey, all, left.\n'),
  ).toBe(false);
  expect(await is('verses', 'Roses are red, violets are blue\n'.repeat(4))).toBe(false);
  expect(await is('page', '<html>\n<p>a,b</p>\n<p>a,b</p>\n')).toBe(false);
});

test('an abort ends it', async () => {
  const stop = new AbortController();
  stop.abort(new Error('enough'));
  await expect(readWith(csv, { 'a.csv': flowers }, {}, stop.signal)).rejects.toThrow('enough');
});
