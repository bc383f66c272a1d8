// What a lab does when its worker, its backend or the numbers fail.
import { expect, test } from '../fixtures';

const tiny = { epochs: 3, examples: 600, batchSize: 10, seed: 1 };

/** Lets the page reach the workers that the package makes. */
const CATCH = () => {
  const workers: Worker[] = [];
  const { Worker } = window;
  window.Worker = class extends Worker {
    constructor(...args: ConstructorParameters<typeof Worker>) {
      super(...args);
      workers.push(this);
    }
  };
  Object.assign(window, { workers });
};

test('a worker that is ended in mid-run is replaced, and the run ends with the same bits', async ({
  labPage,
}) => {
  await labPage.evaluate(CATCH);
  const outcome = await labPage.evaluate(async (options) => {
    const { workers } = window as unknown as { workers: Worker[] };
    const lab = await window.trainlab.createLab({ backends: ['wasm'], threads: 1 });
    const bits = async (model: { weights(): Promise<{ data: ArrayLike<number> }[]> }) =>
      (await model.weights()).map(({ data }) => Array.from(data).join()).join();
    const before = await lab.train('transfer', { ...options, epochs: 1 });
    const kept = await bits(before.model);
    const expected = await bits((await lab.train('transfer', options)).model);
    const heard: string[] = [];
    lab.on('warning', ({ message }) => heard.push(message));
    lab.on('backend', ({ backend }) => heard.push(backend));
    const run = lab.train('transfer', options);
    const epochs: number[] = [];
    run.on('epoch', ({ epoch, phase }) => epochs.push(epoch + 10 * Number(phase === 'digits 5 to 9')));
    await new Promise<void>((resolve) => run.on('progress', ({ step }) => step > 40 && resolve()));
    workers.at(-1)!.terminate();
    const result = await run;
    return {
      ...{ heard, epochs, same: (await bits(result.model)) === expected },
      handle: (await bits(before.model)) === kept,
      history: result.history.length,
      started: workers.length,
    };
  }, tiny);
  expect(outcome).toMatchObject({ same: true, handle: true, history: 6, started: 2 });
  expect(outcome.epochs).toEqual([1, 2, 3, 11, 12, 13]);
  expect(outcome.heard).toEqual([expect.stringContaining('was ended from outside'), 'wasm']);
});

test('a worker that ends twice at the same place rejects the run, and the lab stays usable', async ({
  labPage,
}) => {
  await labPage.evaluate(CATCH);
  const outcome = await labPage.evaluate(async (options) => {
    const { workers } = window as unknown as { workers: Worker[] };
    const lab = await window.trainlab.createLab({ backends: ['wasm'], threads: 1 });
    const run = lab.train('transfer', options);
    run.on('status', ({ state }) => state === 'training' && workers.at(-1)!.terminate());
    const error = (await run.catch((e) => e)) as Error & { history: unknown[] };
    const next = await lab.train('transfer', { ...options, epochs: 1, examples: 100 });
    return { name: error.name, history: error.history, next: next.metrics.accuracy };
  }, tiny);
  expect(outcome).toEqual({ name: 'WorkerFailedError', history: [], next: expect.any(Number) });
});

test('a worker that is ended while it starts in the place of another has a successor too', async ({
  labPage,
}) => {
  await labPage.evaluate(CATCH);
  const outcome = await labPage.evaluate(async (options) => {
    const { workers } = window as unknown as { workers: Worker[] };
    const lab = await window.trainlab.createLab({ backends: ['wasm'], threads: 1, startTimeout: 15_000 });
    const run = lab.train('transfer', options);
    await new Promise<void>((resolve) => run.on('progress', ({ step }) => step > 40 && resolve()));
    workers[0]!.terminate();
    while (workers.length < 2) await new Promise((resolve) => setTimeout(resolve, 1));
    workers[1]!.terminate();
    const { history } = await run;
    return { history: history.length, started: workers.length };
  }, tiny);
  expect(outcome).toEqual({ history: 6, started: 3 });
});

test('after a step that finds no memory the lab holds what it held before', async ({ labPage }) => {
  test.setTimeout(180_000);
  const outcome = await labPage.evaluate(async () => {
    const lab = await window.trainlab.createLab({ backends: ['wasm'], threads: 1 });
    const { model } = await lab.train('transfer', { epochs: 1, examples: 100, batchSize: 10, seed: 1 });
    const bits = async () => (await model.weights()).map(({ data }) => Array.from(data).join()).join();
    const [kept, before] = [await bits(), await lab.memory()];
    const error = await lab.train('cifar10', { batchSize: 4096, examples: 5000, epochs: 1, seed: 1 }).then(
      () => undefined,
      (e) => e as Error & { bytes: number },
    );
    const after = await lab.memory();
    return {
      ...{ name: error?.name, message: error?.message, bytes: error?.bytes, before, after },
      same: (await bits()) === kept,
    };
  });
  expect(outcome).toMatchObject({ name: 'OutOfMemoryError', same: true, after: outcome.before });
  expect(outcome.message).toContain('Try a batchSize of 2048');
});
