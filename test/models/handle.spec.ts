// What a page asks of a model: what it is made of, its weights, copies of it, and how well it answers.
import { expect, test } from '../fixtures';

const tiny = { epochs: 1, examples: 200, batchSize: 20, seed: 3 };

test('a summary tells layers, shapes, parameters and connections, also of nested models', async ({
  labPage,
}) => {
  const { transfer, table, acgan } = await labPage.evaluate(async (options) => {
    const lab = await window.trainlab.createLab({ backends: ['wasm'], threads: 1 });
    const { model } = await lab.train('transfer', options);
    const summary = await model.summary();
    const gan = await lab.train('acgan', { ...options, examples: 40, width: 0.05, latentSize: 8 });
    return { transfer: { ...summary }, table: String(summary), acgan: await gan.model.summary() };
  }, tiny);
  expect(transfer.type).toBe('sequential');
  expect(transfer.inputs).toMatchObject([{ shape: [28, 28, 1], dtype: 'float32' }]);
  expect(
    transfer.layers.map(({ type, shape, parameters, trainable }) => [type, shape, parameters, trainable]),
  ).toEqual([
    ['Conv2D', [26, 26, 32], 320, false],
    ['Conv2D', [24, 24, 32], 9248, false],
    ['MaxPooling2D', [12, 12, 32], 0, false],
    ['Dropout', [12, 12, 32], 0, false],
    ['Flatten', [4608], 0, false],
    ['Dense', [128], 589_952, true],
    ['Dropout', [128], 0, true],
    ['Dense', [5], 645, true],
  ]);
  expect(transfer).toMatchObject({
    parameters: 600_165,
    trainableParameters: 590_597,
    frozenParameters: 9568,
  });
  for (const [i, { from }] of transfer.layers.entries()) {
    expect(from).toEqual([i === 0 ? transfer.inputs[0]!.name : transfer.layers[i - 1]!.name]);
  }
  expect(transfer.outputs).toEqual([transfer.layers.at(-1)!.name]);
  expect(table).toContain('Parameters: 600165, of which 590597 trainable and 9568 frozen');
  expect(table.split('\n')).toHaveLength(11);
  expect(table).toMatch(/conv2d\S* +Conv2D +\[26, 26, 32\] +320 \(frozen\)/);

  const [latent, digit] = acgan.inputs;
  expect(acgan.type).toBe('functional');
  expect([latent, digit]).toMatchObject([{ shape: [8] }, { shape: [1], dtype: 'int32' }]);
  const product = acgan.layers.find(({ type }) => type === 'Multiply')!;
  const flattened = acgan.layers.find(({ type }) => type === 'Flatten')!;
  expect(product.from).toEqual([latent!.name, flattened.name]);
  const convolutions = acgan.layers.filter(({ type }) => type === 'Conv2D');
  expect(convolutions.map(({ name }) => name.split('/').length)).toEqual([2, 2, 2]);
  expect(acgan.outputs).toEqual([convolutions.at(-1)!.name]);
});

test('weights come as copies, go back by name, and are refused where they do not fit', async ({
  labPage,
}) => {
  const told = await labPage.evaluate(async (options) => {
    const lab = await window.trainlab.createLab({ backends: ['wasm'], threads: 1 });
    const { model } = await lab.train('antirectifier', { ...options, hiddenSize: 8 });
    const before = await lab.memory();
    const drawing = new ImageData(40, 40);
    for (let y = 5; y < 35; y++) drawing.data[4 * (40 * y + 20) + 3] = 255;
    const first = await model.predict(drawing);
    const weights = await model.weights();
    const names = weights.map(({ name, shape }) => [name.replace(/\d+/g, 'N'), shape]);
    const zeros = weights.map((weight) => ({ ...weight, data: new Float32Array(weight.data.length) }));
    await model.setWeights(zeros);
    const flat = await model.predict(drawing);
    const refused = async (list: unknown) => {
      const error = (await model.setWeights(list as typeof weights).catch((e) => e)) as Error & {
        field?: string;
      };
      return [error.name, error.field, error.message];
    };
    const kernel = weights[0]!;
    const errors = [
      await refused([]),
      await refused([{ ...kernel, name: 'no/kernel' }]),
      await refused([weights[1], { ...kernel, shape: [8, 784] }]),
      await refused([{ ...kernel, data: new Float32Array(3) }]),
      await refused([kernel, kernel]),
    ];
    const untouched = await model.predict(drawing);
    await model.setWeights(weights.slice(0, 1));
    await model.setWeights([...weights].reverse());
    const back = await model.predict(drawing);
    return { names, first, flat, errors, untouched, back, memory: [before, await lab.memory()] };
  }, tiny);
  expect(told.names).toEqual([
    ['dense_DenseN/kernel', [784, 8]],
    ['dense_DenseN/bias', [8]],
    ['dense_DenseN/kernel', [16, 8]],
    ['dense_DenseN/bias', [8]],
    ['dense_DenseN/kernel', [16, 10]],
    ['dense_DenseN/bias', [10]],
  ]);
  expect(told.flat.probabilities.every(({ probability }) => Math.abs(probability - 0.1) < 1e-6)).toBe(true);
  expect(told.errors.map(([name, field]) => [name, field])).toEqual([
    ['InvalidOptionError', 'weights'],
    ['InvalidOptionError', 'weights[0].name'],
    ['InvalidOptionError', 'weights[1].shape'],
    ['InvalidOptionError', 'weights[0].data'],
    ['InvalidOptionError', 'weights[1].name'],
  ]);
  expect(told.errors[2]![2]).toContain('[784, 8]');
  expect(told.untouched).toEqual(told.flat);
  expect(told.back).toEqual(told.first);
  expect(told.memory[1]).toEqual(told.memory[0]);
});

