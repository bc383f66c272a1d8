// npm run train:dream-network: trains the network that comes with the package, on drawn motifs, and writes its
// weights where the worker finds them. The same machine and options give the same weights.
//   --examples 6000 --epochs 4 --threads 2 --seed 1 --out worker/experiments/deepdream/embedded-network/dream-network.bin
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { chromium } from '@playwright/test';
import { build } from 'esbuild';
import { launchOptions, needBrowser } from './browser.mjs';
import { buildIfStale } from './build.mjs';
import { root } from './run.mjs';
import { BLANK_PAGE, serve } from './serve.mjs';
import { closeAll, closeOnStop, stopOnSignals } from './stop.mjs';

const { values: line } = parseArgs({
  options: {
    examples: { type: 'string', default: '6000' },
    epochs: { type: 'string', default: '4' },
    threads: { type: 'string', default: '2' },
    seed: { type: 'string', default: '1' },
    out: {
      type: 'string',
      default: join(root, 'worker/experiments/deepdream/embedded-network/dream-network.bin'),
    },
  },
});

stopOnSignals();
await buildIfStale();
const folder = join(root, 'build/dream-network');
await build({
  ...{ absWorkingDir: root, entryPoints: ['scripts/dream-network/worker.ts'], outdir: folder },
  ...{ bundle: true, format: 'esm', target: 'es2022', logLevel: 'error' },
});
const server = await serve({ '/': folder, '/dist/': join(root, 'dist') });
const browser = await chromium.launch(launchOptions(await needBrowser()));
closeOnStop(() => browser.close());
const page = await browser.newPage();
await page.exposeFunction('log', console.log);
await page.goto(server.origin + BLANK_PAGE);
const { weights, classes, accuracy } = await page.evaluate(trainInWorker, {
  assetsUrl: `${server.origin}/dist/`,
  threads: Number(line.threads),
  seed: Number(line.seed),
  examples: Number(line.examples),
  epochs: Number(line.epochs),
});
writeFileSync(line.out, Buffer.from(weights, 'base64'));
console.log(
  `accuracy ${(100 * accuracy).toFixed(2)} % on ${classes.length} classes of fresh motifs: ${line.out}`,
);
await closeAll();

/**
 * Runs in the page: lends the worker its log, and gives what it ends with.
 * @param {import('./dream-network/worker').TrainRequest} request
 * @returns {Promise<{ weights: string, classes: readonly string[], accuracy: number }>}
 */
function trainInWorker(request) {
  const worker = new Worker('/worker.js', { type: 'module' });
  return new Promise((resolve, reject) => {
    worker.onerror = (event) => reject(new Error(event.message));
    worker.onmessage = (/** @type {MessageEvent<import('./dream-network/worker').Message>} */ { data }) => {
      if (data.type === 'log') /** @type {any} */ (globalThis).log(data.text);
      else if (data.type === 'failed') reject(new Error(data.error));
      else {
        const { classes, accuracy } = data;
        const weights = btoa(Array.from(data.weights, (byte) => String.fromCharCode(byte)).join(''));
        resolve({ weights, classes, accuracy });
      }
    };
    worker.postMessage(request);
  });
}
