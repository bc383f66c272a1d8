// cifar10: its network, its augmentation, and that it learns, repeats itself and keeps its memory.
import type { Page } from '@playwright/test';
import { expect, test } from '../fixtures';
import { expectSameCurve, expectSeedsToDecide } from './same-training';

type Inside = typeof import('./cifar10.page');
const BACKENDS = ['cpu', 'wasm', 'webgpu'] as const;

test('the layers are those of Keras’ cifar10_cnn', async ({ labPage }) => {
  const { layers, parameters } = await labPage.evaluate(async () => {
    const url = '/test/experiments/cifar10.page.js';
    const inside: Inside = await import(url);
    return inside.shapes();
  });
  expect(layers).toEqual([
    ['Conv2D', [32, 32, 32]],
    ['Conv2D', [30, 30, 32]],
    ['MaxPooling2D', [15, 15, 32]],
    ['Dropout', [15, 15, 32]],
    ['Conv2D', [15, 15, 64]],
    ['Conv2D', [13, 13, 64]],
    ['MaxPooling2D', [6, 6, 64]],
    ['Dropout', [6, 6, 64]],
    ['Flatten', [2304]],
    ['Dense', [512]],
    ['Dropout', [512]],
    ['Dense', [10]],
  ]);
  expect(parameters).toBe(1_250_858);
});

const augment = (page: Page, backend: (typeof BACKENDS)[number], how: { shift: number; flip: boolean }) =>
  page.evaluate(
    async ([backend, how]) => {
      const url = '/test/experiments/cifar10.page.js';
      const inside: Inside = await import(url);
      return inside.augmented(backend, 40, how, [10, 8]);
    },
    [backend, how] as const,
  );

test('augmentation shifts and mirrors by whole pixels and repeats the edge, alike on all backends', async ({
  labPage,
}) => {
  const results = [];
  for (const backend of BACKENDS) results.push(await augment(labPage, backend, { shift: 0.2, flip: true }));
  const { pictures, left } = results[0]!;
  expect(left).toBe(0);
  expect(results[1]).toEqual(results[0]);
  expect(results[2]).toEqual(results[0]);

  const kinds = new Set<string>();
  for (let i = 0; i < 40; i++) {
    const picture = pictures.slice(i * 80, (i + 1) * 80);
    const kind = explain(picture);
    expect(kind, picture.join(' ')).toBeDefined();
    kinds.add(kind!);
  }
  // Five rows down, three or five columns across (1.6 pixels at most), mirrored or not: many of them are seen.
  expect(kinds.size).toBeGreaterThan(15);
});

/** The shift and mirroring that make a picture out of the given one; nothing where none of the allowed does. */
function explain(picture: number[]): string | undefined {
  for (const mirrored of [false, true]) {
    for (let across = -2; across <= 2; across++) {
      for (let down = -2; down <= 2; down++) {
        const fits = picture.every((value, i) => {
          const x = i % 8;
          const fromX = Math.max(0, Math.min(7, (mirrored ? 7 - x : x) + across));
          const fromY = Math.max(0, Math.min(9, Math.floor(i / 8) + down));
          return value === 10 * fromY + fromX;
        });
        if (fits) return `${mirrored} ${across} ${down}`;
      }
    }
  }
  return undefined;
}

test('without shift and flip nothing changes', async ({ labPage }) => {
  const { pictures } = await augment(labPage, 'cpu', { shift: 0, flip: false });
  expect(new Set(pictures.map((value, i) => value - 10 * Math.floor((i % 80) / 8) - (i % 8)))).toEqual(
    new Set([0]),
  );
});

test('the confusion matrix counts on all backends', async ({ labPage }) => {
  for (const backend of BACKENDS) {
    const result = await labPage.evaluate(async (backend) => {
      const url = '/test/experiments/cifar10.page.js';
      const inside: Inside = await import(url);
      return inside.confusion(backend);
    }, backend);
    expect(result.counts, backend).toEqual([
      [1, 0, 2],
      [0, 1, 0],
      [0, 1, 0],
    ]);
    expect(result.again.flat().every((count) => count === 0)).toBe(true);
    expect(result.left).toBe(0);
  }
});

