// npm run conformance: every layer, loss, metric and optimizer of tfjs-layers against Keras, on every backend.
// It prints what is not ok and a count a setting, and writes docs/conformance.md.
// npm run conformance -- [--grep PATTERN] [--settings 'wasm;cpu'] [--all] [--no-write]
// Without --grep it writes the page, where settings that were not chosen count as not run, and exits with 1 where something is off that nobody knows of.
import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { chromium } from '@playwright/test';
import { settings as allSettings, runRows } from '../test/conformance/settings.mjs';
import { judge } from '../test/conformance/table.mjs';
import { findBrowser, launchOptions } from './browser.mjs';
import { buildIfStale } from './build.mjs';
import { bundlePages, PAGES } from './bundle-pages.mjs';
import { conformancePage } from './conformance-page.mjs';
import { root } from './run.mjs';
import { SITE, serve } from './serve.mjs';

const { values } = parseArgs({
  options: {
    grep: { type: 'string' },
    settings: { type: 'string' },
    all: { type: 'boolean', default: false },
    write: { type: 'boolean', default: true },
  },
  allowNegative: true,
});
const chosen = values.settings?.split(';');
const settings = allSettings.filter(({ name }) => !chosen || chosen.includes(name));

await buildIfStale();
await bundlePages('test/conformance/*.page.ts');
const server = await serve({ ...SITE, '/test/': PAGES });
const browser = await chromium.launch(launchOptions(await findBrowser(), { webgpu: 'software' }));
/** @type {Map<string, import('../test/conformance/table.mjs').Judged[]>} */
const table = new Map();
try {
  for (const setting of settings) {
    const page = await browser.newPage({ baseURL: server.origin });
    page.on('pageerror', (error) => console.error(`uncaught: ${error.stack}`));
    const results = await runRows(page, setting, values.grep);
    const judged = results.map((result) => judge(result, setting));
    table.set(setting.name, judged);
    await page.close();
    for (const { id, state, parts, thrown, reason } of judged) {
      if (state === 'ok' && !values.all) continue;
      const why = [thrown, parts, reason && `known: ${reason}`].filter(Boolean).join(' | ');
      console.log(`${setting.name}\t${state}\t${id}\t${why}`);
    }
    const count = (/** @type {string} */ state) => judged.filter((row) => row.state === state).length;
    console.log(
      `${setting.name}: ${judged.length} rows, ${count('ok')} ok, ${count('refused')} refused, ${count('differs')} differ`,
    );
  }
} finally {
  await browser.close();
  await server.close();
}

if (values.write && !values.grep) {
  writeFileSync(join(root, 'docs/conformance.md'), conformancePage(table, allSettings));
}
const unknown = [...table.values()].flat().filter(({ state, reason }) => state !== 'ok' && !reason);
if (unknown.length > 0) process.exitCode = 1;
