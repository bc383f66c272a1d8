// transfer: it learns, repeats itself exactly, agrees on all backends, and keeps its memory.
import { expect, test } from '../fixtures';
import { expectSameCurve } from './same-training';

test('reaches its accuracy on WASM from a fixed seed', async ({ labPage }) => {
  const { phases } = await labPage.evaluate(async () => {
    const lab = await window.trainlab.createLab({ backends: ['wasm'] });
    const { model, ...result } = await lab.train('transfer', {
      epochs: 3,
      examples: 2000,
      batchSize: 64,
      seed: 1,
    });
    return result;
  });
  // 2,000 embedded digits and three epochs; what it reaches here: 92 and 84 %.
  const [low, high] = phases.map(({ metrics }) => metrics.valAccuracy!);
  expect(low).toBeGreaterThan(0.88);
  expect(high).toBeGreaterThan(0.78);
});

test('one seed, one result: bit for bit, on one thread and on two', async ({ labPage }) => {
  const curves = await labPage.evaluate(async () => {
    const curves = [];
    for (const threads of [1, 2, 2]) {
      const lab = await window.trainlab.createLab({ backends: ['wasm'], threads });
      const { model, history, phases } = await lab.train('transfer', {
        epochs: 2,
        examples: 200,
        batchSize: 20,
        seed: 7,
      });
      const drawing = new ImageData(28, 28);
      for (let i = 0; i < 28; i++) drawing.data[4 * (28 * i + 14) + 3] = 255;
      const { probabilities } = await model.predict(drawing);
      curves.push({
        history: history.map(({ metrics }) => metrics),
        probabilities,
        threads: lab.backends[0]!.threads,
      });
      lab.terminate();
      void phases;
    }
    return curves;
  });
  expect(curves.map(({ threads }) => threads)).toEqual([1, 2, 2]);
  expect(curves[1]!.history).toEqual(curves[0]!.history);
  expect(curves[2]).toEqual(curves[1]);
  expect(curves[1]!.probabilities).toEqual(curves[0]!.probabilities);
});

test('another seed gives another result', async ({ labPage }) => {
  const losses = await labPage.evaluate(async () => {
    const lab = await window.trainlab.createLab({ backends: ['wasm'], threads: 1 });
    const options = { epochs: 1, examples: 50, batchSize: 25 };
    const results = [
      await lab.train('transfer', { ...options, seed: 1 }),
      await lab.train('transfer', { ...options, seed: 2 }),
      await lab.train('transfer', options),
    ];
    return results.map(({ seed, metrics }) => ({ seed, loss: metrics.loss }));
  });
  expect(new Set(losses.map(({ loss }) => loss)).size).toBe(3);
  expect(losses[2]!.seed).toEqual(expect.any(Number));
});

test('WebGPU, WASM and CPU train the same curve', async ({ labPage }) => {
  await expectSameCurve(labPage, 'transfer', { epochs: 1, examples: 20, batchSize: 5 });
});

test('tensors and bytes do not grow from the second step on', async ({ labPage }) => {
  const samples = await labPage.evaluate(async () => {
    const lab = await window.trainlab.createLab({ backends: ['wasm'], threads: 1 });
    const samples: Record<string, { step: number; tensors: number; bytes: number }[]> = {};
    const run = lab.train('transfer', { epochs: 12, examples: 400, batchSize: 10, seed: 1 });
    for await (const event of run) {
      // Between batches of a phase the training holds the same tensors; the answer comes between two steps.
      if (event.type !== 'batch' || event.batch < 2) continue;
      const held = await lab.memory();
      samples[event.phase] ??= [];
      samples[event.phase]!.push({ step: event.batch, ...held });
    }
    return samples;
  });
  for (const [phase, held] of Object.entries(samples)) {
    expect(held.length, phase).toBeGreaterThan(5);
    expect(
      new Set(held.map(({ tensors }) => tensors)).size,
      `${phase} ${JSON.stringify(held)}`,
    ).toBeLessThanOrEqual(2);
    // The epoch's sums come and go, a few bytes; a step's tensors would be thousands.
    const bytes = held.map((sample) => sample.bytes);
    expect(Math.max(...bytes) - Math.min(...bytes), phase).toBeLessThan(100);
  }
});
