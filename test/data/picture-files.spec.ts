// Folders of pictures: classes, sizes, broken ones, and all that a browser decodes.
import type { Page } from '@playwright/test';
import type { DatasetOptions } from '../../src/protocol';
import { expect, test } from '../fixtures';
import { type Colour, plain, png } from './pictures';

const RED: Colour = [255, 0, 0];
const GREEN: Colour = [0, 255, 0];
const BLUE: Colour = [0, 0, 255];
const GREY: Colour = [128, 128, 128];

type Files = Record<string, Uint8Array | string>;

/** Reads files, given as a folder's, and tells what came of it with a few examples. */
async function read(page: Page, files: Files, options: DatasetOptions = {}) {
  const given = Object.entries(files).map(([path, content]) => ({
    path,
    bytes: typeof content === 'string' ? [...Buffer.from(content)] : [...content],
  }));
  return page.evaluate(
    async ([given, options]) => {
      const lab = await window.trainlab.createLab({ backends: ['cpu'] });
      const list = given.map(({ path, bytes }) => {
        const file = new File([new Uint8Array(bytes)], path.split('/').at(-1)!);
        Object.defineProperty(file, 'webkitRelativePath', { value: path });
        return file;
      });
      try {
        const dataset = await lab.dataset(list, options);
        const { name, source, format, kind, train, test, inputs, classes, perClass, notes } = dataset;
        const examples = await dataset.preview(1000);
        const shown = examples.map(({ label, picture }) => ({
          label,
          width: picture!.width,
          height: picture!.height,
          pixels: [...picture!.data],
        }));
        return { name, source, format, kind, train, test, inputs, classes, perClass, notes, shown };
      } catch (error) {
        const { name, file, reason } = error as Record<string, string>;
        return { error: { name, file, reason } };
      } finally {
        lab.terminate();
      }
    },
    [given, options] as const,
  );
}

const good = (found: Awaited<ReturnType<typeof read>>) => {
  if ('error' in found) throw new Error(JSON.stringify(found.error));
  return found;
};

const many = (
  folder: string,
  count: number,
  colour: Colour,
  size: readonly [number, number] = [8, 8],
): Files =>
  Object.fromEntries(
    Array.from({ length: count }, (_, i) => [`${folder}/${i + 1}.png`, plain(size[0], size[1], colour)]),
  );

const first = (pixels: readonly number[]) => pixels.slice(0, 3);

test('one class a folder, a fifth of each for the test', async ({ labPage }) => {
  const found = good(
    await read(labPage, {
      ...many('pets/cats', 10, RED, [12, 8]),
      ...many('pets/dogs/big', 5, BLUE, [12, 8]),
      ...many('pets/dogs/small', 5, BLUE, [12, 8]),
      'pets/.DS_Store': 'x',
      'pets/cats/Thumbs.db': 'x',
      'pets/readme.txt': 'Pets.',
    }),
  );
  expect(found).toMatchObject({
    ...{ name: 'pets', source: 'pets', format: 'pictures', kind: 'pictures', train: 16, test: 4 },
    inputs: [{ name: 'picture', shape: [8, 12, 3], dtype: 'uint8' }],
    ...{ classes: ['cats', 'dogs'], perClass: [8, 8] },
    notes: ['No pictures, and left out: pets/readme.txt.'],
  });
  for (const { label, width, height, pixels } of found.shown) {
    expect([width, height]).toEqual([12, 8]);
    expect(first(pixels)).toEqual(label === 'cats' ? RED : BLUE);
  }
});

test('train and test folders; numbers in the order of their value', async ({ labPage }) => {
  const files = {
    ...many('set/train/2', 6, RED),
    ...many('set/train/10', 7, BLUE),
    ...many('set/val/2', 2, RED),
    ...many('set/val/10', 3, BLUE),
  };
  const found = good(await read(labPage, files));
  expect(found).toMatchObject({ train: 13, test: 5, classes: ['2', '10'], perClass: [6, 7], notes: [] });
  const limited = good(await read(labPage, files, { limit: 6, name: 'mine', seed: 1 }));
  expect(limited).toMatchObject({ name: 'mine', train: 6, test: 5 });
  expect(new Set(limited.shown.map(({ label }) => label)).size).toBe(2);
});

test('a folder that is in itself called train is no class', async ({ labPage }) => {
  const found = good(await read(labPage, { ...many('train/a', 5, RED), ...many('train/b', 5, BLUE) }));
  expect(found).toMatchObject({ classes: ['a', 'b'], train: 8, test: 2 });
});

