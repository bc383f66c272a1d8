// node test/interop/write_onnx.mjs FOLDER: writes the models of the conformance table as ONNX, with inputs and outputs,
// for check_onnx.py and check_onnx_web.mjs; and those of the experiments as safetensors, for check_safetensors.py. By
// hand.
import { mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { chromium } from '@playwright/test';
import { findBrowser, launchOptions } from '../../scripts/browser.mjs';
import { bundlePages, PAGES } from '../../scripts/bundle-pages.mjs';
import { SITE, serve } from '../../scripts/serve.mjs';

const [folder] = process.argv.slice(2);
if (!folder) throw new Error('Usage: node test/interop/write_onnx.mjs FOLDER');
mkdirSync(folder, { recursive: true });
await bundlePages('test/interop/onnx.page.ts');
const server = await serve({ ...SITE, '/test/': PAGES });
const browser = await chromium.launch(launchOptions(await findBrowser()));
const refused = [];
let written = 0;
try {
  const page = await browser.newPage({ baseURL: server.origin });
  await page.goto('/blank.html');
  const models = await page.evaluate(async () => {
    /** @type {typeof import('./onnx.page')} */
    const inside = await import(String('/test/interop/onnx.page.js'));
    await inside.start();
    const all = [];
    for (const id of inside.ids) all.push(await inside.write(id));
    return all;
  });
  for (const { onnx, safetensors, weights, ...model } of models) {
    if (!onnx) {
      refused.push(model);
      continue;
    }
    const name = String(written++).padStart(4, '0');
    writeFileSync(join(folder, `${name}.onnx`), Buffer.from(onnx, 'base64'));
    writeFileSync(join(folder, `${name}.json`), JSON.stringify(model));
    if (!safetensors) continue;
    writeFileSync(join(folder, `${name}.safetensors`), Buffer.from(safetensors, 'base64'));
    writeFileSync(join(folder, `${name}.weights.json`), JSON.stringify(weights));
  }
} finally {
  await browser.close();
  await server.close();
}
for (const { id, refused: why } of refused) console.log(`refused  ${id}: ${why}`);
console.log(`${written} written, ${refused.length} refused`);
