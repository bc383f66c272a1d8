// antirectifier: its layer, which pages may use too, its networks, and that they learn and repeat themselves.
import { expect, test } from '../fixtures';
import { expectSameCurve, expectSeedsToDecide } from './same-training';

type Inside = typeof import('./antirectifier.page');
const INSIDE = '/test/experiments/antirectifier.page.js';

test('the layers are those of Keras’ antirectifier, and of a ReLU twin with twice the parameters', async ({
  labPage,
}) => {
  const [own, twin] = await labPage.evaluate(async (url) => {
    const inside: Inside = await import(url);
    return inside.shapes();
  }, INSIDE);
  expect(own!.layers).toEqual([
    ['Dense', [256]],
    ['Antirectifier', [512]],
    ['Dropout', [512]],
    ['Dense', [256]],
    ['Antirectifier', [512]],
    ['Dropout', [512]],
    ['Dense', [10]],
  ]);
  expect(twin!.layers).toEqual([
    ['Dense', [512]],
    ['Dropout', [512]],
    ['Dense', [512]],
    ['Dropout', [512]],
    ['Dense', [10]],
  ]);
  expect(own!.parameters).toBe(200_960 + 131_328 + 5130);
  expect(twin!.parameters).toBe(401_920 + 262_656 + 5130);
});

const ROWS = [
  [1, 2, 3, 4],
  [-0.5, 0.25, 1.5, -2],
  [0.1, 0.1, 0.1, 0.4],
];
const WEIGHTS = [
  [1, -2, 3, 0.5, -1, 2, 0.25, 1],
  [0.5, 1.5, -1, 2, 3, -0.5, 1, 0.75],
  [2, 1, -1, 0.5, -2, 1, 3, -1],
];

/** The definition, row by row. */
function antirectified(row: number[]): number[] {
  const mean = row.reduce((sum, x) => sum + x, 0) / row.length;
  const length = Math.hypot(...row.map((x) => x - mean));
  const y = row.map((x) => (x - mean) / length);
  return [...y.map((value) => Math.max(value, 0)), ...y.map((value) => Math.max(-value, 0))];
}

/** How the weighed sum of a row's outputs changes with each input, by central differences. */
function slopes(row: number[], weights: number[]): number[] {
  const weighed = (x: number[]) => antirectified(x).reduce((sum, value, i) => sum + value * weights[i]!, 0);
  return row.map((_, i) => {
    const moved = (by: number) => weighed(row.map((x, k) => (k === i ? x + by : x)));
    return (moved(1e-5) - moved(-1e-5)) / 2e-5;
  });
}

for (const backend of ['cpu', 'wasm', 'webgpu'] as const) {
  test(`the layer centres, scales and splits each row, and its gradient agrees (${backend})`, async ({
    labPage,
  }) => {
    const { output, gradient } = await labPage.evaluate(
      async ([url, backend, rows, weights]) => {
        const inside: Inside = await import(url);
        return inside.applied(backend, rows, weights);
      },
      [INSIDE, backend, ROWS, WEIGHTS] as const,
    );
    for (const [i, row] of ROWS.entries()) {
      for (const [k, value] of antirectified(row).entries()) expect(output[i]![k]).toBeCloseTo(value, 5);
      for (const [k, slope] of slopes(row, WEIGHTS[i]!).entries())
        expect(gradient[i]![k]).toBeCloseTo(slope, 3);
    }
  });
}

test('a constant row gives zeros, with a gradient that is a number', async ({ labPage }) => {
  const { output, gradient } = await labPage.evaluate(async (url) => {
    const inside: Inside = await import(url);
    return inside.applied('wasm', [[2, 2, 2]], [[1, 2, 3, 4, 5, 6]]);
  }, INSIDE);
  expect(output[0]!.every((value) => Math.abs(value) < 1e-6)).toBe(true);
  expect(gradient[0]!.every(Number.isFinite)).toBe(true);
});

test('the last axis doubles, as the layer tells beforehand, for inputs of any rank', async ({ labPage }) => {
  const shapes = await labPage.evaluate(async (url) => {
    const inside: Inside = await import(url);
    return inside.shapesOf([
      [3, 4],
      [2, 5, 6],
      [2, 3, 4, 1],
    ]);
  }, INSIDE);
  expect(shapes.map(({ told }) => told)).toEqual([
    [3, 8],
    [2, 5, 12],
    [2, 3, 4, 2],
  ]);
  expect(shapes.map(({ found }) => found)).toEqual(shapes.map(({ told }) => told));
});

test('a page’s own model holds the layer, trains, and predicts the same when saved and loaded', async ({
  labPage,
}) => {
  const { before, after, layer, json } = await labPage.evaluate(async (url) => {
    const inside: Inside = await import(url);
    return inside.savedAndLoaded();
  }, INSIDE);
  expect(before).toHaveLength(32);
  expect(new Set(before).size).toBeGreaterThan(20);
  expect(after).toEqual(before);
  expect(layer).toBe(true);
  expect(json).toContain('"class_name":"Antirectifier"');
});

