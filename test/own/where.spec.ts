// Where a module may lie, and where the worker: relative to the page, on other origins, in blobs, under policies.
import type { Page } from '@playwright/test';
import { ISOLATED, SHARED } from '../consumers/site';
import { expect, SPIRAL, test } from './site';

/** Registers and trains the example; gives its accuracy, or the error's name, part and message. */
function trained(page: Page, url: string, from = '/dist/index.js', options: object = {}) {
  return page.evaluate(
    async ([from, url, options]) => {
      const { createLab } = (await import(from)) as typeof window.trainlab;
      const lab = await createLab<Record<string, unknown>>({
        backends: ['wasm', 'cpu'],
        threads: 1,
        ...options,
      });
      try {
        await lab.register('spiral', url);
        const { metrics } = await lab.train('spiral', { epochs: 4, seed: 1 });
        return { accuracy: metrics.valAccuracy };
      } catch (error) {
        const { name, part, message } = error as Error & { part: string };
        return { name, part, message };
      } finally {
        lab.terminate();
      }
    },
    [from, url, options] as const,
  );
}

const RIGHT = { accuracy: expect.closeTo(1, 1) };

test('relative to the page, not to the worker', async ({ page, host }) => {
  await page.goto(`${await host(ISOLATED)}/example/page.html`);
  expect(await trained(page, './spiral.js')).toEqual(RIGHT);
});

test('on another origin: with CORS it is loaded, without it is refused', async ({ page, host }) => {
  const open = await host(SHARED);
  const closed = await host();
  await page.goto(await host(ISOLATED));
  expect(await trained(page, open + SPIRAL)).toEqual(RIGHT);
  expect(await trained(page, closed + SPIRAL)).toEqual({
    ...{ name: 'ExperimentModuleError', part: 'module' },
    message: expect.stringMatching(/CORS/),
  });
});

test('the package on another origin, so that its worker is a blob’s', async ({ page, host }) => {
  const other = await host(SHARED);
  await page.goto(await host(ISOLATED));
  expect(await trained(page, SPIRAL, `${other}/dist/index.js`)).toEqual(RIGHT);
});

for (const [title, headers] of [
  ['a page of one origin', ISOLATED],
  [
    'a page of no origin, whose worker is a data: address’',
    { ...SHARED, 'Content-Security-Policy': 'sandbox allow-scripts' },
  ],
] as const) {
  test(`blob: and data: addresses, in ${title}`, async ({ page, host }) => {
    const origin = await host(headers);
    await page.goto(origin);
    const [blob, data] = await page.evaluate(async (url) => {
      const source = await (await fetch(url)).text();
      const blob = URL.createObjectURL(new Blob([source], { type: 'text/javascript' }));
      return [blob, `data:text/javascript,${encodeURIComponent(source)}`];
    }, origin + SPIRAL);
    expect(await trained(page, blob!)).toEqual(RIGHT);
    expect(await trained(page, data!)).toEqual(RIGHT);
    expect(await trained(page, SPIRAL)).toEqual(RIGHT);
  });
}

test('a policy with Trusted Types needs nothing more; script-src says where modules may lie', async ({
  page,
  host,
}) => {
  const open = await host(SHARED);
  const policy =
    "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; worker-src 'self'; connect-src *; " +
    "require-trusted-types-for 'script'; trusted-types trainlab";
  await page.goto(await host({ ...ISOLATED, 'Content-Security-Policy': policy }));
  expect(await trained(page, SPIRAL)).toEqual(RIGHT);
  expect(await trained(page, open + SPIRAL)).toEqual({
    ...{ name: 'ExperimentModuleError', part: 'module' },
    message: expect.stringMatching(/script-src/),
  });
});
