// Every kernel against the CPU backend, on one thread and on two, with both binaries, in a worker and on the page.
import { cpSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { root } from '../../scripts/run.mjs';
import { expect, test } from '../fixtures';
import { bundleKernelTests, serveFolder } from './bundle.mjs';
import type { Report } from './harness';
import { runInPage } from './in-page.mjs';

const files = readdirSync(join(root, 'test/kernels'))
  .filter((name) => /\.(cases|checks)\.ts$/.test(name))
  .map((name) => name.split('.')[0]!);

const settings = [
  { title: 'two threads', threads: 2, where: 'worker', binary: 'relaxed' },
  { title: 'one thread, without relaxed SIMD', threads: 1, where: 'worker', binary: 'plain' },
];

let folders: Record<string, string>;
let servers: Record<string, { url: string; close(): void }>;

test.beforeAll(async () => {
  const relaxed = mkdtempSync(join(tmpdir(), 'kernels-'));
  const plain = mkdtempSync(join(tmpdir(), 'kernels-'));
  await bundleKernelTests(relaxed);
  cpSync(relaxed, plain, { recursive: true });
  // An engine with relaxed SIMD would not take the other binary: hand it that one under this name.
  cpSync(join(plain, 'kernels-simd.wasm'), join(plain, 'kernels-relaxed-simd.wasm'));
  folders = { relaxed, plain };
  servers = { relaxed: await serveFolder(relaxed), plain: await serveFolder(plain) };
});

test.afterAll(() => {
  for (const server of Object.values(servers)) server.close();
  for (const folder of Object.values(folders)) rmSync(folder, { recursive: true });
});

for (const file of files) {
  for (const { title, threads, where, binary } of settings) {
    test(`${file}: ${title}`, async ({ page }) => {
      await page.goto(servers[binary]!.url);
      const report: Report = await runInPage(page, { where, file, threads, seed: 1 });
      expect(report.results.filter(({ failure }) => failure)).toEqual([]);
      expect(report.results.length).toBeGreaterThan(0);
      expect(report.leakedTensors).toBe(0);
      test.info().annotations.push({ type: 'cases', description: String(report.results.length) });
    });
  }
}

test('on the page itself, where no thread may sleep', async ({ page }) => {
  await page.goto(servers.relaxed!.url);
  const report: Report = await runInPage(page, { where: 'page', file: 'matmul', threads: 2, seed: 2 });
  expect(report.results.filter(({ failure }) => failure)).toEqual([]);
  expect(report.threads).toBe(2);
});
