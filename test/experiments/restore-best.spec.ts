// Which epoch a run's model is of: the best on the validation examples, or the last where `restoreBest` is off.
import type { Page } from '@playwright/test';
import { expect, test } from '../fixtures';

interface Epoch {
  phase: string;
  epoch: number;
  metrics: { valAccuracy?: number; valLoss?: number };
}

/** The first with the most right; where as many are, with the lowest loss. */
function bestOf(epochs: Epoch[]): number {
  const order = [...epochs].sort(
    (a, b) =>
      b.metrics.valAccuracy! - a.metrics.valAccuracy! ||
      a.metrics.valLoss! - b.metrics.valLoss! ||
      a.epoch - b.epoch,
  );
  return order[0]!.epoch;
}

function train(page: Page, name: 'transfer' | 'antirectifier', options: object) {
  return page.evaluate(
    async ([name, options]) => {
      const lab = await window.trainlab.createLab({ backends: ['wasm'], threads: 1 });
      const { model, epoch, metrics, phases, history } = await lab.train(name, options);
      const stroke = new ImageData(40, 40);
      for (let y = 5; y < 35; y++) stroke.data[4 * (40 * y + 20) + 3] = 255;
      const { probabilities } = await model.predict(stroke);
      const { tensors } = await lab.memory();
      await model.dispose();
      const empty = await lab.memory();
      lab.terminate();
      return { epoch, metrics, phases, history, probabilities, tensors, empty };
    },
    [name, options] as const,
  );
}

test('the model is of the best epoch, weights and metrics, or of the last', async ({ labPage }) => {
  // At this rate the accuracy goes up and down.
  const options = { examples: 300, batchSize: 20, learningRate: 0.02, epochs: 6, seed: 1 };
  const best = await train(labPage, 'antirectifier', options);
  const last = await train(labPage, 'antirectifier', { ...options, restoreBest: false });
  const untimed = (run: typeof best) => run.history.map(({ epoch, metrics }) => ({ epoch, metrics }));
  expect(untimed(best)).toEqual(untimed(last));

  expect(best.epoch).toBe(bestOf(best.history));
  expect(best.epoch).toBeLessThan(6);
  expect(best.metrics).toEqual(best.history[best.epoch - 1]!.metrics);
  expect(best.phases[0]).toMatchObject({ epoch: best.epoch, metrics: best.metrics });
  expect(last.epoch).toBe(6);
  expect(last.metrics).toEqual(last.history[5]!.metrics);
  expect(last.phases[0]).toMatchObject({ epoch: 6, metrics: last.metrics });

  // A training that ends there comes to the same weights, bit for bit.
  const ended = await train(labPage, 'antirectifier', {
    ...{ ...options, epochs: best.epoch, restoreBest: false },
  });
  expect(best.probabilities).toEqual(ended.probabilities);
  expect(best.probabilities).not.toEqual(last.probabilities);
  expect(best.tensors).toBe(last.tensors);
  expect(best.empty).toEqual({ tensors: 0, bytes: 0 });
});

test('each phase goes on from the best epoch of the one before', async ({ labPage }) => {
  const options = { examples: 150, batchSize: 10, learningRate: 2, epochs: 4, seed: 3 };
  const { epoch, metrics, phases, history, empty } = await train(labPage, 'transfer', options);
  for (const { name, epoch, metrics } of phases) {
    const own = history.filter(({ phase }) => phase === name);
    expect(epoch).toBe(bestOf(own));
    expect(metrics).toEqual(own[epoch - 1]!.metrics);
  }
  expect(epoch).toBe(phases[1]!.epoch);
  expect(metrics).toEqual(phases[1]!.metrics);
  expect(Math.min(...phases.map((phase) => phase.epoch))).toBeLessThan(4);
  expect(empty).toEqual({ tensors: 0, bytes: 0 });
});

