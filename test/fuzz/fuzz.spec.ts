// A share of the fuzz: seeded random calls of random kernels, right and wrong ones, under the heap guard.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from '../fixtures';
import { bundleFile, bundleKernels, serveFolder } from '../kernels/bundle.mjs';
import { fuzzInPage } from './in-page.mjs';

let folder: string;
let server: Awaited<ReturnType<typeof serveFolder>>;

test.beforeAll(async () => {
  folder = mkdtempSync(join(tmpdir(), 'fuzz-'));
  await bundleKernels(folder);
  await bundleFile(folder, 'test/fuzz/page.ts', 'fuzz.js');
  server = await serveFolder(folder);
});

test.afterAll(() => {
  server.close();
  rmSync(folder, { recursive: true });
});

test('1,500 random calls write nowhere else, and end in the CPU backend’s values or in an error', async ({
  page,
}) => {
  await page.goto(server.url);
  const report = await fuzzInPage(page, { seed: 11, from: 0, to: 1500, threads: 2 });
  expect(report.failures).toEqual([]);
  expect(report.refusals).toEqual([]);
  const counts = Object.values(report.outcomes);
  const total = (of: 'same' | 'refused' | 'unmatched') => counts.reduce((sum, count) => sum + count[of], 0);
  expect(total('same') + total('refused') + total('unmatched')).toBe(1500);
  expect(total('same')).toBeGreaterThan(900);
  expect(counts.length).toBeGreaterThan(170); // kernels
});
