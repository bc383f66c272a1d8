// Opens the benchmark's page in a headless browser, on the built package.
import { join } from 'node:path';
import { chromium } from '@playwright/test';
import { build } from 'esbuild';
import { launchOptions, needBrowser } from '../scripts/browser.mjs';
import { buildIfStale } from '../scripts/build.mjs';
import { root } from '../scripts/run.mjs';
import { BLANK_PAGE, serve } from '../scripts/serve.mjs';
import { closeOnStop } from '../scripts/stop.mjs';

/** @typedef {import('./contract').Setup} Setup */
/** @typedef {import('./contract').Opened} Opened */
/** @typedef {import('./worker').BenchWorker} BenchWorker */

/**
 * @typedef {object} Bench
 * @property {string} version of the browser
 * @property {import('@playwright/test').Page} page
 * @property {(setup: Setup) => Promise<Opened>} start
 * @property {<M extends keyof BenchWorker>(title: string, method: M, ...args: Parameters<BenchWorker[M]>) =>
 *   Promise<Awaited<ReturnType<BenchWorker[M]>>>} call asks the worker of that title
 * @property {(title: string, method: 'digitsQuality' | 'linearQuality' | 'acganQuality', request: object) =>
 *   Promise<void>} callReporting the same for what reports on its way
 * @property {(title: string) => Promise<void>} stop
 * @property {() => Promise<void>} close
 */

/**
 * @param {{ webgpu?: boolean, data?: string, report?: (event: any) => void }} [options] `data`: a folder that
 *   the page finds under /data/; `report` hears of what takes long
 * @returns {Promise<Bench>}
 */
export async function openBench({ webgpu, data, report } = {}) {
  await buildIfStale();
  await bundle();
  const mounts = { '/bench/': join(root, 'build/bench'), '/dist/': join(root, 'dist') };
  const server = await serve(data === undefined ? mounts : { ...mounts, '/data/': data });
  const browser = await chromium.launch({
    ...launchOptions(await needBrowser(), { webgpu: webgpu ? 'hardware' : undefined }),
    ...{ handleSIGINT: false, handleSIGTERM: false, handleSIGHUP: false },
  });
  const close = closeOnStop(async () => {
    await browser.close();
    await server.close();
  });
  const page = await browser.newPage();
  if (report) await page.exposeFunction('report', report);
  await page.goto(server.origin + BLANK_PAGE);
  await page.addScriptTag({ url: '/bench/page.js', type: 'module' });
  await page.waitForFunction(() => 'bench' in globalThis);
  /** @param {keyof typeof import('./page').bench} name @param {unknown[]} args */
  const ask = (name, ...args) =>
    page.evaluate(
      ([name, args]) => /** @type {any} */ (globalThis).bench[name](...args),
      /** @type {const} */ ([name, args]),
    );
  return {
    version: browser.version(),
    page,
    start: (setup) => ask('start', setup),
    call: (title, method, ...args) => ask('call', title, method, ...args),
    callReporting: (title, method, request) => ask('callReporting', title, method, request),
    stop: (title) => ask('stop', title),
    close,
  };
}

async function bundle() {
  await build({
    absWorkingDir: root,
    entryPoints: [
      { in: 'bench/page.ts', out: 'page' },
      { in: 'bench/worker.ts', out: 'worker' },
      { in: 'worker/kernels/runtime/thread.ts', out: 'kernel-thread' },
    ],
    outdir: 'build/bench',
    bundle: true,
    format: 'esm',
    target: 'es2022',
    sourcemap: true,
    logLevel: 'error',
  });
}
