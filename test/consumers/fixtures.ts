// What the consumers' tests start from: the packed package, projects that have it, sites, and a quiet page.
import { execFile } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { Frame, FrameLocator, Page } from '@playwright/test';
import { root } from '../../scripts/run.mjs';
import { test as base, expect } from '../fixtures';
import { makeProject, npm, type Project, type Server } from './project';
import { type Site, serveSite } from './site';

const execute = promisify(execFile);

/** A cold start of the slowest bundler, on a busy machine. */
export const PATIENCE = 300_000; // ms
const TRAINING_TIMEOUT = 60_000; // ms
const LOSS = 1.608; // of page/train.js, to the last digit given: kernels may round in another order one day

/** What a page shows of its training; see page/train.js. */
export interface Outcome {
  backend: string;
  threads: number;
  loss: number;
}

interface Fixtures {
  /** A fixture's folder as a project that has the package; `sources` is another fixture whose files it takes. */
  project: (fixture: string, sources?: string) => Promise<Project>;
  /** A static host; gives its origin. */
  serve: (site: Site) => Promise<string>;
  /** A server of the project's own. */
  start: (project: Project, command: string[]) => Promise<Server>;
  /** Errors and warnings of the page's console, and answers that are none. */
  heard: string[];
}

interface WorkerFixtures {
  /** The package as npm publishes it. */
  tarball: string;
  /** The folder that it unpacks to. */
  unpacked: string;
  /**
   * What page/train.js comes to on the given number of threads, for every fixture the same. The loss is that of
   * one thread on a static page, bit for bit.
   */
  trainedOn: (threads: number) => Outcome & Record<string, unknown>;
}

export const test = base.extend<Fixtures, WorkerFixtures>({
  tarball: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the names of fixtures off this pattern
    async ({}, use, { parallelIndex }) => {
      const folder = join(root, 'build/consumers', `packed-${parallelIndex}`);
      rmSync(folder, { recursive: true, force: true });
      mkdirSync(folder, { recursive: true });
      await npm(root, 'pack', '--ignore-scripts', '--pack-destination', folder);
      await use(join(folder, readdirSync(folder)[0]!));
    },
    { scope: 'worker' },
  ],
  unpacked: [
    async ({ tarball }, use) => {
      const folder = join(tarball, '..');
      await execute('tar', ['-xzf', tarball], { cwd: folder });
      if (!existsSync(join(folder, 'package/dist'))) throw new Error('The tarball has no dist.');
      await use(join(folder, 'package'));
    },
    { scope: 'worker' },
  ],
  trainedOn: [
    async ({ browser, unpacked }, use) => {
      const host = await serveSite(staticPages(unpacked));
      const page = await browser.newPage();
      await page.goto(host.origin);
      const { loss } = await outcomeOf(page);
      await page.close();
      await host.close();
      expect(loss).toBeCloseTo(LOSS, 3);
      await use((threads) => ({
        ...{ backend: 'wasm', threads, loss },
        dreamLayers: 11,
        unpacked: 100,
        passedOver: [expect.stringMatching(/^the only graphics adapter is software/)],
        graphics: 'webgpu',
      }));
    },
    { scope: 'worker' },
  ],
  project: ({ tarball }, use) =>
    use((fixture, sources) => makeProject(fixture, tarball, sources === undefined ? [] : [sources])),
  // biome-ignore lint/correctness/noEmptyPattern: as above
  start: async ({}, use, info) => {
    const servers: Server[] = [];
    await use(async (project, command) => {
      const server = await project.start(command);
      servers.push(server);
      return server;
    });
    for (const server of servers) {
      await server.close();
      if (info.status !== info.expectedStatus) await info.attach('server', { body: server.output() });
    }
  },
  // biome-ignore lint/correctness/noEmptyPattern: as above
  serve: async ({}, use) => {
    const sites: { close: () => Promise<void> }[] = [];
    await use(async (site) => {
      const served = await serveSite(site);
      sites.push(served);
      return served.origin;
    });
    for (const site of sites) await site.close();
  },
  heard: async ({ page }, use) => {
    const heard: string[] = [];
    page.on('console', (message) => {
      if (['error', 'warning'].includes(message.type())) heard.push(`${message.type()}: ${message.text()}`);
    });
    page.on('pageerror', (error) => heard.push(`uncaught: ${error.message}`));
    page.context().on('response', (response) => {
      if (response.status() >= 400) heard.push(`${response.status()}: ${response.url()}`);
    });
    await use(heard);
  },
});

export { expect } from '../fixtures';

/** The static fixture's pages with train.js, and the package in the folder `trainlab`. */
export function staticPages(unpacked: string): Site {
  const here = join(root, 'test/consumers');
  return {
    folders: [
      ['/trainlab/', unpacked],
      ['/', join(here, 'fixtures/static')],
      ['/', join(here, 'page')],
    ],
  };
}

/** What a page, or a frame of it, shows in the end. */
async function shownBy(page: Page | Frame | FrameLocator): Promise<Outcome & { error?: string }> {
  const output = page.locator('output');
  await expect(output).not.toBeEmpty({ timeout: TRAINING_TIMEOUT });
  return JSON.parse((await output.textContent())!);
}

/** @throws where it shows an error */
export async function outcomeOf(page: Page | Frame | FrameLocator): Promise<Outcome> {
  const outcome = await shownBy(page);
  if (outcome.error) throw new Error(`The page shows: ${outcome.error}`);
  return outcome;
}

/** The error that it shows. @throws where it shows none */
export async function errorOf(page: Page | Frame | FrameLocator): Promise<string> {
  const { error, ...outcome } = await shownBy(page);
  if (!error) throw new Error(`The page has trained: ${JSON.stringify(outcome)}`);
  return error;
}