test('grey where none has colour; colour and grey on demand', async ({ labPage }) => {
  const files = { ...many('a', 3, GREY), ...many('b', 3, [10, 10, 10]) };
  const grey = good(await read(labPage, files, { test: 0 }));
  expect(grey.inputs[0]!.shape).toEqual([8, 8, 1]);
  expect(grey).toMatchObject({ train: 6, test: 0 });
  const colour = good(await read(labPage, files, { channels: 3 }));
  expect(colour.inputs[0]!.shape).toEqual([8, 8, 3]);
  const red = good(await read(labPage, { ...many('a', 3, RED), ...many('b', 3, GREEN) }, { channels: 1 }));
  // BT.601: 0.299 and 0.587 of 255.
  for (const { label, pixels } of red.shown) expect(pixels[0]).toBe(label === 'a' ? 76 : 150);
});

test('cover cuts, contain leaves borders, transparency is white', async ({ labPage }) => {
  // Left half red, right half blue, and a green stripe at each end.
  const wide = png(32, 8, (x) => (x < 4 || x >= 28 ? GREEN : x < 16 ? RED : BLUE));
  const files = { 'a/1.png': wide, 'a/2.png': wide, 'b/1.png': wide, 'b/2.png': wide };
  const cover = good(await read(labPage, files, { size: 8 }));
  const { pixels } = cover.shown[0]!;
  const at = (list: number[], x: number, y: number) => list.slice(4 * (8 * y + x), 4 * (8 * y + x) + 3);
  expect([at(pixels, 0, 0), at(pixels, 7, 7)]).toEqual([RED, BLUE]);
  const contain = good(await read(labPage, files, { size: 8, resize: 'contain' }));
  const whole = contain.shown[0]!.pixels;
  expect(at(whole, 0, 0)).toEqual([0, 0, 0]);
  expect(at(whole, 0, 4)[1]).toBeGreaterThan(200);
  expect(at(whole, 2, 4)[0]).toBeGreaterThan(200);
  const sized = good(await read(labPage, files, { size: [2, 6] }));
  expect(sized.shown[0]).toMatchObject({ width: 6, height: 2 });
});

test('large pictures become at most 96 pixels long, in the form of the first', async ({ labPage }) => {
  const found = good(
    await read(labPage, { ...many('a', 2, RED, [400, 200]), ...many('b', 2, BLUE, [30, 90]) }),
  );
  expect(found.inputs[0]!.shape).toEqual([48, 96, 3]);
});

test('broken pictures are counted and named, and do not end it', async ({ labPage }) => {
  const cut = plain(64, 64, RED).subarray(0, 60);
  const found = good(
    await read(labPage, {
      ...many('a', 4, RED),
      ...many('b', 4, BLUE),
      'a/zero.png': '',
      'a/text.png': 'This is text.',
      'b/cut.png': cut,
      'b/photo.heic': Buffer.concat([Buffer.from([0, 0, 0, 24]), Buffer.from('ftypheic0000')]),
      'c/only.jpg': 'x',
      'a/1x1.png': plain(1, 1, RED),
      'b/3x200.png': plain(3, 200, BLUE),
    }),
  );
  expect(found).toMatchObject({ train: 8, test: 2, classes: ['a', 'b'], perClass: [4, 4] });
  const [broken, lost] = found.notes;
  expect(broken).toMatch(/^5 of 15 pictures are broken and left out: /);
  for (const one of [
    'a/zero.png (empty)',
    'a/text.png (no picture)',
    'b/cut.png (PNG',
    'b/photo.heic (HEIC',
    'c/only.jpg',
  ]) {
    expect(broken).toContain(one);
  }
  expect(lost).toBe('No picture is left of: c.');
  const none = await read(labPage, { 'a/1.png': 'x', 'b/1.png': '' });
  expect(none).toMatchObject({ error: { name: 'DatasetError', file: 'files' } });
  expect((none as { error: { reason: string } }).error.reason).toContain(
    'none of its 2 pictures can be decoded',
  );
});

