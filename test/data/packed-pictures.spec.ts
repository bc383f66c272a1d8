// Pictures in one file: a zip of folders, a sprite with its labels, Teachable Machine's project. Each good, and
// mutated: what comes of it is a right data set or a typed error, and nothing hangs.
import type { Page } from '@playwright/test';
import type { DatasetOptions } from '../../src/protocol';
import { expect, test } from '../fixtures';
import { type Random, seededRandom } from '../kernels/random';
import { type Colour, plain, png, zip } from './pictures';

const RED: Colour = [255, 0, 0];
const BLUE: Colour = [0, 0, 255];

interface Named {
  name: string;
  bytes: Uint8Array;
}

const pack = (files: readonly Named[]) => files.map(({ name, bytes }) => ({ name, bytes: [...bytes] }));

/** What becomes of each of many sources. */
async function readAll(page: Page, sources: readonly (readonly Named[])[], options: DatasetOptions = {}) {
  return page.evaluate(
    async ([sources, options]) => {
      const lab = await window.trainlab.createLab({ backends: ['cpu'] });
      const told = [];
      for (const files of sources) {
        const list = files.map(({ name, bytes }) => new File([new Uint8Array(bytes)], name));
        const reading = lab.dataset(list.length === 1 ? list[0]! : list, options).then(
          async (dataset) => {
            const { train, test, classes, perClass, inputs, format, name, source, notes } = dataset;
            const examples = await dataset.preview(1000);
            const shown = examples.map(({ label, picture }) => ({
              label,
              first: [...(picture?.data.slice(0, 3) ?? [])],
            }));
            await dataset.dispose();
            const shape = inputs[0]!.shape;
            return { ...{ train, test, classes, perClass, shape, format, name, source, notes, shown } };
          },
          (error) => ({
            error: error.name as string,
            file: error.file as string,
            reason: `${error.message}`,
          }),
        );
        const late = new Promise<{ error: string; file: string; reason: string }>((resolve) =>
          setTimeout(() => resolve({ error: 'hangs', file: '', reason: '' }), 20_000),
        );
        told.push(await Promise.race([reading, late]));
      }
      lab.terminate();
      return told;
    },
    [sources.map(pack), options] as const,
  );
}

const good = (found: Awaited<ReturnType<typeof readAll>>[number]) => {
  if ('error' in found) throw new Error(JSON.stringify(found));
  return found;
};

const petFiles = (count: number) =>
  ['cats', 'dogs'].flatMap((folder, k) =>
    Array.from({ length: count }, (_, i) => ({
      path: `${folder}/${i + 1}.png`,
      bytes: plain(6, 6, k === 0 ? RED : BLUE),
    })),
  );
const petsZip = (count = 5): Named => ({
  name: 'pets.zip',
  bytes: zip([...petFiles(count), { path: '__MACOSX/cats/._1.png', bytes: Buffer.from('x') }]),
});
const project = (): Named => ({
  name: 'project.tm',
  bytes: zip([
    ...['Class 1', 'left/right'].flatMap((label, k) =>
      Array.from({ length: 5 }, (_, i) => ({
        path: `${label}-!-${i}`,
        bytes: plain(6, 6, k === 0 ? RED : BLUE),
      })),
    ),
    { path: 'manifest.json', bytes: Buffer.from('{"type":"image","version":"2.4.10","appdata":{}}') },
  ]),
});
/** Ten pictures of 2 × 2 pixels, of class i % 3: each pixel is 20 times the row. */
const sprite = (): Named[] => [
  { name: 'images.png', bytes: png(4, 10, (_, y) => [20 * y, 20 * y, 20 * y]) },
  {
    name: 'labels_uint8',
    bytes: Uint8Array.from({ length: 30 }, (_, i) => (i % 3 === Math.floor(i / 3) % 3 ? 1 : 0)),
  },
];

test('a zip of folders', async ({ labPage }) => {
  const found = good((await readAll(labPage, [[petsZip()]]))[0]!);
  expect(found).toMatchObject({
    ...{ name: 'pets', source: 'pets.zip', format: 'pictures', train: 8, test: 2 },
    ...{ classes: ['cats', 'dogs'], perClass: [4, 4], shape: [6, 6, 3] },
  });
  for (const { label, first } of found.shown) expect(first).toEqual(label === 'cats' ? RED : BLUE);
});

