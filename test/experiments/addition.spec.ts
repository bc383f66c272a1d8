// addition: its network and texts, and that it learns, answers, repeats itself and keeps its memory.
import { expect, test } from '../fixtures';
import { expectSameCurve, expectSeedsToDecide } from './same-training';

type Inside = typeof import('./addition.page');
const INSIDE = '/test/experiments/addition.page.js';

test('the layers are those of Keras’ addition_rnn', async ({ labPage }) => {
  const [one, two] = await labPage.evaluate(async (url) => {
    const inside: Inside = await import(url);
    return [await inside.shapes(1), await inside.shapes(2)];
  }, INSIDE);
  expect(one).toEqual({
    input: [7, 12],
    layers: [
      ['LSTM', [128]],
      ['RepeatVector', [4, 128]],
      ['LSTM', [4, 128]],
      ['Dense', [4, 12]],
    ],
    parameters: 72_192 + 131_584 + 1548,
    recurrentActivations: ['hardSigmoid', 'hardSigmoid'],
  });
  expect(two!.layers.slice(2)).toEqual([
    ['LSTM', [4, 128]],
    ['LSTM', [4, 128]],
    ['Dense', [4, 12]],
  ]);
});

test('a question is padded, then read from its end; texts come back as they were written', async ({
  labPage,
}) => {
  const { inverted, plain, back } = await labPage.evaluate(async (url) => {
    const inside: Inside = await import(url);
    return {
      inverted: inside.read(['12+345', '123+456'], 3, true),
      plain: inside.read(['12+345'], 3, false),
      back: inside.thereAndBack(['579', '1110', '7'], 4),
    };
  }, INSIDE);
  expect(inverted).toEqual([' 543+21', '654+321']);
  expect(plain).toEqual(['12+345 ']);
  expect(back).toEqual(['579', '1110', '7'].map((text) => ({ text, probability: 1 })));
});

test('questions are right, no two of them alike, of all lengths, and by seed', async ({ labPage }) => {
  const { some, again, other, all } = await labPage.evaluate(async (url) => {
    const inside: Inside = await import(url);
    return {
      ...{ some: inside.questions(3000, 3, 1), again: inside.questions(3000, 3, 1) },
      ...{ other: inside.questions(3000, 3, 2), all: inside.questions(1000, 1, 1) },
    };
  }, INSIDE);
  expect(some).toHaveLength(3000);
  for (const { question, answer } of [...some, ...all]) {
    expect(question).toMatch(/^\d{1,3}\+\d{1,3}$/);
    const [a, b] = question.split('+').map(Number);
    expect(String(a! + b!)).toBe(answer);
  }
  const pairs = some.map(({ question }) => question.split('+').map(Number).sort().join());
  expect(new Set(pairs).size).toBe(3000);
  expect(new Set(some.map(({ question }) => question.length))).toEqual(new Set([3, 4, 5, 6, 7]));
  expect(again).toEqual(some);
  expect(other).not.toEqual(some);
  expect(all).toHaveLength(55); // all sums of one digit, a+b and b+a being the same
});

test('reaches its accuracy on WASM from a fixed seed, shows ten answers an epoch, and adds', async ({
  labPage,
}) => {
  const { metrics, samples, dataset, answers } = await labPage.evaluate(async () => {
    const lab = await window.trainlab.createLab({ backends: ['wasm'] });
    const options = { questions: 4000, epochs: 20, batchSize: 32, hiddenSize: 64, seed: 1 };
    const run = lab.train('addition', { ...options, learningRate: 0.005, decay: 0 });
    const samples = [];
    for await (const event of run) if (event.type === 'sample') samples.push(event.sample);
    const { model, metrics, dataset } = await run;
    const answers = [];
    for (const { question } of samples.at(-1)!) answers.push(await model.predict(question));
    answers.push(await model.predict(' 2 + 3 '), await model.predict('02+0003'));
    return { metrics, samples, dataset, answers };
  });
  expect(dataset).toEqual({ name: 'sums of 2 digits', source: 'embedded', train: 3600, test: 400 });
  // 3,600 sums of two digits and 20 epochs; what it reaches here: 98 %.
  expect(metrics.valAccuracy).toBeGreaterThan(0.9);

  expect(samples).toHaveLength(20);
  const last = samples.at(-1)!;
  for (const { question, answer, guess, correct } of last) {
    const [a, b] = question.split('+').map(Number);
    expect(answer).toBe(String(a! + b!));
    expect(correct).toBe(guess === answer);
  }
  expect(samples[0]!.map(({ question }) => question)).toEqual(last.map(({ question }) => question));
  expect(answers.slice(0, last.length).map(({ answer }) => answer)).toEqual(last.map(({ guess }) => guess));
  const [spaced, padded] = answers.slice(last.length);
  expect(spaced!.answer).toMatch(/^\d+$/);
  expect(padded).toEqual(spaced);
  expect(spaced!.confidence).toBeGreaterThan(0);
  expect(spaced!.confidence).toBeLessThanOrEqual(1);
});

