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

test('sums are right, no two of them alike, of all lengths, and by seed', async ({ labPage }) => {
  const { some, again, other, all, few, most } = await labPage.evaluate(async (url) => {
    const inside: Inside = await import(url);
    return {
      ...{ some: inside.sums(3000, 3, 1), again: inside.sums(3000, 3, 1), other: inside.sums(3000, 3, 2) },
      ...{ all: inside.sums(1000, 1, 1), few: inside.sums(20, 5, 1), most: inside.sums(5000, 2, 1) },
    };
  }, INSIDE);
  const wrong: string[] = [];
  for (const { train, held } of [some, other, all, few, most]) {
    const pairs = [...train, ...held].map(({ question, answer }) => {
      const [a, b] = question.split('+').map(Number);
      if (String(a! + b!) !== answer) wrong.push(question);
      return [a!, b!].sort((one, two) => one - two).join();
    });
    expect(new Set(pairs).size).toBe(pairs.length);
    expect(held).toHaveLength(Math.round(pairs.length / 10));
  }
  expect(wrong).toEqual([]);
  const lengths = (sums: typeof some) =>
    [...sums.train, ...sums.held].reduce<Record<string, number>>((counts, { question }) => {
      const form = question.replace(/\d/g, '0');
      return Object.assign(counts, { [form]: (counts[form] ?? 0) + 1 });
    }, {});
  // Each number's length is drawn evenly; there are only 55 sums of single digits, which leaves more for the others.
  expect(lengths(some)).toEqual({
    ...{ '0+0': 55, '0+00': 736, '0+000': 736, '00+00': 368, '00+000': 737, '000+000': 368 },
  });
  expect(lengths(most)).toEqual({ '0+0': 55, '0+00': 900, '00+00': 4045 });
  expect(lengths(all)).toEqual({ '0+0': 55 }); // a+b and b+a being the same
  // Single digits are too few to hold back beside longer numbers.
  const single = ({ held }: typeof some) => held.filter(({ question }) => question.length === 3).length;
  expect([some, most].map((sums) => [sums.single, single(sums)])).toEqual([
    [55, 0],
    [55, 0],
  ]);
  expect([all.single, single(all)]).toEqual([0, 6]);
  expect(again).toEqual(some);
  expect(other).not.toEqual(some);
});

test('an epoch has as many numbers of one digit as of two, and none again before all have come', async ({
  labPage,
}) => {
  const epochs = await labPage.evaluate(async (url) => {
    const inside: Inside = await import(url);
    return inside.epochs(5050, 4545, 2);
  }, INSIDE);
  for (const questions of epochs) {
    expect(questions.length).toBe(4545);
    const numbers = questions.flatMap((question) => question.split('+'));
    const short = numbers.filter(({ length }) => length === 1).length / numbers.length;
    expect(short).toBeCloseTo(0.5, 2);
    const counts = new Map<string, number>();
    for (const question of questions) counts.set(question, (counts.get(question) ?? 0) + 1);
    const single = [...counts].filter(([question]) => question.length === 3).map(([, count]) => count);
    expect(single).toHaveLength(100);
    // The rest of one round, whole rounds, and the beginning of another.
    expect(Math.max(...single) - Math.min(...single)).toBeLessThanOrEqual(2);
  }
  // Of two-digit numbers there are more than an epoch asks: the second asks others.
  const long = epochs.map((questions) => questions.filter(({ length }) => length === 5));
  expect(new Set(long.flat()).size).toBe(long.flat().length);
});

test('reaches its accuracy on WASM from a fixed seed, shows ten answers an epoch, and adds', async ({
  labPage,
}) => {
  const { epoch, output, metrics, samples, dataset, answers } = await labPage.evaluate(async () => {
    const lab = await window.trainlab.createLab({ backends: ['wasm'] });
    const options = { questions: 4000, epochs: 20, batchSize: 32, hiddenSize: 64, seed: 1 };
    const run = lab.train('addition', { ...options, learningRate: 0.005, decay: 0 });
    const samples = [];
    for await (const event of run) if (event.type === 'sample') samples.push(event.sample);
    const { model, epoch, metrics, dataset, output } = await run;
    const answers = [];
    for (const { question } of samples.at(-1)!.rows) answers.push(await model.predict(question));
    for (const sum of [' 2 + 3 ', '02+0003', '\u3000２＋０3']) answers.push(await model.predict(sum));
    return { epoch, output, metrics, samples, dataset, answers };
  });
  expect(dataset).toEqual({ name: 'sums of 2 digits', source: 'embedded', train: 3600, test: 400 });
  // 3,600 sums of two digits and 20 epochs; what it reaches here: 98 %.
  expect(metrics.valAccuracy).toBeGreaterThan(0.9);

  expect(samples).toHaveLength(20);
  const { lengths } = samples[epoch - 1]!;
  expect(output).toEqual({ lengths });
  expect(lengths.map(({ digits, sums, unseen }) => [digits, sums > 50, unseen])).toEqual([
    [1, true, false],
    [2, true, true],
  ]);
  // Short sums are learned as well as long ones.
  for (const { sums, right } of lengths) expect(right / sums).toBeGreaterThan(0.7);

  const last = samples.at(-1)!.rows;
  expect(last).toHaveLength(10);
  for (const { question, answer, guess, correct } of last) {
    const [a, b] = question.split('+').map(Number);
    expect(answer).toBe(String(a! + b!));
    expect(correct).toBe(guess === answer);
  }
  expect(samples[0]!.rows.map(({ question }) => question)).toEqual(last.map(({ question }) => question));
  const shown = samples[epoch - 1]!.rows.map(({ guess }) => guess);
  expect(answers.slice(0, shown.length).map(({ answer }) => answer)).toEqual(shown);
  const [spaced, padded, fullWidth] = answers.slice(last.length);
  expect(spaced!.answer).toMatch(/^\d+$/);
  expect(padded).toEqual(spaced);
  expect(fullWidth).toEqual(spaced);
  expect(spaced!.question).toBe('2+3');
  expect(spaced!.confidence).toBeGreaterThan(0);
  expect(spaced!.confidence).toBeLessThanOrEqual(1);
});

test('answers a sum of three digits, and refuses what is none', async ({ labPage }) => {
  const { answer, confidence, errors } = await labPage.evaluate(async () => {
    const lab = await window.trainlab.createLab({ backends: ['wasm'], threads: 1 });
    const options = { digits: 3, questions: 40, epochs: 1, hiddenSize: 8, seed: 1 };
    const { model } = await lab.train('addition', options);
    const errors = [];
    for (const input of ['1234+1', '1+', '1-2', '', 12, undefined, '1+2+3', '-1+2', '３²＋１']) {
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
    ['"1234+1"', '"1+"', '"1-2"', '""', '12', 'undefined', '"1+2+3"', '"-1+2"', '"３²＋１"'].map(
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
  expect(warnings[0]).toBe('There are only 55 different sums of 1 digits.');
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
  // The epoch's sums and which answers are right come and go: a few hundred bytes; a step's would be thousands.
  expect(new Set(held.map(({ tensors }) => tensors)).size).toBeLessThanOrEqual(2);
  const bytes = held.map((sample) => sample.bytes);
  expect(Math.max(...bytes) - Math.min(...bytes)).toBeLessThan(500);
  expect(trained.tensors).toBe(8); // kernel, recurrent kernel and bias of two LSTM layers, kernel and bias
  expect(empty).toEqual({ tensors: 0, bytes: 0 });
});
