// Bundles the tests' in-page code: each test/**/*.page.ts becomes a module under build/test.
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { build } from 'esbuild';
import { root } from './run.mjs';

/** Where the bundles lie. */
export const PAGES = join(root, 'build/test');

/** @param {string} [pages] which of them */
export async function bundlePages(pages = 'test/**/*.page.ts') {
  await rm(PAGES, { recursive: true, force: true });
  await build({
    absWorkingDir: root,
    entryPoints: [pages],
    outdir: PAGES,
    outbase: 'test',
    bundle: true,
    // What several pages import, TensorFlow.js above all, is there once.
    splitting: true,
    chunkNames: 'chunks/[name]-[hash]',
    format: 'esm',
    target: 'es2022',
    sourcemap: true,
    logLevel: 'error',
  });
}
