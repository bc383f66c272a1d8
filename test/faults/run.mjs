// npm run faults -- [--runs 208] [--seed 1] [--only FAULT] [--task NAME] [--soak] [--verbose]
// Does harm to runs of all experiments in headless Chromium: one fault a run, at a moment that the seed decides.
// npm run soak: --runs (500) runs and one of --steps (20000) steps in one lab, and --sequences (500) random sequences of
// calls. Exits with 1 where one ends in something else than the right weights or a typed error, hangs, loses what was
// saved, or leaves something behind.
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { chromium } from '@playwright/test';
import { launchOptions, needBrowser } from '../../scripts/browser.mjs';
import { buildIfStale } from '../../scripts/build.mjs';
import { SITE, serve } from '../../scripts/serve.mjs';
import { bundleFile } from '../kernels/bundle.mjs';
import { createFaults, FAULTS } from './faults.mjs';
import { randomOf } from './random.mjs';
import { soak } from './soak.mjs';

const { values } = parseArgs({
  options: {
    runs: { type: 'string' },
    seed: { type: 'string', default: '1' },
    only: { type: 'string' },
    task: { type: 'string' },
    soak: { type: 'boolean', default: false },
    steps: { type: 'string', default: '20000' },
    sequences: { type: 'string', default: '500' },
    report: { type: 'string' },
    verbose: { type: 'boolean', default: false },
  },
});

await buildIfStale();
const folder = await mkdtemp(join(tmpdir(), 'faults-'));
await bundleFile(folder, 'test/faults/faults.page.ts', 'faults.page.js');
const server = await serve({ ...SITE, '/test/faults/': folder });
const browser = await chromium.launch(launchOptions(await needBrowser(), { webgpu: 'software' }));
try {
  if (values.soak) {
    const { runs = '500', steps, sequences, seed } = values;
    const counts = { runs: Number(runs), steps: Number(steps), sequences: Number(sequences) };
    const faults = await soak(browser, server.origin, { ...counts, seed: Number(seed), tell: console.log });
    for (const fault of faults) console.log(`FAULT ${fault}`);
    process.exitCode = faults.length > 0 ? 1 : 0;
  } else {
    await harm();
  }
} finally {
  await browser.close();
  await server.close();
  await rm(folder, { recursive: true });
}

async function harm() {
  const { runs = '208', seed, only, task, report, verbose } = values;
  /** @param {string} fault */
  const tasksOf = (fault) => FAULTS[fault].tasks.filter((name) => task === undefined || name === task);
  const names = Object.keys(FAULTS).filter(
    (name) => (only === undefined || name === only) && tasksOf(name).length > 0,
  );
  const suite = await createFaults(browser, server.origin);
  /** @type {import('./faults.mjs').Ended[]} */
  const all = [];
  try {
    for (let i = 0; i < Number(runs); i++) {
      const number = Number(seed) + i;
      const fault = /** @type {string} */ (names[(number - 1) % names.length]);
      const tasks = tasksOf(fault);
      const planned = tasks[Math.floor((number - 1) / names.length) % tasks.length];
      const ended = await suite.run({ fault, task: planned, seed: number }, randomOf(number));
      all.push(ended);
      const { ok, hit, outcome, detail } = ended;
      const words = `${ok ? 'ok   ' : 'FAULT'} ${number} ${fault}, ${planned}: ${outcome}${hit ? '' : ' (after its end)'}`;
      console.log(ok && !verbose ? words : `${words} | ${detail}`);
      if (report) await writeFile(report, JSON.stringify(all, null, 1));
    }
  } finally {
    suite.close();
  }
  const columns = [...new Set(all.map(({ outcome }) => outcome))].sort();
  console.log(`| fault | runs | ${columns.join(' | ')} |`);
  for (const name of names) {
    const those = all.filter(({ fault }) => fault === name);
    const counts = columns.map((column) => those.filter(({ outcome }) => outcome === column).length);
    console.log(`| ${name} | ${those.length} | ${counts.join(' | ')} |`);
  }
  const bad = all.filter(({ ok }) => !ok);
  const late = all.filter(({ hit }) => !hit);
  console.log(
    `${all.length} runs: ${all.length - bad.length} as they should be, ${bad.length} not; ` +
      `in ${late.length} the run was over before the fault came`,
  );
  process.exitCode = bad.length > 0 ? 1 : 0;
}
