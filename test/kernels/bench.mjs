// Times kernels in headless Chromium: ours by threads, stock TensorFlow.js, and the engine's own peak.
//   node test/kernels/bench.mjs NAME [--threads 1,2] [--only TEXT] [--rounds 2] [--no-stock]
// CHROMIUM names the browser's executable where Playwright has none.
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { chromium } from '@playwright/test';
import asc from 'assemblyscript/asc';
import { bundleKernelBenches, serveFolder } from './bundle.mjs';
import { askWorker } from './in-page.mjs';

const { values, positionals } = parseArgs({
  allowPositionals: true,
  allowNegative: true,
  options: {
    threads: { type: 'string', default: '1,2' },
    only: { type: 'string', default: '' },
    rounds: { type: 'string', default: '2' },
    stock: { type: 'boolean', default: true },
  },
});
const [file] = positionals;
const threadCounts = values.threads.split(',').map(Number);
const setups = [
  ...threadCounts.map((threads) => ({ title: `ours ${threads}`, backend: 'ours', threads })),
  ...(values.stock
    ? threadCounts.map((threads) => ({ title: `stock ${threads}`, backend: 'stock', threads }))
    : []),
];

const folder = await mkdtemp(`${tmpdir()}/kernel-benches-`);
await bundleKernelBenches(folder, new RegExp(`^${file}\\.bench\\.ts$`));
const server = await serveFolder(folder);
const browser = await chromium.launch({ executablePath: process.env.CHROMIUM, args: ['--no-sandbox'] });
const best = Object.fromEntries(setups.map(({ title }) => [title, {}]));
let peak = 0;
try {
  const page = await browser.newPage();
  await page.goto(server.url);
  const { benches } = await describe();
  for (let round = 0; round < Number(values.rounds); round++) {
    peak = Math.max(peak, await measurePeak(page));
    for (const { title, ...request } of setups) {
      const times = await askWorker(page, '/kernel-benches.js', { file, only: values.only, ...request });
      for (const [name, ms] of Object.entries(times)) {
        if (ms !== null) best[title][name] = Math.min(best[title][name] ?? Infinity, ms);
      }
    }
  }
  print(benches);
} finally {
  await browser.close();
  server.close();
  await rm(folder, { recursive: true });
}

/** The list of benches, as this side needs it: their names and sizes. */
async function describe() {
  const { build } = await import('esbuild');
  const entry = fileURLToPath(new URL(`${file}.bench.ts`, import.meta.url));
  await build({
    entryPoints: [entry],
    bundle: true,
    format: 'esm',
    outfile: `${folder}/list.mjs`,
    logLevel: 'error',
  });
  return import(`${folder}/list.mjs`);
}

/** GFLOP/s of one thread that only multiplies and adds in registers. */
async function measurePeak(page) {
  const source = fileURLToPath(new URL('../../worker/kernels/assembly/peak.ts', import.meta.url));
  const out = `${folder}/peak.wasm`;
  const flags = ['-O3', '--noAssert', '--runtime', 'stub', '--enable', 'simd', '--enable', 'relaxed-simd'];
  const { error, stderr } = await asc.main([source, '--outFile', out, ...flags, '--initialMemory', '1']);
  if (error) throw new Error(stderr.toString());
  return page.evaluate(
    async (bytes) => {
      const { instance } = await WebAssembly.instantiate(new Uint8Array(bytes));
      const rounds = 100_000;
      let ms = Infinity;
      for (let i = 0; i < 200; i++) {
        const start = performance.now();
        instance.exports.peak(rounds, 0);
        ms = Math.min(ms, performance.now() - start);
      }
      return (rounds * 12 * 8) / ms / 1e6;
    },
    [...(await readFile(out))],
  );
}

function print(benches) {
  const rows = benches.filter(({ name }) => name.includes(values.only));
  const width = Math.max(...rows.map(({ name }) => name.length));
  console.log(
    `peak of one thread: ${peak.toFixed(1)} GFLOP/s; the table: GFLOP/s or GB/s, then microseconds`,
  );
  console.log(''.padEnd(width), ...setups.map(({ title }) => title.padStart(16)));
  for (const { name, flops, bytes } of rows) {
    const cells = setups.map(({ title }) => {
      const ms = best[title][name];
      if (!ms) return 'throws'.padStart(16);
      return `${((flops || bytes) / ms / 1e6).toFixed(1).padStart(7)}${(ms * 1000).toFixed(0).padStart(9)}`;
    });
    console.log(name.padEnd(width), ...cells);
  }
}