test('Teachable Machine’s project', async ({ labPage }) => {
  const sounds = {
    name: 'sounds.tm',
    bytes: zip([
      { path: 'manifest.json', bytes: Buffer.from('{"type":"audio"}') },
      { path: 'clap-!-0', bytes: Buffer.from('x') },
    ]),
  };
  const [first, second] = await readAll(labPage, [[project()], [sounds]], { test: 0 });
  const found = good(first!);
  expect(found).toMatchObject({ format: 'teachable-machine', train: 10, classes: ['Class 1', 'left/right'] });
  for (const { label, first } of found.shown) expect(first).toEqual(label === 'Class 1' ? RED : BLUE);
  expect(second).toMatchObject({ error: 'DatasetError', reason: expect.stringContaining('type audio') });
});

test('a sprite with labels, one-hot or plain', async ({ labPage }) => {
  const [image, oneHot] = sprite() as [Named, Named];
  const numbers = { name: 'labels', bytes: Uint8Array.from({ length: 10 }, (_, i) => i % 3) };
  const [first, second, third] = await readAll(
    labPage,
    [
      [image, oneHot],
      [numbers, image],
      [image, { name: 'labels', bytes: new Uint8Array(7) }],
    ],
    { test: 0 },
  );
  for (const found of [good(first!), good(second!)]) {
    expect(found).toMatchObject({ format: 'sprite', train: 10, classes: ['0', '1', '2'], shape: [2, 2, 1] });
    expect(found.perClass).toEqual([4, 3, 3]);
    const rows = found.shown.map(({ first }) => first[0]! / 20).sort((a, b) => a - b);
    expect(rows).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8, 9]);
    for (const { label, first } of found.shown) expect(String((first[0]! / 20) % 3)).toBe(label);
  }
  expect(third).toMatchObject({ error: 'DatasetError', file: 'labels' });
  expect((third as { reason: string }).reason).toContain('expected 10 labels');
});

const TYPED = ['DatasetError', 'FormatUnavailableError'];
const MUTATIONS = 200;

/** Cuts, lengthens, repeats, and overwrites bytes at random places, more often near the ends, where headers are. */
function mutate(random: Random, bytes: Uint8Array): Uint8Array {
  const copy = Buffer.from(bytes);
  const near = () =>
    random.chance(0.5)
      ? random.integer(0, Math.min(64, copy.length) - 1)
      : random.chance(0.5)
        ? copy.length - 1 - random.integer(0, Math.min(90, copy.length) - 1)
        : random.integer(0, copy.length - 1);
  const kind = random.pick(['cut', 'grow', 'byte', 'byte', 'bytes', 'word', 'swap']);
  if (kind === 'cut') return copy.subarray(0, near());
  if (kind === 'grow')
    return Buffer.concat([copy, Buffer.alloc(random.integer(1, 100), random.integer(0, 255))]);
  if (kind === 'byte') copy[near()] = random.integer(0, 255);
  else if (kind === 'bytes') for (let i = 0; i < 8; i++) copy[near()] = random.integer(0, 255);
  else if (kind === 'word') {
    const value = random.pick([0, 0xffffffff, 0x7fffffff, 0x80000000, 65536]);
    copy.writeUInt32LE(value, Math.min(near(), copy.length - 4));
  } else {
    const [from, to] = [near(), near()];
    copy.copyWithin(to, from, from + 32);
  }
  return copy;
}

for (const [name, make, classes] of [
  ['zip', () => [petsZip(2)], ['cats', 'dogs']],
  ['Teachable Machine', () => [project()], ['Class 1', 'left/right']],
  ['sprite', sprite, undefined],
] as const) {
  test(`${MUTATIONS} mutations of a ${name}`, async ({ labPage }) => {
    const random = seededRandom(12);
    const sources = Array.from({ length: MUTATIONS }, () => {
      const files = make().map((file) => ({ ...file }));
      const chosen = random.pick(files);
      chosen.bytes = mutate(random, chosen.bytes);
      return files;
    });
    const told = await readAll(labPage, sources);
    const errors = told.filter((one) => 'error' in one);
    for (const { error, file, reason } of errors) {
      expect(TYPED, `${error}: ${reason}`).toContain(error);
      expect(file, reason).toEqual(expect.stringMatching(/./));
    }
    const read = told.map((one) => ('error' in one ? undefined : one)).filter((one) => one !== undefined);
    // Some mutations hit what nobody reads, others must be found.
    expect(errors.length).toBeGreaterThan(MUTATIONS / 10);
    expect(read.length).toBeGreaterThan(MUTATIONS / 10);
    for (const one of read) {
      expect(one.train + one.test).toBeLessThanOrEqual(10);
      expect(one.shown).toHaveLength(one.train);
      if (!classes) continue;
      // Colours are checked by PNG itself; a name may have changed by a byte, but never whose picture it is.
      for (const { label, first } of one.shown) {
        if (label === classes[0]) expect(first).toEqual(RED);
        if (label === classes[1]) expect(first).toEqual(BLUE);
      }
    }
  });
}