test('a network and its twin each have a best epoch', async ({ labPage }) => {
  const options = { examples: 200, batchSize: 20, learningRate: 0.02, epochs: 4, compare: true, seed: 2 };
  const { epoch, metrics, phases, history } = await train(labPage, 'antirectifier', options);
  const [own, twin] = phases;
  for (const { name, epoch } of phases)
    expect(epoch).toBe(bestOf(history.filter(({ phase }) => phase === name)));
  expect(epoch).toBe(own!.epoch);
  expect(metrics).toMatchObject({ ...own!.metrics, twinValAccuracy: twin!.metrics.valAccuracy });
});

test('the confusion matrix is that of the epoch which the model is of', async ({ labPage }) => {
  const { epoch, metrics, output, samples } = await labPage.evaluate(async () => {
    const lab = await window.trainlab.createLab({ backends: ['wasm'] });
    const options = { examples: 60, batchSize: 10, epochs: 4, learningRate: 0.002, seed: 1 };
    const run = lab.train('cifar10', options);
    const samples: number[][][] = [];
    run.on('sample', ({ sample }) => samples.push(sample.confusion));
    const { epoch, metrics, output } = await run;
    return { epoch, metrics, output, samples };
  });
  expect(output.confusion).toEqual(samples[epoch - 1]);
  const right = output.confusion.reduce((sum, row, i) => sum + row[i]!, 0);
  expect(metrics.valAccuracy).toBeCloseTo(right / 12, 6);
});

test('a stopped run too gives the best epoch that there was, and keeps nothing else', async ({ labPage }) => {
  const options = { examples: 300, batchSize: 20, learningRate: 0.02, compare: true, seed: 1 };
  const { stopped, empty, ...result } = await labPage.evaluate(async (options) => {
    const lab = await window.trainlab.createLab({ backends: ['wasm'], threads: 1 });
    const run = lab.train('antirectifier', { ...options, epochs: 500 });
    run.on('epoch', ({ epoch, phase }) => {
      if (epoch === 6 && phase === 'ReLU twin') void run.stop();
    });
    const { model, stopped, epoch, metrics, phases, history } = await run;
    const stroke = new ImageData(40, 40);
    for (let y = 5; y < 35; y++) stroke.data[4 * (40 * y + 20) + 3] = 255;
    const { probabilities } = await model.predict(stroke);
    await model.dispose();
    return { stopped, epoch, metrics, phases, history, probabilities, empty: await lab.memory() };
  }, options);
  expect(stopped).toBe(true);
  expect(empty).toEqual({ tensors: 0, bytes: 0 });
  const own = result.history.filter(({ phase }) => phase === 'antirectifier');
  expect(own.length).toBeGreaterThanOrEqual(6);
  expect(result.epoch).toBe(bestOf(own));
  expect(result.epoch).toBeLessThan(own.length);
  expect(result.metrics).toEqual(own[result.epoch - 1]!.metrics);
  for (const { name, epoch, metrics } of result.phases) {
    const records = result.history.filter(({ phase }) => phase === name);
    expect(epoch).toBe(bestOf(records));
    expect(metrics).toEqual(records[epoch - 1]!.metrics);
  }
  const ended = await train(labPage, 'antirectifier', {
    ...{ ...options, epochs: result.epoch, restoreBest: false },
  });
  expect(result.probabilities).toEqual(ended.probabilities);
});

test('where nothing is validated there is no such option, and the model is of the last epoch', async ({
  labPage,
}) => {
  const { epoch, octave, fields } = await labPage.evaluate(async () => {
    const lab = await window.trainlab.createLab({ backends: ['wasm'] });
    const small = { examples: 20, batchSize: 10, width: 0.05, latentSize: 4, seed: 1 };
    const { epoch } = await lab.train('acgan', { ...small, epochs: 2 });
    const dream = await lab.train('deepdream', { octaves: 2, steps: 1, maxSize: 64, seed: 1 });
    const fields = [];
    for (const name of ['acgan', 'deepdream'] as const) {
      const options = { restoreBest: true } as object;
      fields.push(
        await lab.train(name, options).catch((error: unknown) => (error as { field?: string }).field),
      );
    }
    return { epoch, octave: dream.epoch, fields };
  });
  expect(epoch).toBe(2);
  expect(octave).toBe(2);
  expect(fields).toEqual(['restoreBest', 'restoreBest']);
});
