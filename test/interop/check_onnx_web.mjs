// node test/interop/check_onnx_web.mjs FOLDER ORT: opens in onnxruntime-web what write_onnx.mjs has written, in a
// browser, and compares the answers. ORT is the folder `dist` of the package onnxruntime-web (npm install it anywhere).
// By hand.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { chromium } from '@playwright/test';
import { findBrowser, launchOptions } from '../../scripts/browser.mjs';
import { SITE, serve } from '../../scripts/serve.mjs';

const TOLERANCE = 1e-5;

const [folder, ort] = process.argv.slice(2);
if (!folder || !ort) throw new Error('Usage: node test/interop/check_onnx_web.mjs FOLDER ORT');
const server = await serve({ ...SITE, '/models/': folder, '/ort/': ort });
const browser = await chromium.launch(launchOptions(await findBrowser()));
const failed = [];
let largest = 0;
const names = readdirSync(folder).filter((name) => name.endsWith('.onnx'));
try {
  const page = await browser.newPage({ baseURL: server.origin });
  await page.goto('/blank.html');
  for (const name of names) {
    const { id, inputs, outputs } = JSON.parse(
      readFileSync(join(folder, name.replace('.onnx', '.json')), 'utf8'),
    );
    const answers = await page
      .evaluate(
        async ({ url, inputs }) => {
          const ort = await import(String('/ort/ort.wasm.bundle.min.mjs'));
          ort.env.wasm.numThreads = 1;
          const session = await ort.InferenceSession.create(url, { executionProviders: ['wasm'] });
          /** @type {Record<string, unknown>} */
          const feeds = {};
          for (const { name, dtype, data, shape } of inputs) {
            const numbers = dtype === 'int32' ? Int32Array.from(data) : Float32Array.from(data);
            feeds[name] = new ort.Tensor(dtype, numbers, shape);
          }
          const results = await session.run(feeds);
          const all = session.outputNames.map((/** @type {string} */ output) => [...results[output].data]);
          await session.release();
          return all;
        },
        { url: `/models/${name}`, inputs },
      )
      .catch((error) => {
        failed.push(`${id}: ${String(error).split('\n')[0]}`);
        return undefined;
      });
    if (!answers) continue;
    let worst = 0;
    for (const [i, { data }] of outputs.entries()) {
      const scale = data.reduce((most, one) => Math.max(most, Math.abs(one)), 1);
      if (answers[i]?.length !== data.length) worst = Number.POSITIVE_INFINITY;
      else
        for (const [at, one] of data.entries())
          worst = Math.max(worst, Math.abs(answers[i][at] - one) / scale);
    }
    if (!(worst <= TOLERANCE)) failed.push(`${id}: off by ${worst}`);
    largest = Math.max(largest, worst);
  }
} finally {
  await browser.close();
  await server.close();
}
console.log(failed.join('\n'));
console.log(`${names.length - failed.length} of ${names.length} within ${TOLERANCE}; largest ${largest}`);
if (failed.length > 0) process.exitCode = 1;