test('a clone answers with the same bits, and goes its own way', async ({ labPage }) => {
  const told = await labPage.evaluate(async (options) => {
    const lab = await window.trainlab.createLab({ backends: ['wasm'], threads: 1 });
    const { model } = await lab.train('addition', {
      ...{
        epochs: 1,
        questions: 200,
        hiddenSize: 8,
        seed: 1,
        batchSize: options.batchSize,
        decoderLayers: 2,
      },
    });
    const before = await lab.memory();
    const sums = ['1+2', '34+5', '99+99'];
    const first = await model.predict(sums);
    const clone = await model.clone();
    const same = await clone.predict(sums);
    await clone.setWeights(
      (await clone.weights()).map((one) => ({ ...one, data: new Float32Array(one.data.length) })),
    );
    const changed = await clone.predict(sums);
    const still = await model.predict(sums);
    const single = await model.predict(sums[1]!);
    const summaries = [String(await model.summary()), String(await clone.summary())];
    const records = [await model.record(), await clone.record()];
    await clone.dispose();
    const after = await lab.memory();
    return { first, same, changed, still, single, summaries, records, before, after };
  }, tiny);
  expect(told.first).toHaveLength(3);
  expect(told.same).toEqual(told.first);
  expect(told.still).toEqual(told.first);
  expect(told.single).toEqual(told.first[1]);
  expect(told.changed).not.toEqual(told.first);
  expect(told.summaries[1]).toBe(told.summaries[0]);
  expect(told.records[1]).toEqual(told.records[0]);
  expect(told.records[0]).toMatchObject({
    version: 1,
    experiment: 'addition',
    seed: 1,
    hyperparameters: { hiddenSize: 8 },
  });
  expect(told.after).toEqual(told.before);
});

test('activations and filters are what the layers compute, and give their memory back', async ({
  labPage,
}) => {
  const told = await labPage.evaluate(async (options) => {
    const lab = await window.trainlab.createLab({ backends: ['wasm'], threads: 1 });
    const { model } = await lab.train('transfer', options);
    const drawing = new ImageData(28, 28);
    for (let i = 0; i < 28 * 28; i++) drawing.data[4 * i + 3] = (i * 37) % 251;
    const before = await lab.memory();
    const { layers } = await model.summary();
    const names = layers.map(({ name }) => name);
    const [first, last] = await model.activations(drawing, [names[0]!, names.at(-1)!]);
    const filters = await model.filters(names[0]!);
    const weights = await model.weights();
    const x = new Float32Array(2 * 784).map((_, i) => ((i * 31) % 17) / 17);
    const [raw] = await model.activations({ data: x, shape: [2, 28, 28, 1] }, names[0]!);
    const failed = async (work: Promise<unknown>) => ((await work.catch((e) => e)) as Error).message;
    const errors = [
      await failed(model.activations(drawing, ['conv9'])),
      await failed(model.filters(names[2]!)),
      await failed(model.activations({ data: x, shape: [2, 784] }, names[0]!)),
    ];
    const prediction = await model.predict(drawing);
    const after = await lab.memory();
    const of = (one: { shape: number[]; data: ArrayLike<number> }) => ({
      ...one,
      data: Array.from(one.data),
    });
    const bias = of(weights[1]!);
    return {
      first: first!.shape,
      last: of(last!),
      filters: of(filters),
      raw: of(raw!),
      x: Array.from(x),
      bias,
      errors,
      prediction,
      before,
      after,
    };
  }, tiny);
  expect(told.first).toEqual([1, 26, 26, 32]);
  expect(told.last.shape).toEqual([1, 5]);
  for (const [i, { probability }] of told.prediction.probabilities.entries()) {
    expect(told.last.data[i]).toBeCloseTo(probability, 6);
  }
  expect(told.filters.shape).toEqual([3, 3, 1, 32]);
  // A convolution with ReLU, by its definition.
  let worst = 0;
  for (const [example, y, x, filter] of [
    [0, 0, 0, 0],
    [0, 25, 3, 31],
    [1, 12, 25, 7],
    [1, 5, 5, 16],
  ] as const) {
    let sum = told.bias.data[filter]!;
    for (let i = 0; i < 3; i++) {
      for (let j = 0; j < 3; j++) {
        sum += told.x[784 * example + 28 * (y + i) + x + j]! * told.filters.data[(3 * i + j) * 32 + filter]!;
      }
    }
    const found = told.raw.data[((example * 26 + y) * 26 + x) * 32 + filter]!;
    worst = Math.max(worst, Math.abs(found - Math.max(0, sum)));
  }
  expect(worst).toBeLessThan(1e-5);
  expect(told.errors[0]).toContain('layers[0] is "conv9"; allowed is one of');
  expect(told.errors[1]).toContain('a layer with a kernel');
  expect(told.errors[2]).toContain('An array of [2, 784] was given, but the network takes [any, 28, 28, 1]');
  expect(told.after).toEqual(told.before);
});

