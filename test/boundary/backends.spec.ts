// Which backend a lab picks, and what it says of the others.
import { expect, test } from '../fixtures';

test('takes the first backend that trains and names the reason of those passed over', async ({ labPage }) => {
  const lab = await labPage.evaluate(async () => {
    const { backend, backendReports, terminate } = await window.trainlab.createLab();
    terminate();
    return { backend, backendReports };
  });
  expect(lab.backend).toBe('wasm');
  expect(lab.backendReports).toEqual([
    { name: 'webgpu', state: 'passed-over', reason: expect.stringContaining('software') },
    { name: 'wasm', state: 'running', threads: expect.any(Number), device: expect.stringMatching(/SIMD/) },
    { name: 'cpu', state: 'not-tried' },
  ]);
});

test('tries the backends in the order given', async ({ labPage }) => {
  const backends = await labPage.evaluate(async () => {
    const lab = await window.trainlab.createLab({ backends: ['cpu', 'wasm'] });
    lab.terminate();
    return lab.backendReports;
  });
  expect(backends).toMatchObject([
    { name: 'cpu', state: 'running' },
    { name: 'wasm', state: 'not-tried' },
  ]);
});

for (const name of ['webgpu', 'wasm', 'cpu'] as const) {
  test(`${name} trains the probe network to the golden values when asked for by name`, async ({
    labPage,
  }) => {
    const lab = await labPage.evaluate(async (backend) => {
      const { backendReports, memory, terminate } = await window.trainlab.createLab({ backends: [backend] });
      const held = await memory();
      terminate();
      return { backendReports, held };
    }, name);
    expect(lab.backendReports).toMatchObject([{ name, state: 'running' }]);
    expect(lab.held).toEqual({ tensors: 0, bytes: 0 });
  });
}

test('falls back to the CPU where the WASM binaries cannot be had, and says so', async ({ labPage }) => {
  const backends = await labPage.evaluate(async () => {
    const lab = await window.trainlab.createLab({ backends: ['wasm', 'cpu'], assetsUrl: '/nowhere' });
    lab.terminate();
    return lab.backendReports;
  });
  expect(backends[0]).toMatchObject({ state: 'passed-over', reason: expect.stringContaining('/nowhere/') });
  expect(backends[1]).toMatchObject({ name: 'cpu', state: 'running' });
});

test('rejects with every reason when no backend is left', async ({ labPage }) => {
  const error = await labPage.evaluate(async () => {
    const { createLab, BackendUnavailableError } = window.trainlab;
    const caught = await createLab({ backends: ['wasm'], assetsUrl: '/nowhere/' }).catch((e) => e);
    return {
      known: caught instanceof BackendUnavailableError,
      message: caught.message,
      reasons: caught.reasons,
    };
  });
  expect(error).toMatchObject({ known: true, reasons: { wasm: expect.stringContaining('404') } });
  expect(error.message).toContain('wasm: ');
});

test('a page without isolation trains on one thread', async ({ plainLabPage }) => {
  const backends = await plainLabPage.evaluate(async () => {
    const lab = await window.trainlab.createLab({ backends: ['wasm'] });
    lab.terminate();
    return lab.backendReports;
  });
  expect(backends).toMatchObject([{ name: 'wasm', state: 'running', threads: 1 }]);
});

test('takes a worker of the page’s own, or its address', async ({ labPage }) => {
  const names = await labPage.evaluate(async () => {
    const { createLab } = window.trainlab;
    const worker = new Worker('/dist/worker.js', { type: 'module' });
    const labs = [
      await createLab({ worker, backends: ['cpu'] }),
      await createLab({ workerUrl: '/dist/worker.js', backends: ['cpu'] }),
    ];
    return labs.map((lab) => {
      lab.terminate();
      return lab.backend;
    });
  });
  expect(names).toEqual(['cpu', 'cpu']);
});

test('takes a worker from another origin', async ({ labPage, plainOrigin }) => {
  // A CDN allows being read by others; this server does not say so by itself.
  await labPage.route(`${plainOrigin}/**`, async (route) => {
    const response = await route.fetch();
    const headers = {
      ...response.headers(),
      'access-control-allow-origin': '*',
      'cross-origin-resource-policy': 'cross-origin',
    };
    await route.fulfill({ response, headers });
  });
  const lab = await labPage.evaluate(async (workerUrl) => {
    const { backend, terminate } = await window.trainlab.createLab({ workerUrl, backends: ['cpu'] });
    terminate();
    return backend;
  }, `${plainOrigin}/dist/worker.js`);
  expect(lab).toBe('cpu');
});

test('a worker file that is not there is a named error', async ({ labPage }) => {
  const error = await labPage.evaluate(async () => {
    const caught = await window.trainlab.createLab({ workerUrl: '/nowhere.js' }).catch((e) => e);
    return { name: caught.name, message: caught.message };
  });
  expect(error).toEqual({ name: 'WorkerFailedError', message: expect.stringContaining('workerUrl') });
});

for (const [options, field] of [
  [{ backends: [] }, 'backends'],
  [{ backends: ['webgl'] }, 'backends[0]'],
  [{ backends: ['cpu', 'cpu'] }, 'backends[1]'],
  [{ backends: 'cpu' }, 'backends'],
  [{ threads: 0 }, 'threads'],
  [{ threads: 1.5 }, 'threads'],
  [{ threads: 'all' }, 'threads'],
] as const) {
  test(`createLab(${JSON.stringify(options)}) names the field`, async ({ labPage }) => {
    const error = await labPage.evaluate(
      (given) => window.trainlab.createLab(given as never).catch(({ name, field }) => ({ name, field })),
      options,
    );
    expect(error).toEqual({ name: 'InvalidOptionError', field });
  });
}
