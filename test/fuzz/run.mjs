// npm run fuzz -- [--calls 20000] [--seed 1] [--only KERNEL] [--threads 2] [--verbose]
// Calls random kernels with random inputs, right and wrong ones, on the CPU backend and on ours in headless
// Chromium, with a guard round every block of the heap. Exits with 1 where a call writes outside of a block,
// traps, hangs, or ends in other values than the CPU backend's without an error.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { chromium } from '@playwright/test';
import { launchOptions, needBrowser } from '../../scripts/browser.mjs';
import { bundleFile, bundleKernels, serveFolder } from '../kernels/bundle.mjs';
import { fuzzInPage } from './in-page.mjs';

const { values } = parseArgs({
  options: {
    calls: { type: 'string', default: '20000' },
    seed: { type: 'string', default: '1' },
    from: { type: 'string', default: '0' },
    only: { type: 'string' },
    threads: { type: 'string', default: '2' },
    verbose: { type: 'boolean', default: false },
  },
});

const folder = await mkdtemp(join(tmpdir(), 'fuzz-'));
await bundleKernels(folder);
await bundleFile(folder, 'test/fuzz/page.ts', 'fuzz.js');
const server = await serveFolder(folder);
const browser = await chromium.launch(launchOptions(await needBrowser()));
try {
  const page = await browser.newPage();
  await page.goto(server.url);
  const { calls, seed, from, only, threads } = values;
  const report = await fuzzInPage(page, {
    seed: Number(seed),
    from: Number(from),
    to: Number(from) + Number(calls),
    only,
    threads: Number(threads),
  });
  print(report);
} finally {
  await browser.close();
  server.close();
  await rm(folder, { recursive: true });
}

/** @param {import('./fuzz').FuzzReport} report */
function print({ outcomes, failures, refusals, uncovered }) {
  const shown = values.verbose ? failures : failures.slice(0, 40);
  for (const { index, kernel, problem, call } of shown)
    console.log(`${index} ${kernel}: ${problem}\n    ${call}`);
  const total = { same: 0, refused: 0, unmatched: 0 };
  for (const counts of Object.values(outcomes)) {
    for (const key of /** @type {const} */ (['same', 'refused', 'unmatched'])) total[key] += counts[key];
  }
  if (values.verbose) {
    console.table(outcomes);
    for (const refusal of refusals) console.log(`REFUSED ${refusal}`);
  }
  const byKernel = new Map();
  for (const { kernel } of failures) byKernel.set(kernel, (byKernel.get(kernel) ?? 0) + 1);
  if (failures.length > 0) {
    console.log(
      [...byKernel]
        .sort((a, b) => b[1] - a[1])
        .map(([kernel, count]) => `${kernel} ${count}`)
        .join(', '),
    );
  }
  console.log(`Kernels without a recipe: ${uncovered.join(', ') || 'none'}`);
  console.log(
    `${Object.keys(outcomes).length} kernels: ${total.same} calls ended as on the CPU backend, ${total.refused} in an error ` +
      `(${refusals.length} of them as they should be), ${total.unmatched} have no counterpart there; ${failures.length} failures`,
  );
  process.exitCode = failures.length > 0 ? 1 : 0;
}
