// Where the tests' own modules and worker files lie: the package, the example, and this folder, on hosts of any kind.
import { join } from 'node:path';
import { root } from '../../scripts/run.mjs';
import { type Site, serveSite } from '../consumers/site';
import { test as base } from '../fixtures';

interface Fixtures {
  /** A host with the package in `/dist/`, the example in `/example/`, worker files in `/workers/`; gives its origin. */
  host: (headers?: Site['headers']) => Promise<string>;
}

export const test = base.extend<Fixtures>({
  // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the names of fixtures off this pattern
  host: async ({}, use) => {
    const sites: Awaited<ReturnType<typeof serveSite>>[] = [];
    await use(async (headers = {}) => {
      const folders: Site['folders'] = [
        ['/dist/', join(root, 'dist')],
        ['/example/', join(root, 'examples/own-experiment/public')],
        ['/workers/', join(root, 'test/own/workers')],
      ];
      const site = await serveSite({ folders, headers, fallback: '<!doctype html><title>Page</title>' });
      sites.push(site);
      return site.origin;
    });
    for (const site of sites) await site.close();
  },
});

export { expect } from '../fixtures';

/** Where the example's module lies on a host. */
export const SPIRAL = '/example/spiral.js';

/** The address of a module of this source. */
export const dataUrl = (source: string) => `data:text/javascript,${encodeURIComponent(source)}`;
