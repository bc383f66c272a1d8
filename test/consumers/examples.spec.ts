// The examples as projects of their own: each trains, recognises what is drawn, and ends its lab with its component.
import { execFile } from 'node:child_process';
import { cpSync, mkdirSync, readdirSync, readFileSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { Page } from '@playwright/test';
import { root } from '../../scripts/run.mjs';
import { expect, PATIENCE, test } from './fixtures';
import { PORT } from './project';
import { ISOLATED } from './site';

test.describe.configure({ mode: 'parallel', timeout: PATIENCE });

const EXAMPLES = join(root, 'examples');
const START_TIMEOUT = 60_000; // ms until the lab is there
const TRAINING_TIMEOUT = 60_000; // ms

/** Those that Vite builds. The fixture of each adds a lock, and a page to leave its component. */
const COMPONENTS = ['react', 'vue', 'svelte'];
const VITE = 'vite/bin/vite.js';

test('a plain page', async ({ page, serve, unpacked, heard }, info) => {
  const folder = info.outputPath('html');
  cpSync(join(EXAMPLES, 'html'), folder, { recursive: true });
  mkdirSync(join(folder, 'node_modules'), { recursive: true });
  symlinkSync(unpacked, join(folder, 'node_modules/trainlab'), 'junction');
  await promisify(execFile)(process.execPath, ['copy-trainlab.mjs'], { cwd: folder });
  await page.goto(await serve({ folders: [['/', join(folder, 'public')]], headers: ISOLATED }));
  await trainAndDraw(page);
  expect(heard).toEqual([]);
});

test('a plain page with an experiment of its own', async ({ page, serve, unpacked, heard }, info) => {
  const folder = info.outputPath('own-experiment');
  cpSync(join(EXAMPLES, 'own-experiment'), folder, { recursive: true });
  mkdirSync(join(folder, 'node_modules'), { recursive: true });
  symlinkSync(unpacked, join(folder, 'node_modules/trainlab'), 'junction');
  await promisify(execFile)(process.execPath, ['copy-trainlab.mjs'], { cwd: folder });
  await page.goto(await serve({ folders: [['/', join(folder, 'public')]], headers: ISOLATED }));
  await train(page);
  await expect(page.getByText(/^Which of two .* (9\d|100) % of the test's points/)).toBeVisible({
    timeout: TRAINING_TIMEOUT,
  });
  expect(heard).toEqual([]);
});

for (const name of COMPONENTS) {
  const fixture = `example-${name}`;
  const sources = `../../../examples/${name}`;

  test.describe(name, () => {
    test.describe.configure({ mode: 'default' }); // they share a folder

    test('asks for what its fixture has locked', () => {
      const { dependencies, devDependencies } = manifest(join(EXAMPLES, name));
      const { trainlab, ...others } = dependencies;
      const { version } = manifest(root);
      expect(trainlab).toBe(`^${version}`);
      const locked = manifest(join(root, 'test/consumers/fixtures', fixture));
      expect({ ...locked.dependencies, ...locked.devDependencies }).toEqual({
        ...others,
        ...devDependencies,
      });
    });

    test('trains where it is built', { tag: '@thorough' }, async ({ page, project, serve, heard }) => {
      const made = await project(fixture, sources);
      await made.run([VITE, 'build']);
      await page.goto(await serve({ folders: [['/', join(made.folder, 'dist')]], headers: ISOLATED }));
      await trainAndDraw(page);
      expect(heard).toEqual([]);
    });

    test('ends its lab when it is left', { tag: '@thorough' }, async ({ page, project, start, heard }) => {
      const made = await project(fixture, sources);
      const dev = [VITE, '--host', '127.0.0.1', '--strictPort', '--port', PORT];
      const { origin } = await start(made, dev);
      await page.goto(`${origin}/leave.html`);
      await train(page);
      await expect(page.getByRole('progressbar')).not.toHaveJSProperty('value', 0);
      expect(page.workers()).toHaveLength(1); // under StrictMode, too
      await page.getByRole('button', { name: 'Leave' }).click();
      await expect.poll(() => page.workers()).toEqual([]);
      expect(heard).toEqual([]);
    });
  });
}

test('there is no other example', () => {
  const folders = readdirSync(EXAMPLES, { withFileTypes: true }).filter((entry) => entry.isDirectory());
  expect(folders.map(({ name }) => name).sort()).toEqual(
    // `own-pictures` is tried with pictures, by test/data/sources.spec.ts.
    ['html', 'own-experiment', 'own-pictures', ...COMPONENTS].sort(),
  );
});

async function train(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Train' }).click({ timeout: START_TIMEOUT });
}

/** With the example's own seed and data a drawn 7 is told from the other digits. */
async function trainAndDraw(page: Page): Promise<void> {
  await train(page);
  const sheet = page.locator('canvas');
  await expect(sheet).toBeVisible({ timeout: TRAINING_TIMEOUT });
  await expect(page.getByRole('progressbar')).toHaveJSProperty('value', 1);
  const { x, y } = (await sheet.boundingBox())!;
  await page.mouse.move(x + 60, y + 44);
  await page.mouse.down();
  for (const [u, v] of [
    [140, 40],
    [100, 104],
    [84, 164],
  ] as const) {
    await page.mouse.move(x + u, y + v, { steps: 8 });
  }
  await page.mouse.up();
  await expect(page.getByText('It looks like a 7.')).toBeVisible();
}

interface Manifest {
  version: string;
  dependencies: Record<string, string>;
  devDependencies: Record<string, string>;
}

function manifest(folder: string): Manifest {
  return JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'));
}
