// npm run specs -- [GREP] [--backend ours|stock|cpu] [--threads N] [--write]
// Runs the specs that TensorFlow.js core publishes in headless Chromium, prints what fails, and compares it with
// expected-failures.json. Exits with 1 where a spec fails that is not listed there, or one listed there passes.
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { chromium } from '@playwright/test';
import { launchOptions, needBrowser } from '../../scripts/browser.mjs';
import { root } from '../../scripts/run.mjs';
import { bundleFile, bundleKernels, serveFolder } from '../kernels/bundle.mjs';
import { formatFailures } from './document.mjs';

const SILENCE = 120_000; // ms without a new spec before the run is given up

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    backend: { type: 'string', default: 'ours' },
    threads: { type: 'string', default: '2' },
    write: { type: 'boolean', default: false },
    json: { type: 'string' },
  },
});
const { backend } = values;
if (!['ours', 'stock', 'cpu'].includes(backend)) {
  throw new RangeError(`--backend is ${JSON.stringify(backend)}; allowed are ours, stock and cpu.`);
}
const grep = positionals.join(' ');

const folder = await mkdtemp(join(tmpdir(), 'core-specs-'));
await bundleKernels(folder);
await bundleFile(folder, 'test/core-specs/page.mjs', 'core-specs.js');
const server = await serveFolder(folder);
const browser = await chromium.launch(launchOptions(await needBrowser()));
try {
  await report(await runInPage());
} finally {
  await browser.close();
  server.close();
  await rm(folder, { recursive: true });
}

/** @returns {Promise<import('./page.mjs').SpecResult[]>} */
async function runInPage() {
  const page = await browser.newPage();
  let current = 'the first spec';
  let heard = Date.now();
  await page.exposeFunction('reportSpec', (/** @type {string} */ name) => {
    current = name;
    heard = Date.now();
  });
  const name = backend === 'cpu' ? 'cpu' : 'wasm';
  await page.goto(`${server.url}?backend=${name}`);
  let timer;
  const silent = new Promise((_, reject) => {
    timer = setInterval(() => {
      if (Date.now() - heard > SILENCE) reject(new Error(`Hangs at: ${current}`));
    }, 1000);
  });
  try {
    return await Promise.race([
      page.evaluate(
        async (options) => {
          await import(new URL('/core-specs.js', location.href).href);
          return globalThis.runSpecs(options);
        },
        { backend, threads: Number(values.threads), grep },
      ),
      silent,
    ]);
  } finally {
    clearInterval(timer);
  }
}

/** @param {import('./page.mjs').SpecResult[]} results */
async function report(results) {
  const failed = results.filter(({ status }) => status === 'failed');
  const passed = results.filter(({ status }) => status === 'passed');
  for (const { name, message } of failed) console.log(`FAIL ${name}\n     ${firstLine(message)}`);
  const rest = results.length - failed.length - passed.length;
  console.log(
    `${passed.length} of ${passed.length + failed.length} specs pass on ${backend}, ${failed.length} fail` +
      (rest > 0 ? `, ${rest} are switched off in their source` : ''),
  );
  if (values.json) await writeFile(values.json, JSON.stringify(results));
  if (results.length === 0) process.exitCode = 1;
  if (backend === 'ours') await compare(failed, results);
}

/** Holds what fails against the list that is kept. */
async function compare(failed, results) {
  /** @type {{ reason: string, specs: string[] }[]} */
  const groups = JSON.parse(await readFile(new URL('expected-failures.json', import.meta.url), 'utf8'));
  const expected = new Set(groups.flatMap(({ specs }) => specs));
  const ran = new Set(results.map(({ name }) => name));
  const names = new Set(failed.map(({ name }) => name));
  const unexpected = [...names].filter((name) => !expected.has(name));
  const mended = [...expected].filter((name) => ran.has(name) && !names.has(name));
  const gone = grep ? [] : [...expected].filter((name) => !ran.has(name));
  for (const name of unexpected) console.log(`NOT LISTED ${name}`);
  for (const name of mended) console.log(`LISTED, BUT PASSES ${name}`);
  for (const name of gone) console.log(`LISTED, BUT THERE IS NONE ${name}`);
  if (unexpected.length + mended.length + gone.length > 0) process.exitCode = 1;
  if (values.write && !grep) {
    const passed = results.filter(({ status }) => status === 'passed').length;
    await writeFile(join(root, 'docs/core-specs.md'), formatFailures(groups, passed, failed.length));
  }
}

function firstLine(message = '') {
  return message.split('\n')[0].slice(0, 200);
}
