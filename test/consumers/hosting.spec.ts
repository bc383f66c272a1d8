// Pages without a bundler, where hosts, headers, frames and other origins make a difference.
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../../scripts/run.mjs';
import { zipOf } from '../data/archives';
import { errorOf, expect, type Outcome, outcomeOf, staticPages, test } from './fixtures';
import { ISOLATED, SHARED } from './site';

test.describe.configure({ mode: 'parallel', timeout: 120_000 });

const thorough = { tag: '@thorough' };

/** Of a page's address. */
const query = (fields: Record<string, string>) => `?${new URLSearchParams(fields)}`;

/** Nothing but what the package asks for in docs/. */
const STRICT =
  "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; worker-src 'self'; connect-src 'self'; img-src data:";

test('a page on a sub-path, isolated', thorough, async ({ page, serve, unpacked, heard, trainedOn }) => {
  const { folders } = staticPages(unpacked);
  const under = folders.map(([prefix, folder]): [string, string] => [`/a/b${prefix}`, folder]);
  await page.goto(`${await serve({ folders: under, headers: ISOLATED })}/a/b/`);
  expect(await outcomeOf(page)).toEqual(trainedOn(2));
  expect(heard).toEqual([]);
});

test('a page that is not isolated', thorough, async ({ page, serve, unpacked, heard, trainedOn }) => {
  await page.goto(await serve(staticPages(unpacked)));
  expect(await outcomeOf(page)).toEqual(trainedOn(1));
  expect(heard).toEqual([]);
});

test('a worker file with a query', thorough, async ({ page, serve, unpacked, heard, trainedOn }) => {
  const origin = await serve({ ...staticPages(unpacked), headers: ISOLATED });
  await page.goto(origin + query({ workerUrl: 'trainlab/dist/worker.js?v=2' }));
  expect(await outcomeOf(page)).toEqual(trainedOn(2));
  expect(heard).toEqual([]);
});

for (const [title, headers, threads] of [
  ['isolated', ISOLATED, 2],
  ['not isolated', {}, 1],
] as const) {
  test(
    `the package on another origin, the page ${title}`,
    thorough,
    async ({ page, serve, unpacked, heard, trainedOn }) => {
      const host = await serve({ folders: [['/', unpacked]], headers: SHARED });
      const origin = await serve({ ...staticPages(unpacked), headers });
      await page.goto(origin + query({ from: `${host}/dist/` }));
      expect(await outcomeOf(page)).toEqual(trainedOn(threads));
      expect(heard).toEqual([]);
    },
  );
}

test('a worker file with a query on another origin', async ({ page, serve, unpacked, heard, trainedOn }) => {
  const host = await serve({ folders: [['/', unpacked]], headers: SHARED });
  const origin = await serve({ ...staticPages(unpacked), headers: ISOLATED });
  await page.goto(origin + query({ from: `${host}/dist/`, workerUrl: `${host}/dist/worker.js?v=2` }));
  expect(await outcomeOf(page)).toEqual(trainedOn(2));
  expect(heard).toEqual([]);
});

for (const [title, given] of [
  ['without options', (host: string) => ({ from: `${host}/latest/dist/` })],
  ['by workerUrl', (host: string) => ({ workerUrl: `${host}/latest/dist/worker.js` })],
] as const) {
  test(
    `another origin that redirects, ${title}`,
    thorough,
    async ({ page, serve, unpacked, heard, trainedOn }) => {
      const host = await serve({
        folders: [['/1.2.3/', unpacked]],
        headers: SHARED,
        redirect: (path) =>
          path
            .match(/^\/latest(.*)/)
            ?.slice(1)
            .map((rest) => `/1.2.3${rest}`)[0],
      });
      const origin = await serve({ ...staticPages(unpacked), headers: ISOLATED });
      await page.goto(origin + query(given(host)));
      expect(await outcomeOf(page)).toEqual(trainedOn(2));
      expect(heard).toEqual([]);
    },
  );
}

for (const [title, policy] of [
  ['the strict policy', STRICT],
  ['Trusted Types', `${STRICT}; require-trusted-types-for 'script'; trusted-types trainlab`],
] as const) {
  test(`Content-Security-Policy: ${title}`, async ({ page, serve, unpacked, heard, trainedOn }) => {
    const headers = { ...ISOLATED, 'Content-Security-Policy': policy };
    await page.goto(await serve({ ...staticPages(unpacked), headers }));
    expect(await outcomeOf(page)).toEqual(trainedOn(2));
    expect(heard).toEqual([]);
  });
}

/** The policy that SECURITY.md names, letter by letter. */
const PROMISED =
  "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; worker-src 'self' blob:; connect-src 'self'; style-src 'self'; img-src 'self' blob: data:";

test('Content-Security-Policy: training, saving, loading, an archive and resuming under the promised one', async ({
  page,
  serve,
  unpacked,
  heard,
}, info) => {
  expect(readFileSync(join(root, 'SECURITY.md'), 'utf8').replace(/\s+/g, ' ')).toContain(PROMISED);
  const picture = (colour: string) =>
    `<svg xmlns="http://www.w3.org/2000/svg" width="8" height="8"><rect width="8" height="8" fill="${colour}"/></svg>`;
  const folder = info.outputPath();
  mkdirSync(folder, { recursive: true });
  const files = ['red', 'blue'].flatMap((name) =>
    [1, 2, 3].map((i) => ({ name: `${name}/${i}.svg`, content: picture(name) })),
  );
  writeFileSync(join(folder, 'pictures.zip'), zipOf(files));
  const { folders } = staticPages(unpacked);
  const headers = { ...ISOLATED, 'Content-Security-Policy': PROMISED };
  await page.goto(`${await serve({ folders: [...folders, ['/', folder]], headers })}/guarded.html`);
  expect(await outcomeOf(page)).toEqual({
    ...{ backend: 'wasm', threads: 2, experiment: 'transfer', exported: true, classes: ['blue', 'red'] },
    ...{ fitted: true, same: true },
  });
  expect(heard).toEqual([]);
});