test('answers a sum of three digits, and refuses what is none', async ({ labPage }) => {
  const { answer, confidence, errors } = await labPage.evaluate(async () => {
    const lab = await window.trainlab.createLab({ backends: ['wasm'], threads: 1 });
    const options = { digits: 3, questions: 40, epochs: 1, hiddenSize: 8, seed: 1 };
    const { model } = await lab.train('addition', options);
    const errors = [];
    for (const input of ['1234+1', '1+', '1-2', '', 12, undefined, '1+2+3', '-1+2']) {
      errors.push(
        await model.predict(input as string).then(
          () => '',
          (error: unknown) => `${(error as Error).name}: ${(error as Error).message}`,
        ),
      );
    }
    return { ...(await model.predict('123+456')), errors };
  });
  expect(answer).toMatch(/^[\d+ ]{0,4}$/);
  expect(confidence).toBeGreaterThan(0);
  const allowed = 'is no sum of two whole numbers of at most 3 digits, such as "1+2".';
  expect(errors).toEqual(
    ['"1234+1"', '"1+"', '"1-2"', '""', '12', 'undefined', '"1+2+3"', '"-1+2"'].map(
      (input) => `InvalidInputError: ${input} ${allowed}`,
    ),
  );
});

test('where there are fewer sums than asked for, it warns and takes all', async ({ labPage }) => {
  const { warnings, dataset } = await labPage.evaluate(async () => {
    const lab = await window.trainlab.createLab({ backends: ['wasm'], threads: 1 });
    const run = lab.train('addition', { digits: 1, questions: 500, epochs: 1, hiddenSize: 4, seed: 1 });
    const warnings: string[] = [];
    run.on('warning', ({ message }) => warnings.push(message));
    const { dataset } = await run;
    return { warnings, dataset };
  });
  expect(warnings).toEqual(['There are only 55 different sums of 1 digits.']);
  expect(dataset.train + dataset.test).toBe(55);
});

test('one seed, one history, bit for bit on one thread and on two; another seed, another', async ({
  labPage,
}) => {
  await expectSeedsToDecide(labPage, 'addition', { epochs: 2, questions: 500 });
});

test('WebGPU, WASM and CPU train the same curve', async ({ labPage }) => {
  await expectSameCurve(labPage, 'addition', {
    digits: 1,
    questions: 40,
    epochs: 2,
    batchSize: 9,
    hiddenSize: 8,
    decoderLayers: 2,
  });
});

test('tensors and bytes do not grow from the second step on', async ({ labPage }) => {
  const { held, trained, empty } = await labPage.evaluate(async () => {
    const lab = await window.trainlab.createLab({ backends: ['wasm'], threads: 1 });
    const held = [];
    const run = lab.train('addition', { epochs: 30, questions: 600, batchSize: 20, seed: 1 });
    for await (const event of run) {
      // The answer comes between two steps.
      if (event.type === 'batch' && event.batch >= 2) held.push(await lab.memory());
    }
    const { model } = await run;
    const trained = await lab.memory();
    await model.dispose();
    return { held, trained, empty: await lab.memory() };
  });
  expect(held.length).toBeGreaterThan(5);
  // The epoch's sums come and go: one tensor of a few bytes; a step's would be thousands.
  expect(new Set(held.map(({ tensors }) => tensors)).size).toBeLessThanOrEqual(2);
  const bytes = held.map((sample) => sample.bytes);
  expect(Math.max(...bytes) - Math.min(...bytes)).toBeLessThan(100);
  expect(trained.tensors).toBe(8); // kernel, recurrent kernel and bias of two LSTM layers, kernel and bias
  expect(empty).toEqual({ tensors: 0, bytes: 0 });
});
