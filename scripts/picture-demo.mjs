// npm run docs:picture: trains in the demo, draws a digit, and makes the README's picture of it.
import { join } from 'node:path';
import { launchOptions, needBrowser } from './browser.mjs';
import { buildIfStale } from './build.mjs';
import { installDependencies } from './install.mjs';
import { root } from './run.mjs';

const ADDRESS = '/?experiment=transfer&epochs=3&examples=3000&seed=1&backend=wasm';
const SIZE = { width: 1280, height: 900 };
/** Corners of a 7, in units of the sheet's side. */
const SEVEN = /** @type {const} */ ([
  [0.3, 0.22],
  [0.7, 0.2],
  [0.5, 0.52],
  [0.42, 0.82],
]);

await installDependencies();
await buildIfStale();
const { chromium } = await import('@playwright/test');
const { SITE, serve } = await import('./serve.mjs');
const { origin, close } = await serve(SITE);
const browser = await chromium.launch(launchOptions(await needBrowser()));
try {
  const page = await browser.newPage({ viewport: SIZE, deviceScaleFactor: 2, colorScheme: 'light' });
  await page.goto(origin + ADDRESS);
  await page.getByRole('button', { name: 'Train' }).click();
  await page.getByText(/^Trained in /).waitFor({ timeout: 300_000 });

  const sheet = page.locator('#pad');
  await sheet.scrollIntoViewIfNeeded();
  const { x, y, width, height } = /** @type {NonNullable<Awaited<ReturnType<typeof sheet.boundingBox>>>} */ (
    await sheet.boundingBox()
  );
  for (const [i, [u, v]] of SEVEN.entries()) {
    await page.mouse.move(x + u * width, y + v * height, { steps: 8 });
    if (i === 0) await page.mouse.down();
  }
  await page.mouse.up();
  await page.getByText(/ a 7: \d+ %/).waitFor();
  await page.waitForTimeout(2000); // the sentence is spoken, so it follows the bars only when the drawing rests

  await page.evaluate(() => scrollTo(0, 0));
  const path = join(root, 'docs/demo.png');
  await page.screenshot({ path, fullPage: true, animations: 'disabled' });
  console.log(path);
} finally {
  await browser.close();
  await close();
}