test('learns to tell the scenes on WASM, shows how, and names a picture', async ({ labPage }) => {
  test.setTimeout(300_000);
  const { metrics, output, samples, predicted, info } = await labPage.evaluate(async () => {
    const lab = await window.trainlab.createLab({ backends: ['wasm'] });
    const run = lab.train('cifar10', {
      epochs: 4,
      examples: 1500,
      batchSize: 32,
      learningRate: 0.001,
      seed: 1,
    });
    const samples = [];
    for await (const event of run) if (event.type === 'sample') samples.push(event.sample);
    const { model, metrics, output, dataset } = await run;
    const predicted = [];
    for (const { picture, guess } of samples.at(-1)!.predictions) {
      predicted.push({ guess, ...(await model.predict(picture)) });
    }
    return { metrics, output, samples, predicted, info: dataset };
  });
  expect(info).toEqual({ name: 'embedded scenes', source: 'embedded', train: 1500, test: 300 });
  expect(metrics.valAccuracy).toBeGreaterThan(0.5);

  expect(samples).toHaveLength(4);
  const { classes, confusion, classAccuracy, predictions } = samples.at(-1)!;
  expect(output).toEqual({ classes, confusion, classAccuracy });
  expect(confusion.flat().reduce((sum, count) => sum + count, 0)).toBe(300);
  const right = confusion.reduce((sum, row, i) => sum + row[i]!, 0);
  expect(right / 300).toBeCloseTo(metrics.valAccuracy!, 5);
  expect(classAccuracy[3]).toBeCloseTo(confusion[3]![3]! / confusion[3]!.reduce((a, b) => a + b), 10);
  expect(predictions).toHaveLength(20);
  for (const [i, { picture, label, guess, probability }] of predictions.entries()) {
    expect([picture.width, picture.height]).toEqual([32, 32]);
    expect(classes).toContain(label);
    expect(predicted[i]!.label).toBe(guess);
    const { probability: same } = predicted[i]!.probabilities.find((one) => one.label === guess)!;
    expect(same).toBeCloseTo(probability, 4);
  }
});

test('a linear classifier cannot tell the scenes', async ({ labPage }) => {
  const { accuracy, valAccuracy } = await labPage.evaluate(async () => {
    const url = '/test/experiments/cifar10.page.js';
    const inside: Inside = await import(url);
    return inside.linear(2000, 10);
  });
  expect(accuracy).toBeGreaterThan(0.2);
  expect(valAccuracy).toBeLessThan(0.45);
});

test('one seed, one history, bit for bit on one thread and on two; another seed, another', async ({
  labPage,
}) => {
  await expectSeedsToDecide(labPage, 'cifar10', { epochs: 2, examples: 100, batchSize: 20 });
});

test('WebGPU, WASM and CPU train the same curve', async ({ labPage }) => {
  test.setTimeout(300_000);
  await expectSameCurve(labPage, 'cifar10', { epochs: 1, examples: 12, batchSize: 6, learningRate: 1e-4 });
});

test('tensors and bytes do not grow from the second step on', async ({ labPage }) => {
  const held = await labPage.evaluate(async () => {
    const lab = await window.trainlab.createLab({ backends: ['wasm'], threads: 1 });
    const held = [];
    const run = lab.train('cifar10', { epochs: 2, examples: 200, batchSize: 10, seed: 1 });
    for await (const event of run) {
      if (event.type === 'batch' && event.batch >= 2) held.push(await lab.memory());
    }
    const { model } = await run;
    const trained = await lab.memory();
    await model.dispose();
    return { held, trained, empty: await lab.memory() };
  });
  expect(held.held.length).toBeGreaterThan(5);
  // An event may come before or after the means of the epoch take in its step: one tensor more or less.
  expect(new Set(held.held.map(({ tensors }) => tensors)).size).toBeLessThanOrEqual(2);
  // Sums and the confusion matrix take a few hundred bytes; a step’s tensors would be millions.
  const bytes = held.held.map((sample) => sample.bytes);
  expect(Math.max(...bytes) - Math.min(...bytes)).toBeLessThan(500);
  expect(held.trained.tensors).toBe(12);
  expect(held.empty).toEqual({ tensors: 0, bytes: 0 });
});

test('reads CIFAR-10 from files, and refuses malformed ones', async ({ labPage }) => {
  const { dataset, classes, error } = await labPage.evaluate(async () => {
    const bytes = (count: number) =>
      Uint8Array.from({ length: count * 3073 }, (_, i) => (i % 3073 === 0 ? (i / 3073) % 10 : i % 256));
    const lab = await window.trainlab.createLab({ backends: ['wasm'], threads: 1 });
    const data = [new File([bytes(20)], 'data_batch_1.bin'), new File([bytes(10)], 'test_batch.bin')];
    const { dataset, output } = await lab.train('cifar10', { data, epochs: 1, seed: 1 });
    const error = await lab
      .train('cifar10', { data: { train: bytes(2).buffer, test: new Uint8Array(3072) } })
      .then(
        () => undefined,
        (cause) => {
          const { name, file, reason } = cause as InstanceType<typeof window.trainlab.DatasetError>;
          return { name, file, reason };
        },
      );
    return { dataset, classes: output.classes, error };
  });
  expect(dataset).toEqual({ name: 'CIFAR-10', source: 'files', train: 20, test: 10 });
  expect(classes[0]).toBe('airplane');
  expect(error).toEqual({
    name: 'DatasetError',
    file: 'test 1',
    reason: 'expected records of 3073 bytes, found 3072 bytes: 3072 too many',
  });
});
