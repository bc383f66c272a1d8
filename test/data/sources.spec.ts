// Where a data set may come from: folders by handle, drops, addresses, bytes; and the example that takes a folder.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { root } from '../../scripts/run.mjs';
import { expect, test } from '../fixtures';
import { plain, zip } from './pictures';

const red = plain(8, 8, [255, 0, 0]);
const blue = plain(8, 8, [0, 0, 255]);
const paths = Array.from({ length: 10 }, (_, i) => `${i % 2 ? 'blue' : 'red'}/${i}.png`);
const bytesOf = (path: string) => (path.includes('blue') ? blue : red);

test('a folder by its handle, from a drop, as bytes of an archive', async ({ labPage }) => {
  const archive = [...zip(paths.map((path) => ({ path, bytes: bytesOf(path) })))];
  const told = await labPage.evaluate(
    async ([paths, red, blue, archive]) => {
      const lab = await window.trainlab.createLab({ backends: ['cpu'] });
      const describe = ({ train, test, classes, name, source }: Awaited<ReturnType<typeof lab.dataset>>) => ({
        ...{ train, test, classes, name, source },
      });
      const content = (path: string) => new Uint8Array(path.includes('blue') ? blue : red);
      const home = await navigator.storage.getDirectory();
      const folder = await home.getDirectoryHandle('colours', { create: true });
      const drop = new DataTransfer();
      for (const path of paths) {
        const [inner, name] = path.split('/') as [string, string];
        const handle = await (await folder.getDirectoryHandle(inner, { create: true })).getFileHandle(name, {
          create: true,
        });
        const writable = await handle.createWritable();
        await writable.write(content(path));
        await writable.close();
      }
      drop.items.add(new File([new Uint8Array(archive)], 'colours.zip'));
      return {
        handle: describe(await lab.dataset(folder)),
        drop: describe(await lab.dataset(drop)),
        bytes: describe(await lab.dataset(new Uint8Array(archive), { name: 'mine' })),
        empty: await lab.dataset(new DataTransfer()).then(String, ({ name, field }) => [name, field]),
      };
    },
    [paths, [...red], [...blue], archive] as const,
  );
  const common = { train: 8, test: 2, classes: ['blue', 'red'] };
  expect(told.handle).toEqual({ ...common, name: 'colours', source: 'colours' });
  expect(told.drop).toEqual({ ...common, name: 'colours', source: 'colours.zip' });
  expect(told.bytes).toMatchObject({ ...common, name: 'mine' });
  expect(told.empty).toEqual(['InvalidOptionError', 'source']);
});

test('addresses, relative to the page; a folder whose server lists it', async ({ labPage }) => {
  await serve(labPage, '/colours/', (path) =>
    path === '' ? JSON.stringify(paths) : paths.includes(path) ? Buffer.from(bytesOf(path)) : undefined,
  );
  const told = await labPage.evaluate(async (paths) => {
    const lab = await window.trainlab.createLab({ backends: ['cpu'] });
    const heard: (number | undefined)[] = [];
    const listed = await lab.dataset('/colours/', { onProgress: ({ loaded }) => heard.push(loaded) });
    const named = await lab.dataset(paths.map((path) => new URL(`/colours/${path}`, location.href)));
    const missing = await lab
      .dataset(['/colours/red/0.png', '/colours/nowhere.csv'])
      .then(String, ({ name, file, reason }) => ({ name, file, reason }));
    const folder = await lab
      .dataset('/nowhere/')
      .then(String, ({ name, file, reason }) => ({ name, file, reason }));
    return {
      sets: [listed, named].map(({ train, test, classes }) => ({ train, test, classes })),
      ...{ missing, folder, loaded: heard.some((bytes) => bytes !== undefined && bytes > 0) },
    };
  }, paths);
  for (const one of told.sets) expect(one).toEqual({ train: 8, test: 2, classes: ['blue', 'red'] });
  expect(told.missing).toMatchObject({ name: 'DatasetError', file: expect.stringContaining('nowhere.csv') });
  expect(told.folder).toMatchObject({ name: 'DatasetError', file: expect.stringContaining('/nowhere/') });
});

test('an SVG wherever a picture is taken', async ({ labPage }) => {
  const told = await labPage.evaluate(async () => {
    const lab = await window.trainlab.createLab({ backends: ['wasm'], threads: 1 });
    const svg = (content: string) =>
      new File([`<svg xmlns="http://www.w3.org/2000/svg" width="40" height="30">${content}</svg>`], 'a.svg', {
        type: 'image/svg+xml',
      });
    const whole = svg('<rect width="40" height="30" fill="red"/>');
    const options = { steps: 1, octaves: 1, seed: 1 };
    const { output } = await lab.train('deepdream', { image: whole, ...options });
    const broken = await lab.train('deepdream', { image: svg('<g>'), ...options }).catch((error) => {
      const { name, field } = error as Record<string, string>;
      return { name, field };
    });
    const { model } = await lab.train('cifar10', { epochs: 1, examples: 50, seed: 1 });
    const labels = [];
    for (const picture of [
      whole,
      new ImageData(
        new Uint8ClampedArray(4800).map((_, i) => (i % 4 ? 0 : 255)),
        40,
        30,
      ),
    ]) {
      if (picture instanceof ImageData) for (let i = 3; i < 4800; i += 4) picture.data[i] = 255;
      labels.push((await model.predict(picture)).probabilities);
    }
    const unreadable = await model.predict(new Blob(['text'])).catch(({ name }) => name);
    return { size: [output.image.width, output.image.height], broken, labels, unreadable };
  });
  expect(told.size).toEqual([40, 30]);
  expect(told.broken).toEqual({ name: 'InvalidOptionError', field: 'image' });
  expect(told.labels[0]).toEqual(told.labels[1]);
  expect(told.unreadable).toBe('InvalidInputError');
});

test('the example learns a folder of pictures and tells another', async ({ page, origin }, info) => {
  const example = readFileSync(join(root, 'examples/own-pictures/public/index.html'), 'utf8');
  await page.route(`${origin}/own/`, (route) => route.fulfill({ body: example, contentType: 'text/html' }));
  await page.route(`${origin}/own/trainlab/**`, async (route) => {
    const file = route.request().url().split('/own/trainlab/')[1]!;
    await route.fulfill({ response: await route.fetch({ url: `${origin}/dist/${file}` }) });
  });
  const folder = info.outputPath('colours');
  for (const path of paths) {
    mkdirSync(join(folder, path.split('/')[0]!), { recursive: true });
    writeFileSync(join(folder, path), bytesOf(path));
  }
  await page.goto(`${origin}/own/`);
  await expect(page.locator('#folder')).toBeEnabled({ timeout: 60_000 });
  await page.locator('#folder').setInputFiles(folder);
  await expect(page.getByText(/\d+ % of the pictures that it had not seen are right/)).toBeVisible({
    timeout: 60_000,
  });
  await page.locator('#picture').setInputFiles(join(folder, paths[1]!));
  await expect(page.getByText(/^(blue|red), \d+ % sure$/)).toBeVisible();
});

/** Answers below an address of the page's server. */
async function serve(page: Page, base: string, answer: (path: string) => string | Buffer | undefined) {
  await page.route(`**${base}**`, async (route) => {
    const path = decodeURIComponent(new URL(route.request().url()).pathname.slice(base.length));
    const body = answer(path);
    if (body === undefined) return route.fulfill({ status: 404, body: 'none' });
    const contentType = typeof body === 'string' ? 'application/json' : 'application/octet-stream';
    return route.fulfill({ body, contentType });
  });
}
