// Runs cases files, against the CPU backend, and checks files in headless Chromium:
//   node test/kernels/run.mjs [NAME ...] [--threads 1,2] [--seed 1] [--where worker,page] [--plain] [--simd]
// --plain serves without isolation, --simd without relaxed SIMD; CHROMIUM names the browser's executable where Playwright has none.
import { cp, mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { chromium } from '@playwright/test';
import { bundleKernelTests, serveFolder } from './bundle.mjs';
import { runInPage } from './in-page.mjs';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    threads: { type: 'string', default: '1,2' },
    seed: { type: 'string', default: '1' },
    where: { type: 'string', default: 'worker' },
    plain: { type: 'boolean', default: false },
    simd: { type: 'boolean', default: false },
    verbose: { type: 'boolean', default: false },
  },
});
const here = fileURLToPath(new URL('.', import.meta.url));
const all = (await readdir(here))
  .filter((name) => /\.(cases|checks)\.ts$/.test(name))
  .map((name) => name.split('.')[0]);
const names = positionals.length ? positionals : all;

const folder = await mkdtemp(`${tmpdir()}/kernel-tests-`);
await bundleKernelTests(folder, new RegExp(`^(${names.join('|')})\\.(cases|checks)\\.ts$`));
if (values.simd) await cp(`${folder}/kernels-simd.wasm`, `${folder}/kernels-relaxed-simd.wasm`);
const server = await serveFolder(folder, { isolated: !values.plain });
const browser = await chromium.launch({ executablePath: process.env.CHROMIUM, args: ['--no-sandbox'] });
let failures = 0;
try {
  const page = await browser.newPage();
  page.on('console', (message) => console.log(`  [${message.type()}] ${message.text()}`));
  await page.goto(server.url);
  for (const file of names) {
    for (const where of values.where.split(',')) {
      for (const threads of values.threads.split(',').map(Number)) {
        const report = await runInPage(page, { where, file, threads, seed: Number(values.seed) });
        print(file, where, report);
      }
    }
  }
} finally {
  await browser.close();
  server.close();
  await rm(folder, { recursive: true });
}
process.exitCode = failures ? 1 : 0;

function print(file, where, { threads, relaxedSimd, startMs, results, leakedTensors }) {
  const failed = results.filter(({ failure }) => failure);
  failures += failed.length + (leakedTensors ? 1 : 0);
  const worst = Math.max(...results.map(({ error }) => error)).toExponential(1);
  const build = relaxedSimd ? 'relaxed SIMD' : 'SIMD';
  console.log(
    `${file} in ${where}, ${threads} thread(s), ${build}: ${results.length - failed.length} of ${results.length} pass, ` +
      `largest error ${worst}, ${leakedTensors} tensors left, started in ${startMs.toFixed(0)} ms`,
  );
  for (const { name, failure } of values.verbose ? results : failed)
    console.log(`  ${name}: ${failure ?? 'passes'}`);
}
