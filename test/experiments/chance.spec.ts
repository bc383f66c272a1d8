// A run that has learned nothing says so, with the likely cause and what to do.
import type { Page } from '@playwright/test';
import { expect, test } from '../fixtures';

/** MNIST files of pictures that are all alike, with these labels. */
function warningsOf(page: Page, options: object, labels?: { train: number[]; test: number[] }) {
  return page.evaluate(
    async ([options, labels]) => {
      const idx = (type: number[], values: number[]) => new Uint8Array([0, 0, 8, ...type, ...values]).buffer;
      const word = (n: number) => [n >>> 24, (n >>> 16) & 255, (n >>> 8) & 255, n & 255];
      const pictures = (numbers: number[]) =>
        idx(
          [3, ...word(numbers.length), ...word(28), ...word(28)],
          numbers.flatMap((n, i) => Array.from({ length: 784 }, (_, k) => (k * (n + 3) + i) % 251)),
        );
      const labelled = (numbers: number[]) => idx([1, ...word(numbers.length)], numbers);
      const data = labels && {
        trainImages: pictures(labels.train),
        trainLabels: labelled(labels.train),
        testImages: pictures(labels.test),
        testLabels: labelled(labels.test),
      };
      const lab = await window.trainlab.createLab({ backends: ['wasm'], threads: 1 });
      const run = lab.train('antirectifier', { seed: 1, ...options, ...(data ? { data } : {}) });
      const warnings: string[] = [];
      run.on('warning', ({ message }) => warnings.push(message));
      const { model } = await run;
      await model.dispose();
      const held = await lab.memory();
      lab.terminate();
      return { warnings, held };
    },
    [options, labels] as const,
  );
}

const small = { examples: 300, batchSize: 20, hiddenSize: 32 };
const none = { tensors: 0, bytes: 0 };

test('a training that comes apart is told, and a lower rate advised', async ({ labPage }) => {
  const { warnings, held } = await warningsOf(labPage, { ...small, epochs: 3, learningRate: 1 });
  expect(warnings).toEqual([
    expect.stringMatching(
      /^antirectifier: [\d.]+ % of the validation examples are right, no better than always giving the most frequent class \([\d.]+ %\)\. .*the learning rate is probably too high\. Try a tenth of it\.$/,
    ),
  ]);
  expect(held).toEqual(none);
});

test('a training that has hardly begun is told to go on', async ({ labPage }) => {
  const { warnings } = await warningsOf(labPage, { ...small, epochs: 2, learningRate: 1e-6 });
  expect(warnings).toEqual([expect.stringContaining('The training has hardly begun: train for more epochs')]);
});

test('where there is but one class, that is the cause', async ({ labPage }) => {
  const some = Array.from({ length: 40 }, (_, i) => i % 10);
  const one = some.map(() => 4);
  const train = await warningsOf(labPage, { ...small, epochs: 1 }, { train: one, test: some });
  expect(train.warnings).toEqual([expect.stringContaining('All training examples are of one class')]);
  const validation = await warningsOf(labPage, { ...small, epochs: 1 }, { train: some, test: one });
  expect(validation.warnings).toEqual([expect.stringContaining('All validation examples are of one class')]);
});

test('where only the training examples are learned, it says so', async ({ labPage }) => {
  const train = Array.from({ length: 60 }, (_, i) => i % 3);
  const { warnings } = await warningsOf(
    labPage,
    { ...small, epochs: 20, dropout: 0 },
    { train, test: train.map((label) => label + 5) },
  );
  expect(warnings).toEqual([expect.stringContaining('On the training examples it does better')]);
});

test('a training that learns is told nothing', async ({ labPage }) => {
  const { warnings, held } = await warningsOf(labPage, {
    ...small,
    examples: 1000,
    epochs: 3,
    compare: true,
  });
  expect(warnings).toEqual([]);
  expect(held).toEqual(none);
});