test('an evaluation counts what the predictions say', async ({ labPage }) => {
  const told = await labPage.evaluate(async (options) => {
    const lab = await window.trainlab.createLab({ backends: ['wasm'], threads: 1 });
    const { model } = await lab.train('transfer', options);
    const count = 37;
    const data = new Float32Array(count * 784).map((_, i) => (((i * 7919) % 1009) / 1009) ** 4);
    const labels = Int32Array.from({ length: count }, (_, i) => (i * 3) % 5);
    const x = { data, shape: [count, 28, 28, 1] };
    const before = await lab.memory();
    const result = await model.evaluate({ x, y: labels }, { batchSize: 10 });
    const named = await model.evaluate({ x, y: [...labels].map((label) => String(label + 5)) });
    const oneHot = new Float32Array(count * 5);
    for (const [i, label] of labels.entries()) oneHot[5 * i + label] = 1;
    const hot = await model.evaluate({ x, y: { data: oneHot, shape: [count, 5] } });
    const last = (await model.summary()).outputs[0]!;
    const [answers] = await model.activations(x, last);
    const dataset = await lab.dataset({ x, y: [...labels].map((label) => String(label + 5)) }, { test: 0 });
    const whole = await model.evaluate(dataset);
    await dataset.dispose();
    const failed = async (given: unknown) => {
      const error = (await model.evaluate(given as { x: number[]; y: number[] }).catch((e) => e)) as Error;
      return [error.name, error.message];
    };
    const errors = [
      await failed({ x: { data: new Float32Array(6), shape: [2, 3] }, y: [0, 1] }),
      await failed({ x, y: new Int32Array(count).fill(7) }),
      await failed({ x }),
    ];
    return {
      ...{ result, named, hot, whole, errors, labels: [...labels], answers: Array.from(answers!.data) },
      memory: [before, await lab.memory()],
    };
  }, tiny);
  const { result, labels, answers } = told;
  const confusion = Array.from({ length: 5 }, () => [0, 0, 0, 0, 0]);
  let loss = 0;
  for (const [i, label] of labels.entries()) {
    const row = answers.slice(5 * i, 5 * i + 5);
    confusion[label]![row.indexOf(Math.max(...row))]! += 1;
    loss -= Math.log(row[label]!) / labels.length;
  }
  expect(result.examples).toBe(37);
  expect(result.confusion).toEqual(confusion);
  expect(result.classes).toEqual(['5', '6', '7', '8', '9']);
  expect(result.loss).toBeCloseTo(loss, 4);
  expect(result.accuracy).toBeCloseTo(confusion.reduce((sum, row, i) => sum + row[i]!, 0) / 37, 12);
  for (const [i, { label, support, precision, recall, f1 }] of result.perClass!.entries()) {
    const guessed = confusion.reduce((sum, row) => sum + row[i]!, 0);
    const right = confusion[i]![i]!;
    const of = (part: number, all: number) => (all === 0 ? 0 : part / all);
    expect([label, support]).toEqual([String(i + 5), labels.filter((one) => one === i).length]);
    expect(precision).toBeCloseTo(of(right, guessed), 12);
    expect(recall).toBeCloseTo(of(right, support), 12);
    expect(f1).toBeCloseTo(of(2 * precision * recall, precision + recall), 12);
  }
  expect(told.named.confusion).toEqual(confusion);
  expect(told.hot.confusion).toEqual(confusion);
  expect(told.whole.confusion).toEqual(confusion);
  expect(told.errors.map(([name]) => name)).toEqual(Array(3).fill('InvalidInputError'));
  expect(told.errors[0]![1]).toContain('takes [28, 28, 1], but the examples are [3]');
  expect(told.errors[1]![1]).toContain('Class 7 is not among the 5');
  expect(told.memory[1]).toEqual(told.memory[0]);
});