test('a single class, few pictures and loose pictures are told', async ({ labPage }) => {
  const one = good(await read(labPage, many('cats', 3, RED)));
  expect(one).toMatchObject({ classes: ['cats'], train: 2, test: 1 });
  expect(one.notes).toEqual([
    'All pictures are of one class, cats: to tell classes apart, put each into a folder.',
    'Fewer than 5 pictures to train on: cats.',
  ]);
  const loose = good(
    await read(labPage, { ...many('s/a', 9, RED), ...many('s/b', 9, BLUE), 's/x.png': plain(4, 4, RED) }),
  );
  expect(loose).toMatchObject({ classes: ['a', 'b'], train: 14 });
  expect(loose.notes).toEqual(['In no folder, so of no class, and left out: s/x.png.']);
});

test('SVG is drawn, EXIF turns upright, of GIF the first frame counts', async ({ labPage }) => {
  const svg = (colour: string) =>
    `<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 40 20"><rect width="40" height="20" fill="${colour}"/></svg>`;
  const jpegs = await labPage.evaluate(async () => {
    // Upper half red, lower half blue; turned by 180 degrees on display.
    const canvas = new OffscreenCanvas(32, 32);
    const context = canvas.getContext('2d')!;
    context.fillStyle = 'red';
    context.fillRect(0, 0, 32, 16);
    context.fillStyle = 'blue';
    context.fillRect(0, 16, 32, 16);
    return [...new Uint8Array(await (await canvas.convertToBlob({ type: 'image/jpeg' })).arrayBuffer())];
  });
  const exif = Buffer.from(
    '457869660000' + '4d4d002a00000008' + '0001' + '0112000300000001' + '00030000' + '00000000',
    'hex',
  );
  const marker = Buffer.from([0xff, 0xe1, (exif.length + 2) >> 8, (exif.length + 2) & 255]);
  const jpeg = Buffer.from(jpegs);
  const turned = Buffer.concat([jpeg.subarray(0, 2), marker, exif, jpeg.subarray(2)]);
  // Two frames of a pixel: red, then green.
  const frame = (index: number) =>
    Buffer.from([
      0x21,
      0xf9,
      4,
      0,
      10,
      0,
      0,
      0,
      0x2c,
      0,
      0,
      0,
      0,
      1,
      0,
      1,
      0,
      0,
      2,
      2,
      [0x44, 0x4c][index]!,
      1,
      0,
    ]);
  const gif = Buffer.concat([
    Buffer.from('GIF89a', 'latin1'),
    Buffer.from([1, 0, 1, 0, 0x80, 0, 0, 255, 0, 0, 0, 255, 0]),
    frame(0),
    frame(1),
    Buffer.from([0x3b]),
  ]);
  const found = good(
    await read(
      labPage,
      {
        'svg/1.svg': svg('red'),
        'svg/2.svg': svg('red'),
        'broken/1.svg': '<svg xmlns="http://www.w3.org/2000/svg"><g>',
        'turned/1.jpg': turned,
        'turned/2.jpg': turned,
        'gif/1.gif': gif,
        'gif/2.gif': gif,
      },
      { size: 8, test: 0 },
    ),
  );
  expect(found.classes).toEqual(['gif', 'svg', 'turned']);
  expect(found.notes[0]).toContain('1 of 7 pictures are broken and left out: broken/1.svg (SVG');
  for (const { label, pixels } of found.shown) {
    const [red, green, blue] = first(pixels);
    if (label === 'turned') expect(blue! > 200 && red! < 60).toBe(true);
    else expect([red, green, blue]).toEqual(RED);
  }
});

test('progress is told, and a signal ends it', async ({ labPage }) => {
  const told = await labPage.evaluate(async () => {
    const lab = await window.trainlab.createLab({ backends: ['cpu'] });
    const canvas = new OffscreenCanvas(64, 64);
    canvas.getContext('2d');
    const blob = await canvas.convertToBlob();
    const files = Array.from({ length: 400 }, (_, i) => {
      const file = new File([blob], `${i}.png`);
      Object.defineProperty(file, 'webkitRelativePath', { value: `set/${i % 2}/${i}.png` });
      return file;
    });
    const fractions: number[] = [];
    await lab.dataset(files, { onProgress: ({ fraction }) => fractions.push(fraction) });
    const controller = new AbortController();
    const reason = new Error('enough');
    const aborted = await lab
      .dataset(files, { signal: controller.signal, onProgress: () => controller.abort(reason) })
      .then(String, (error) => error === reason);
    const { train } = await lab.dataset(files);
    return { fractions, aborted, train };
  });
  expect(told.fractions.at(-1)).toBe(1);
  expect(told.fractions).toEqual([...told.fractions].sort((a, b) => a - b));
  expect(told).toMatchObject({ aborted: true, train: 320 });
});
