// Before the first test: builds what is stale, bundles the in-page code, and serves both, with and without isolation.
import { join } from 'node:path';
import { buildIfStale } from '../scripts/build.mjs';
import { bundlePages, PAGES } from '../scripts/bundle-pages.mjs';
import { root } from '../scripts/run.mjs';
import { SITE, serve } from '../scripts/serve.mjs';

export default async function setUp(): Promise<() => Promise<void>> {
  await buildIfStale();
  await bundlePages();
  const tensorflow = '/node_modules/@tensorflow/';
  const mounts = { ...SITE, '/test/': PAGES, [tensorflow]: join(root, tensorflow) };
  const isolated = await serve(mounts);
  const plain = await serve(mounts, { isolated: false });
  process.env.TRAINLAB_ISOLATED_ORIGIN = isolated.origin;
  process.env.TRAINLAB_PLAIN_ORIGIN = plain.origin;
  return async () => {
    await isolated.close();
    await plain.close();
  };
}
