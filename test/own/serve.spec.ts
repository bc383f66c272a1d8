// serve: a worker file of the page's own says which experiments there are.
import type { Page } from '@playwright/test';
import { ISOLATED } from '../consumers/site';
import { expect, test } from './site';

/** Starts a lab with a worker file, given by its address or made by the page; gives its names, or the error. */
function names(page: Page, file: string, made = false) {
  return page.evaluate(
    async ([url, made]) => {
      const { createLab } = (await import('/dist/index.js' as string)) as typeof window.trainlab;
      const worker = made ? new Worker(url, { type: 'module' }) : undefined;
      try {
        const lab = await createLab({ backends: ['cpu'], ...(worker ? { worker } : { workerUrl: url }) });
        lab.terminate();
        return lab.experiments().map(({ name }) => name);
      } catch (error) {
        const { name, message, part } = error as Error & { part?: string };
        return { name, message, part };
      }
    },
    [`/workers/${file}`, made] as const,
  );
}

const BUILT_IN = ['acgan', 'addition', 'antirectifier', 'cifar10', 'deepdream', 'transfer'];

test('what is served is what there is, in one copy of TensorFlow.js', async ({ page, host }) => {
  await page.goto(await host(ISOLATED));
  const told = await page.evaluate(async () => {
    const { createLab } = (await import('/dist/index.js' as string)) as typeof window.trainlab;
    const lab = await createLab<{ spiral: unknown; sines: unknown; again: unknown }>({
      ...{ backends: ['wasm'], threads: 1, workerUrl: '/workers/own.js' },
    });
    const listed = lab.experiments().map(({ name }) => name);
    const spiral = await lab.train('spiral', { preset: 'quick', seed: 1 });
    const again = await lab.train('again', { preset: 'quick', seed: 1 });
    const sines = await lab.train('sines');
    const isModel = await sines.model.predict(0);
    const built = await lab.train('transfer', { epochs: 1, examples: 50, seed: 1 });
    const absent = await lab.train('acgan').catch((error) => (error as { field: string }).field);
    const url = `data:text/javascript,export const experiment = { title: 'Later', description: 'Registered.',
      hyperparameters: {}, metrics: {}, async *train() {}, predict() {} };`;
    const later = await lab.register('later' as 'spiral', url);
    const taken = await lab.register('sines', url).catch(({ field }) => field);
    return {
      ...{ listed, absent, taken, isModel, later: later.name, sines: sines.metrics },
      same: JSON.stringify(spiral.metrics) === JSON.stringify(again.metrics),
      built: built.metrics.loss,
    };
  });
  expect(told).toEqual({
    listed: ['transfer', 'antirectifier', 'spiral', 'sines', 'again'],
    sines: { loss: 2, accuracy: 1, valLoss: 0, valAccuracy: 1 },
    ...{ isModel: true, same: true, absent: 'experiment', taken: 'name', later: 'later' },
    built: expect.any(Number),
  });
});

test('the built-in ones and one more; the worker by its address, or made by the page', async ({
  page,
  host,
}) => {
  await page.goto(await host(ISOLATED));
  expect(await names(page, 'all.js')).toEqual([...BUILT_IN, 'spiral']);
  expect(await names(page, 'all.js', true)).toEqual([...BUILT_IN, 'spiral']);
  expect(await names(page, '../dist/worker.js', true)).toEqual(BUILT_IN);
});

test('what is served wrongly is told as the lab starts', async ({ page, host }) => {
  await page.goto(await host(ISOLATED));
  expect(await names(page, 'faulty.js')).toEqual({
    ...{ name: 'ExperimentModuleError', part: 'hyperparameters' },
    message: expect.stringMatching(/^mine: hyperparameters is missing/),
  });
});

test('serve is called once, and at once: else the worker breaks down and says why', async ({
  page,
  host,
}) => {
  await page.goto(await host(ISOLATED));
  for (const [file, message] of [
    ['late.js', /serve\(\) comes too late.*before any await/],
    ['twice.js', /serve\(\) was called before/],
    ['dynamic.js', /serve\(\) comes too late/],
  ] as const) {
    const error = await page.evaluate(async (workerUrl) => {
      const { createLab } = (await import('/dist/index.js' as string)) as typeof window.trainlab;
      try {
        const lab = await createLab({ backends: ['cpu'], workerUrl });
        await lab.train('transfer', { epochs: 1000 });
        return undefined;
      } catch (error) {
        const { name, message } = error as Error;
        return { name, message };
      }
    }, `/workers/${file}`);
    expect(error, file).toEqual({ name: 'WorkerFailedError', message: expect.stringMatching(message) });
  }
});
