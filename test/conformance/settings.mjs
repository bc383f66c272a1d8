// Where the rows of the conformance table are run, and how a page runs them.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../../scripts/run.mjs';

export const PAGE = '/test/conformance/conformance.page.js';

/**
 * @typedef {object} Setting
 * @property {string} name
 * @property {'wasm' | 'cpu' | 'webgpu'} backend
 * @property {number} threads
 * @property {boolean} [plain] the binary without relaxed SIMD
 * @property {{ rows: RegExp, reason: string }} [notRun] what is left out
 * @property {number} tolerance largest difference that counts as none
 */

/** @type {Setting[]} */
export const settings = [
  { name: 'wasm', backend: 'wasm', threads: 2, tolerance: 1e-4 },
  { name: 'wasm, one thread, plain SIMD', backend: 'wasm', threads: 1, plain: true, tolerance: 1e-4 },
  { name: 'cpu', backend: 'cpu', threads: 1, tolerance: 1e-4 },
  {
    ...{ name: 'webgpu', backend: 'webgpu', threads: 1, tolerance: 2e-4 },
    notRun: {
      rows: /^CategoryEncoding/,
      reason:
        'The layer reads its input at once, by way of a canvas: the software adapter does not survive it.',
    },
  },
];

/**
 * Runs rows in a page that is served as the tests' pages are.
 * @param {import('@playwright/test').Page} page
 * @param {Setting} setting
 * @param {string} [pattern] of row names
 * @returns {Promise<import('./run-row').RowResult[]>}
 */
export async function runRows(page, { backend, threads, plain, notRun }, pattern) {
  // An engine with relaxed SIMD would not take the other binary: hand it that one under this name.
  if (plain) {
    const body = readFileSync(join(root, 'dist/kernels-simd.wasm'));
    await page.route('**/kernels-relaxed-simd.wasm', (route) =>
      route.fulfill({ body, contentType: 'application/wasm' }),
    );
  }
  await page.goto('/blank.html');
  return page.evaluate(
    async ([url, backend, threads, pattern, except]) => {
      const module = await import(url);
      await module.start(backend, threads);
      return module.run(pattern, except);
    },
    /** @type {const} */ ([PAGE, backend, threads, pattern, notRun?.rows.source]),
  );
}
