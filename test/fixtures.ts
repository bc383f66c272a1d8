// What browser tests start from: a page with the built package on it, isolated or not.
import { test as base, type Page } from '@playwright/test';
import { BLANK_PAGE } from '../scripts/serve.mjs';

declare global {
  interface Window {
    /** The built package, as `import * as trainlab from 'trainlab'` gives it. */
    trainlab: typeof import('../src/index');
  }
}

interface Fixtures {
  /** An empty page that is cross-origin isolated: WASM has threads there. It holds `window.trainlab`. */
  labPage: Page;
  /** The same without isolation: one thread, no SharedArrayBuffer. */
  plainLabPage: Page;
}

interface WorkerFixtures {
  /**
   * Where the isolated server answers: `/` is the demo, `/dist/` the package, `/test/` the bundles of
   * test/**\/*.page.ts (such as `/test/kernels/relu.page.js`), `/node_modules/@tensorflow/` as it says.
   */
  origin: string;
  /** The same server without the headers for isolation. */
  plainOrigin: string;
}

export const test = base.extend<Fixtures, WorkerFixtures>({
  // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the names of fixtures off this pattern
  origin: [({}, use) => use(process.env.TRAINLAB_ISOLATED_ORIGIN!), { scope: 'worker' }],
  // biome-ignore lint/correctness/noEmptyPattern: as above
  plainOrigin: [({}, use) => use(process.env.TRAINLAB_PLAIN_ORIGIN!), { scope: 'worker' }],
  baseURL: ({ origin }, use) => use(origin),
  page: async ({ page }, use, info) => {
    const heard: string[] = [];
    page.on('console', (message) => heard.push(`${message.type()}: ${message.text()}`));
    page.on('pageerror', (error) => heard.push(`uncaught: ${error.stack ?? error}`));
    await use(page);
    if (info.status !== info.expectedStatus && heard.length > 0) {
      await info.attach('console', { body: heard.join('\n'), contentType: 'text/plain' });
    }
  },
  labPage: async ({ page, origin }, use) => {
    await openPackage(page, origin);
    await use(page);
  },
  plainLabPage: async ({ page, plainOrigin }, use) => {
    await openPackage(page, plainOrigin);
    await use(page);
  },
});

export { expect } from '@playwright/test';

async function openPackage(page: Page, origin: string): Promise<void> {
  await page.goto(origin + BLANK_PAGE);
  await page.evaluate(async (url) => {
    window.trainlab = await import(url);
  }, '/dist/index.js');
}