test('reaches its accuracy on WASM from a fixed seed, beside its twin; saved, a page reads it back', async ({
  labPage,
}) => {
  const result = await labPage.evaluate(async (url) => {
    const lab = await window.trainlab.createLab({ backends: ['wasm'] });
    const options = { epochs: 4, examples: 2000, batchSize: 64, compare: true, seed: 1 };
    const { model, ...result } = await lab.train('antirectifier', options);
    await model.save('indexeddb://antirectifier');
    const drawing = new ImageData(28, 28);
    for (let y = 4; y < 24; y++) drawing.data.set([0, 0, 0, 255, 0, 0, 0, 255], 4 * (28 * y + 13));
    const { label, probabilities } = await model.predict(drawing);
    lab.terminate();
    const inside: Inside = await import(url);
    const loaded = await inside.loadedFrom('indexeddb://antirectifier', drawing);
    return { ...result, label, probabilities, loaded };
  }, INSIDE);
  const { metrics, phases, history, dataset, label, probabilities, loaded } = result;
  expect(dataset).toEqual({ name: 'embedded digits', source: 'embedded', train: 2000, test: 400 });
  // 2,000 embedded digits and four epochs; what they reach here: 81 and 83 %.
  expect(metrics.valAccuracy).toBeGreaterThan(0.75);
  expect(metrics.twinValAccuracy).toBeGreaterThan(0.78);
  expect(phases.map(({ name }) => name)).toEqual(['antirectifier', 'ReLU twin']);
  expect(phases[1]!.metrics.valAccuracy).toBe(metrics.twinValAccuracy);
  expect(history.map(({ phase, epoch }) => `${epoch} ${phase}`).sort()).toEqual(
    [1, 2, 3, 4].flatMap((epoch) => [`${epoch} ReLU twin`, `${epoch} antirectifier`]),
  );
  expect(label).toBe(1);
  expect(loaded.layers.map(([name]) => name)).toContain('Antirectifier');
  for (const [i, { probability }] of probabilities.entries())
    expect(loaded.probabilities[i]).toBeCloseTo(probability, 5);
});

test('one seed, one history, bit for bit on one thread and on two; another seed, another', async ({
  labPage,
}) => {
  await expectSeedsToDecide(labPage, 'antirectifier', { epochs: 2, examples: 300, compare: true });
});

test('the twin beside it changes nothing of its own history', async ({ labPage }) => {
  const [alone, beside] = await labPage.evaluate(async () => {
    const histories = [];
    for (const compare of [false, true]) {
      const lab = await window.trainlab.createLab({ backends: ['wasm'], threads: 1 });
      const options = { epochs: 2, examples: 200, compare, seed: 5 };
      const { history } = await lab.train('antirectifier', options);
      histories.push(history.flatMap(({ phase, metrics }) => (phase === 'antirectifier' ? [metrics] : [])));
      lab.terminate();
    }
    return histories;
  });
  expect(alone).toHaveLength(2);
  expect(beside).toEqual(alone);
});

test('WebGPU, WASM and CPU train the same curve', async ({ labPage }) => {
  const { metrics } = await expectSameCurve(labPage, 'antirectifier', {
    epochs: 1,
    examples: 50,
    batchSize: 10,
    hiddenSize: 32,
    compare: true,
  });
  expect(Object.keys(metrics)).toHaveLength(8);
});

test('tensors and bytes do not grow from the second step on', async ({ labPage }) => {
  const { held, trained, empty } = await labPage.evaluate(async () => {
    const lab = await window.trainlab.createLab({ backends: ['wasm'], threads: 1 });
    const held: Record<string, { tensors: number; bytes: number }[]> = {};
    const run = lab.train('antirectifier', {
      ...{ epochs: 12, examples: 600, batchSize: 10, compare: true, seed: 1 },
    });
    for await (const event of run) {
      // In the first epoch the second network is not there yet; the answer comes between two steps.
      if (event.type !== 'batch' || event.epoch < 2 || event.batch < 2) continue;
      held[event.phase] ??= [];
      held[event.phase]!.push(await lab.memory());
    }
    const { model } = await run;
    const trained = await lab.memory();
    await model.dispose();
    return { held, trained, empty: await lab.memory() };
  });
  expect(Object.keys(held).sort()).toEqual(['ReLU twin', 'antirectifier']);
  for (const [phase, samples] of Object.entries(held)) {
    expect(samples.length, phase).toBeGreaterThan(5);
    // The epoch's sums come and go: one tensor of a few bytes; a step's would be thousands.
    expect(new Set(samples.map(({ tensors }) => tensors)).size, phase).toBeLessThanOrEqual(2);
    const bytes = samples.map((sample) => sample.bytes);
    expect(Math.max(...bytes) - Math.min(...bytes), phase).toBeLessThan(100);
  }
  expect(trained.tensors).toBe(6); // the twin's are gone
  expect(empty).toEqual({ tensors: 0, bytes: 0 });
});
