// How a lab starts: where its worker may come from, how long that may take, and what is said where it fails.
import type { Page } from '@playwright/test';
import { expect, test } from '../fixtures';

/** Answers an address of the page's server with a script. */
async function script(page: Page, path: string, body: string): Promise<void> {
  await page.route(`**${path}`, (route) =>
    route.fulfill({
      body,
      contentType: 'text/javascript',
      headers: {
        'Cross-Origin-Embedder-Policy': 'require-corp',
        'Cross-Origin-Resource-Policy': 'same-origin',
      },
    }),
  );
}

function start(page: Page, options: object) {
  return page.evaluate(async (given) => {
    const lab = await window.trainlab.createLab(given).catch((error) => error);
    if (lab instanceof Error) return { name: lab.name, message: lab.message };
    lab.terminate();
    return { name: lab.backend, message: '' };
  }, options);
}

test('a worker file that imports ours late is waited for', async ({ labPage }) => {
  const late = "setTimeout(() => import('/dist/worker.js'), 500);";
  await script(labPage, '/late.js', late);
  expect(await start(labPage, { workerUrl: '/late.js', backends: ['cpu'] })).toMatchObject({ name: 'cpu' });
});

test('a worker of the page’s own may have been listening for long', async ({ labPage }) => {
  const backend = await labPage.evaluate(async () => {
    const worker = new Worker('/dist/worker.js', { type: 'module' });
    await new Promise((resolve) => worker.addEventListener('message', resolve, { once: true }));
    const lab = await window.trainlab.createLab({ worker, backends: ['cpu'] });
    lab.terminate();
    return lab.backend;
  });
  expect(backend).toBe('cpu');
});

test('the same worker file under another query is the same lab', async ({ labPage }) => {
  const workerUrl = '/dist/worker.js?v=2';
  expect(await start(labPage, { workerUrl, backends: ['wasm'] })).toMatchObject({ name: 'wasm' });
});

test('a worker that is not ours is given up after startTimeout, by a named error', async ({ labPage }) => {
  await script(labPage, '/other.js', 'onmessage = () => postMessage({ id: 1, type: 0 });');
  const options = { workerUrl: '/other.js', startTimeout: 300 };
  expect(await start(labPage, options)).toEqual({
    name: 'WorkerFailedError',
    message: expect.stringMatching(/other\.js did not answer within 0\.3 s \(startTimeout\).*workerUrl/),
  });
});

test('a worker file that is missing names the address, the files to copy and the folder', async ({
  labPage,
  origin,
}) => {
  const { name, message } = await start(labPage, { workerUrl: '/assets/worker.js' });
  expect(name).toBe('WorkerFailedError');
  expect(message).toContain(`${origin}/assets/worker.js`);
  expect(message).toContain(`into ${origin}/assets/,`);
  expect(message).toContain('dream-network.bin');
});

test('a page that imports the package from another origin needs no options', async ({
  page,
  origin,
  plainOrigin,
}) => {
  // A CDN allows being read by others; this server does not say so by itself.
  await page.route(`${plainOrigin}/dist/**`, async (route) => {
    const response = await route.fetch();
    const headers = {
      ...response.headers(),
      'access-control-allow-origin': '*',
      'cross-origin-resource-policy': 'cross-origin',
    };
    await route.fulfill({ response, headers });
  });
  await page.goto(`${origin}/blank.html`);
  const lab = await page.evaluate(async (url) => {
    const { createLab } = (await import(url)) as typeof import('../../src/index');
    const { backendReports, terminate } = await createLab({ backends: ['wasm'], threads: 2 });
    terminate();
    return backendReports;
  }, `${plainOrigin}/dist/index.js`);
  expect(lab).toMatchObject([{ name: 'wasm', state: 'running', threads: 2 }]);
});

test('a server that answers everything with its index page is named, not trusted', async ({
  labPage,
  origin,
}) => {
  await labPage.route('**/spa/*.wasm', (route) =>
    route.fulfill({ body: '<!doctype html><title>Index</title>', contentType: 'text/html' }),
  );
  const { name, message } = await start(labPage, { backends: ['wasm'], assetsUrl: '/spa/' });
  expect(name).toBe('BackendUnavailableError');
  expect(message).toMatch(
    new RegExp(`${origin}/spa/\\S+\\.wasm is no WebAssembly: the server sent text/html`),
  );
});

test('training on the CPU because WASM failed is said aloud: on the console, and by an event', async ({
  labPage,
}) => {
  const warnings: string[] = [];
  labPage.on('console', (message) => {
    if (message.type() === 'warning') warnings.push(message.text());
  });
  const heard = await labPage.evaluate(async () => {
    const lab = await window.trainlab.createLab({ backends: ['wasm', 'cpu'], assetsUrl: '/nowhere/' });
    const event = await new Promise<{ message: string }>((resolve) => lab.on('warning', resolve));
    const chosen = await window.trainlab.createLab({ backends: ['cpu'], assetsUrl: '/nowhere/' });
    const quiet = await Promise.race([
      new Promise((resolve) => chosen.on('warning', resolve)),
      new Promise((resolve) => setTimeout(resolve, 200, 'quiet')),
    ]);
    lab.terminate();
    chosen.terminate();
    return { message: event.message, quiet };
  });
  expect(heard.message).toMatch(/on the CPU backend.*\/nowhere\/.*404/);
  expect(heard.quiet).toBe('quiet');
  expect(warnings).toEqual([`trainlab: ${heard.message}`]);
});

test('a signal ends a lab, while it starts and afterwards', async ({ labPage }) => {
  const outcome = await labPage.evaluate(async () => {
    const { createLab } = window.trainlab;
    const reason = new Error('left the page');
    const early = new AbortController();
    const starting = createLab({ signal: early.signal }).catch((error) => error);
    early.abort(reason);
    const late = new AbortController();
    const lab = await createLab({ signal: late.signal, backends: ['cpu'] });
    const run = lab.train('antirectifier');
    late.abort(reason);
    const after = await lab.memory().catch((error) => error);
    const aborted = await createLab({ signal: AbortSignal.abort(reason) }).catch((error) => error);
    return [await starting, await run.catch((error) => error), after, aborted].map(
      (error) => error === reason,
    );
  });
  expect(outcome).toEqual([true, true, true, true]);
});

test('a handle of the page that is no option is named as what it is', async ({ labPage }) => {
  const message = await labPage.evaluate(async () => {
    const lab = await window.trainlab.createLab({ backends: ['cpu'] });
    const run = lab.train('antirectifier', { epochs: 1, examples: 100, hiddenSize: 8 });
    const { createLab } = window.trainlab;
    const error = await createLab({ signal: run as never }).catch((caught) => caught);
    lab.terminate();
    return error.message;
  });
  expect(message).toBe('signal is an object (Run); allowed is an AbortSignal.');
});

for (const [options, field] of [
  [{ startTimeout: 0 }, 'startTimeout'],
  [{ startTimeout: '3 s' }, 'startTimeout'],
  [{ signal: true }, 'signal'],
  [{ workerUrl: 'https://' }, 'workerUrl'],
] as const) {
  test(`createLab(${JSON.stringify(options)}) names the field`, async ({ labPage }) => {
    const error = await labPage.evaluate(
      (given) => window.trainlab.createLab(given as never).catch(({ name, field }) => ({ name, field })),
      options,
    );
    expect(error).toEqual({ name: 'InvalidOptionError', field });
  });
}