test('a sandboxed frame', thorough, async ({ page, serve, unpacked, heard, trainedOn }) => {
  // A frame of no origin asks for all scripts as another origin does.
  const origin = await serve({ ...staticPages(unpacked), headers: SHARED });
  await page.goto(`${origin}/frame.html${query({ sandbox: 'allow-scripts', src: 'index.html' })}`);
  expect(await outcomeOf(page.frameLocator('iframe'))).toEqual(trainedOn(1));
  expect(heard).toEqual([]);
});

for (const [title, headers, threads] of [
  ['isolated', { ...ISOLATED, ...SHARED }, 2],
  ['not isolated', {}, 1],
] as const) {
  test(
    `a frame of another origin, ${title}`,
    thorough,
    async ({ page, serve, unpacked, heard, trainedOn }) => {
      const other = await serve({ ...staticPages(unpacked), headers });
      const origin = await serve({ ...staticPages(unpacked), headers });
      await page.goto(`${origin}/frame.html${query({ allow: 'cross-origin-isolated', src: other })}`);
      expect(await outcomeOf(page.frameLocator('iframe'))).toEqual(trainedOn(threads));
      expect(heard).toEqual([]);
    },
  );
}

test(
  'two labs that train at the same time',
  thorough,
  async ({ page, serve, unpacked, heard, trainedOn }) => {
    await page.goto(`${await serve({ ...staticPages(unpacked), headers: ISOLATED })}/two-labs.html`);
    const { backend, threads, loss } = trainedOn(2) as Outcome;
    const one = { backend, threads, loss };
    expect(await outcomeOf(page)).toEqual({ labs: [one, one] });
    expect(heard).toEqual([]);
  },
);

for (const given of ['workerUrl', 'worker']) {
  test(
    `${given}: a file that imports the package’s late`,
    thorough,
    async ({ page, serve, unpacked, heard, trainedOn }) => {
      const origin = await serve({ ...staticPages(unpacked), headers: ISOLATED });
      await page.goto(origin + query({ [given]: 'dynamic-worker.js' }));
      expect(await outcomeOf(page)).toEqual(trainedOn(2));
      expect(heard).toEqual([]);
    },
  );
}

test('a worker file that comes late', thorough, async ({ page, serve, unpacked, heard, trainedOn }) => {
  const delay = (path: string) => (path.endsWith('/worker.js') ? 3000 : 0);
  await page.goto(await serve({ ...staticPages(unpacked), headers: ISOLATED, delay }));
  expect(await outcomeOf(page)).toEqual(trainedOn(2));
  expect(heard).toEqual([]);
});

for (const file of ['foreign-worker.js', 'silent-worker.js']) {
  for (const given of ['workerUrl', 'worker']) {
    test(`${given}: ${file} is refused`, thorough, async ({ page, serve, unpacked }) => {
      await page.goto((await serve(staticPages(unpacked))) + query({ [given]: file, startTimeout: '2000' }));
      expect(await errorOf(page)).toMatch(/^WorkerFailedError: .*worker/);
    });
  }
}

const INDEX = '<!doctype html><title>All there is</title>';

for (const [title, fallback, what] of [
  ['answers 404 for', undefined, '404'],
  ['answers with its index page for', INDEX, 'text/html'],
] as const) {
  test(`a host that ${title} the worker file`, thorough, async ({ page, serve, unpacked }) => {
    const origin = await serve({ ...staticPages(unpacked), lacks: /\/worker\.js$/, fallback });
    await page.goto(origin);
    const error = await errorOf(page);
    expect(error).toMatch(/^WorkerFailedError: /);
    expect(error).toContain(`${origin}/trainlab/dist/worker.js`);
  });

  test(`a host that ${title} the binaries`, thorough, async ({ page, serve, unpacked, heard }) => {
    const origin = await serve({ ...staticPages(unpacked), lacks: /\.wasm$/, fallback });
    await page.goto(origin + query({ backends: 'wasm' }));
    const error = await errorOf(page);
    expect(error).toMatch(/^BackendUnavailableError: /);
    expect(error).toMatch(new RegExp(`${origin}/trainlab/dist/[\\w-]+\\.wasm`));
    expect(error).toContain(what);
    expect(heard.filter((line) => line.startsWith('uncaught'))).toEqual([]);
  });
}

test('a lab that passes WASM over says so', thorough, async ({ page, serve, unpacked, heard }) => {
  const origin = await serve({ ...staticPages(unpacked), lacks: /\.wasm$/, fallback: INDEX });
  await page.goto(origin + query({ backends: 'wasm cpu' }));
  await expect.poll(() => heard, { timeout: 30_000 }).not.toEqual([]);
  expect(heard).toEqual([expect.stringMatching(/^warning: .*the CPU backend.*\.wasm is no WebAssembly/)]);
});
