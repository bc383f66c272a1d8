// Trains an experiment in a headless browser, through the built package.
import { mkdirSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { chromium } from '@playwright/test';
import { launchOptions, needBrowser } from './browser.mjs';
import { UsageError } from './command-line.mjs';
import { addressOf } from './data.mjs';
import { findExperiment, listOptions, readExperimentOptions, readNumber } from './experiment-options.mjs';
import { showProgress } from './progress.mjs';
import { BLANK_PAGE } from './serve.mjs';
import { closeOnStop } from './stop.mjs';
import { trainInPage } from './train-in-page.mjs';

/** @typedef {import('../src/protocol').AnyRunEvent} AnyRunEvent */
/** @typedef {Omit<import('../src/protocol').WireResult, 'model' | 'output'>} Result */

/**
 * @param {import('./command-line.mjs').CommandLine} line
 * @param {{ origin: string, mount: (prefix: string, path: string) => void }} server
 * @param {string[]} dataUrls
 * @returns {Promise<Result | undefined>} nothing where only help was asked for
 * @throws {UsageError} for an experiment, an option or a value that is not allowed
 * @throws {Error} where no browser can be had, or the training fails
 */
export async function train(line, server, dataUrls) {
  const { experiment = '', backends, threads, help, out, exports } = line;
  const webgpu = backends?.includes('webgpu') ? 'hardware' : undefined;
  const browser = await chromium.launch({
    ...launchOptions(await needBrowser(), { webgpu }),
    // It is closed by us: Playwright would end this process before that.
    ...{ handleSIGINT: false, handleSIGTERM: false, handleSIGHUP: false },
  });
  const close = closeOnStop(() => browser.close());
  const progress = showProgress(process.stderr);
  try {
    const page = await browser.newPage();
    await page.exposeFunction('report', (/** @type {AnyRunEvent} */ event) => progress.hear(event));
    await page.exposeFunction(
      'choose',
      (/** @type {import('./experiment-options.mjs').Description[]} */ all) => {
        const description = findExperiment(all, experiment);
        if (!help) {
          if (out && description.output !== 'picture') {
            throw new UsageError(
              `out is ${JSON.stringify(out)}; allowed is none: ${experiment} makes no picture.`,
            );
          }
          return readExperimentOptions(description, line.options, (name, given) =>
            addressOf(name, given, server),
          );
        }
        console.log(listOptions(description));
        return null;
      },
    );
    await page.goto(server.origin + BLANK_PAGE);
    const { result, picture, files, error } = await page.evaluate(trainInPage, {
      packageUrl: '/dist/index.js',
      experiment,
      lab: { backends, threads: threads === undefined ? undefined : readNumber(threads) },
      data: dataUrls.length > 1 ? dataUrls : dataUrls[0],
      wantsPicture: out !== undefined,
      format: exports?.format,
    });
    if (exports && files) {
      mkdirSync(exports.folder, { recursive: true });
      for (const [name, bytes] of Object.entries(files)) {
        writeFileSync(join(exports.folder, basename(name)), Buffer.from(bytes, 'base64'));
      }
    }
    if (out && picture) writeFileSync(out, Buffer.from(picture, 'base64'));
    if (!error) return result;
    const mistaken = ['UsageError', 'InvalidOptionError'].includes(error.name);
    throw mistaken ? new UsageError(error.message) : new Error(`${error.name}: ${error.message}`);
  } finally {
    progress.end();
    await close();
  }
}
