// fitInWorker: the page's own model is trained as model.fit trains it, on stock TensorFlow.js' CPU backend.
import { expect, test } from '../fixtures';

const INSIDE = '/test/own/fit-in-worker.page.js';
type Inside = typeof import('./fit-in-worker.page');

for (const name of ['table', 'text', 'convolutions', 'severalInputs', 'autoencoder', 'unet', 'volumes']) {
  test(`${name}: the same weights and history as model.fit, also when it goes on`, async ({ labPage }) => {
    const { found, leaked, inWorker } = await labPage.evaluate(
      async ([url, one]) => ((await import(url)) as Inside).compare(one),
      [INSIDE, name] as const,
    );
    for (const { weights, epochs, names, values } of found) {
      expect(weights).toBeLessThan(1e-4);
      expect(epochs[0]).toEqual(epochs[1]);
      expect(names[0]).toEqual(names[1]);
      expect(values).toBeLessThan(1e-4);
    }
    expect(found).toHaveLength(2);
    expect(leaked).toBe(0);
    expect(inWorker.tensors).toBeGreaterThan(0);
  });
}

for (const form of ['all', 'list', 'stopEpoch', 'stopBatch', 'earlyStopping', 'rate']) {
  test(`callbacks as model.fit calls them: ${form}`, async ({ labPage }) => {
    const { theirs, ours } = await labPage.evaluate(
      async ([url, one]) => ((await import(url)) as Inside).callbacks(one),
      [INSIDE, form] as const,
    );
    expect(ours.calls).toEqual(theirs.calls);
    expect(ours.calls.length).toBeGreaterThan(1);
    expect(ours.epoch).toEqual(theirs.epoch);
    expect(ours.training).toBe(false);
    for (const [i, weight] of theirs.weights.entries()) expect(ours.weights[i]).toBeCloseTo(weight, 4);
  });
}

test('what a worker cannot be told is refused, and the model stays as it was', async ({ labPage }) => {
  const { told, parallel, reason, moved, usable } = await labPage.evaluate(
    async (url) => ((await import(url)) as Inside).refusals(),
    INSIDE,
  );
  const refused = (field: string, message: RegExp) => [
    ...['InvalidOptionError', field, expect.stringMatching(message), true],
  ];
  expect(told).toEqual([
    refused('model', /tf.LayersModel/),
    refused('model', /compile\(\)/),
    refused('model.loss', /a function; allowed is a name.*lab.register/),
    refused('model.metrics[0]', /a function/),
    refused('model.optimizer.initialAccumulatorValue', /0\.5/),
    refused('validationData', /\[x, y\]/),
    refused('shuffle', /"batch"/),
    refused('stepsPerEpoch', /none/),
    refused('epochs', /1\.5/),
    refused('callbacks[0]', /onEpochEnd/),
    refused('callback', /callbacks/),
    refused('data.x', /./),
    ['RangeError', undefined, 'mine', false],
  ]);
  expect(parallel).toMatch(/another fit\(\) call is ongoing/);
  expect(reason).toBe('AbortError');
  expect(moved).toBe(true);
  expect(usable).toEqual([0]);
});

test('class weights, validation data, a lab of its own, and a button that stops', async ({ labPage }) => {
  const { weighted, names, long } = await labPage.evaluate(
    async (url) => ((await import(url)) as Inside).options(),
    INSIDE,
  );
  expect(weighted).toBeLessThan(1e-4);
  expect(names).toEqual(['acc', 'loss', 'val_acc', 'val_loss']);
  expect(long).toBeGreaterThan(0);
  expect(long).toBeLessThan(1_000_000);
});
