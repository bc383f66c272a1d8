// Optimizers, schedules, metrics, weights and augmentation of `lab.fit`, held against what is known by hand.
import { expect, test } from '../fixtures';

const INSIDE = '/test/fit/fit.page.js';

test.beforeEach(async ({ labPage }) => {
  await labPage.evaluate(async (url) => {
    window.fitting = await import(url);
    await window.fitting.start();
  }, INSIDE);
});

test('clipping, weight decay and schedules move a weight as far as they say', async ({ labPage }) => {
  const moved = await labPage.evaluate(async () => {
    const { tfl, tf } = window.fitting;
    const lab = await window.trainlab.createLab({ backends: ['wasm'], threads: 1 });
    // One weight of 1; the mean of (w · 1 − 5)² has the gradient 2 (w − 5) = −8.
    const build = () => {
      const network = tfl.sequential();
      network.add(tfl.layers.dense({ units: 1, useBias: false, inputShape: [1], kernelInitializer: 'ones' }));
      return network;
    };
    const after = async (options: object) => {
      const { model } = await lab.fit(build(), { x: [[1]], y: [[5]] }, { epochs: 1, ...options });
      const { data } = await model.predict([[1]]);
      await model.dispose();
      return data[0]!;
    };
    const sgd = (rest: object) => ({ optimizer: { name: 'sgd', learningRate: 0.1, ...rest } });
    const weights = [
      await after(sgd({})),
      await after(sgd({ clipNorm: 1 })),
      await after(sgd({ clipValue: 2 })),
      await after(sgd({ globalClipNorm: 4 })),
      await after(sgd({ weightDecay: 0.5 })),
      // Two epochs of one step: the gradient is clipped to 1, so that a step is the rate.
      await after({
        ...sgd({ clipNorm: 1 }),
        epochs: 2,
        learningRate: { schedule: 'exponential', rate: 0.5 },
      }),
      await after({ ...sgd({ clipNorm: 1 }), epochs: 3, learningRate: { schedule: 'inverseTime', rate: 1 } }),
      await after({
        ...sgd({ clipNorm: 1 }),
        epochs: 3,
        learningRate: { schedule: 'step', every: 2, factor: 0.1 },
      }),
      await after({ ...sgd({ clipNorm: 1 }), epochs: 2, learningRate: { schedule: 'cosine' } }),
      await after({ ...sgd({ clipNorm: 1 }), epochs: 4, learningRate: { schedule: 'constant', warmup: 4 } }),
      await after({
        ...sgd({ clipNorm: 1 }),
        epochs: 10,
        learningRate: { schedule: 'oneCycle' },
      }),
    ];
    lab.terminate();
    tf.dispose([]);
    return weights;
  });
  const half = 0.05;
  const rise = [0, 1, 2].map(
    (step) => 0.1 / 25 + (0.1 - 0.1 / 25) * ((1 - Math.cos((Math.PI * step) / 2)) / 2),
  );
  const low = 0.1 / 250_000;
  const fall = [1, 2, 3, 4, 5, 6, 7].map(
    (step) => low + ((0.1 - low) * (1 + Math.cos((Math.PI * step) / 7))) / 2,
  );
  const cycle = [...rise, ...fall].reduce((sum, rate) => sum + rate, 0);
  const expected = [
    ...[1.8, 1.1, 1.2, 1.4, 0.95 + 0.8],
    ...[1 + 0.1 + half, 1 + 0.1 + half + 0.1 / 3, 1 + 0.1 + 0.1 + 0.01, 1 + 0.1 + half],
    ...[1 + 0.025 + 0.05 + 0.075 + 0.1, 1 + cycle],
  ];
  for (const [i, weight] of moved.entries()) expect(weight, `case ${i}`).toBeCloseTo(expected[i]!, 5);
});

test('metrics over several batches are those of all examples', async ({ labPage }) => {
  const metrics = await labPage.evaluate(async () => {
    const { tfl } = window.fitting;
    const lab = await window.trainlab.createLab({ backends: ['wasm'], threads: 1 });
    // The softmax of the input itself: what is largest in x is taken.
    const network = tfl.sequential({
      layers: [
        tfl.layers.dense({
          units: 3,
          useBias: false,
          inputShape: [3],
          kernelInitializer: 'identity',
          activation: 'softmax',
        }),
      ],
    });
    const taken = [0, 0, 0, 1, 1, 2, 2];
    const y = [0, 1, 0, 1, 2, 2, 2];
    const x = taken.map((at) => [0, 1, 2].map((i) => (i === at ? 2 : i === (at + 1) % 3 ? 1 : 0)));
    const { history } = await lab.fit(
      network,
      { x, y },
      {
        ...{ epochs: 1, batchSize: 2, optimizer: { name: 'sgd', learningRate: 1e-12 }, validation: { x, y } },
        metrics: ['accuracy', 'topK2', 'precision', 'recall', 'f1'],
      },
    );
    lab.terminate();
    return history[0]!.metrics;
  });
  // By class: right 2 1 2, taken 3 2 2, real 2 2 3.
  const expected = {
    accuracy: 5 / 7,
    topK2: 1, // the class next to what is taken is the second likeliest
    precision: (2 / 3 + 1 / 2 + 1) / 3,
    recall: (1 + 1 / 2 + 2 / 3) / 3,
    f1: (4 / 5 + 2 / 4 + 4 / 5) / 3,
  };
  for (const [name, value] of Object.entries(expected)) {
    expect(metrics[name], name).toBeCloseTo(value, 5);
    expect(metrics[`val${name[0]!.toUpperCase()}${name.slice(1)}`], name).toBeCloseTo(value, 5);
  }
});

test('what a class or an example counts for is its part of the gradient', async ({ labPage }) => {
  const outputs = await labPage.evaluate(async () => {
    const lab = await window.trainlab.createLab({ backends: ['wasm'], threads: 1 });
    const layers = [{ type: 'dense', units: 2, activation: 'softmax', kernelInitializer: 'zeros' }];
    const x = [[1], [1]];
    const y = [0, 1];
    const after = async (options: object, data: object = {}) => {
      const { model } = await lab.fit(
        layers,
        { x, y, ...data },
        {
          ...{ epochs: 1, optimizer: { name: 'sgd', learningRate: 1 }, ...options },
        },
      );
      const { data: values } = await model.predict([[1]]);
      await model.dispose();
      return values[0]!;
    };
    const found = [
      await after({}),
      await after({ classWeight: { 1: 3 } }),
      await after({ sampleWeight: [1, 3] }),
      await after({}, { sampleWeight: [1, 3] }),
      await after({ classWeight: [0, 1] }),
    ];
    lab.terminate();
    return found;
  });
  // Kernel and bias each move by (1 · 0.5 − w · 0.5) / 2 for class 0, and as much the other way for class 1.
  const share = (first: number, second: number) => 1 / (1 + Math.exp(-4 * ((first - second) / 4)));
  const expected = [share(1, 1), share(1, 3), share(1, 3), share(1, 3), share(0, 1)];
  for (const [i, value] of outputs.entries()) expect(value, `case ${i}`).toBeCloseTo(expected[i]!, 5);
});

test('an early stop ends with the best epoch, and the result says which', async ({ labPage }) => {
  const found = await labPage.evaluate(async () => {
    const { numbers } = window.fitting;
    const lab = await window.trainlab.createLab({ backends: ['wasm'], threads: 1 });
    const [x, y] = [numbers(20 * 8, 1), numbers(20, 2)].map((data, i) => ({
      data,
      shape: i ? [20, 1] : [20, 8],
    }));
    const held = { x: { data: numbers(80, 3), shape: [10, 8] }, y: { data: numbers(10, 4), shape: [10, 1] } };
    // Noise cannot be learned: the validation's loss soon rises.
    const result = await lab.fit(
      [
        { type: 'dense', units: 32, activation: 'relu' },
        { type: 'dense', units: 1 },
      ],
      { x: x!, y: y! },
      {
        ...{ epochs: 200, seed: 1, optimizer: { name: 'adam', learningRate: 0.02 }, validation: held },
        stopEarly: { monitor: 'valLoss', patience: 5 },
      },
    );
    const { data } = await result.model.predict(held.x);
    const loss = data.reduce((sum, value, i) => sum + (value - held.y.data[i]!) ** 2, 0) / data.length;
    lab.terminate();
    return {
      epoch: result.epoch,
      losses: result.history.map(({ metrics }) => metrics.valLoss!),
      loss,
      valLoss: result.metrics.valLoss,
    };
  });
  const best = Math.min(...found.losses);
  expect(found.losses.length).toBeLessThan(200);
  expect(found.epoch).toBe(found.losses.indexOf(best) + 1);
  expect(found.losses.length).toBe(found.epoch + 6);
  expect(found.valLoss).toBe(best);
  expect(found.loss).toBeCloseTo(best, 5);
});

test('augmented pictures train, and are refused where there are none', async ({ labPage }) => {
  const found = await labPage.evaluate(async () => {
    const { numbers } = window.fitting;
    const lab = await window.trainlab.createLab({ backends: ['wasm'], threads: 1 });
    const x = { data: numbers(32 * 100, 1, 0, 1), shape: [32, 10, 10, 1] };
    const y = Array.from({ length: 32 }, (_, i) => i % 2);
    const layers = [
      { type: 'conv2d', filters: 4, kernelSize: 3, activation: 'relu' },
      { type: 'globalAveragePooling2d' },
      { type: 'dense', units: 2, activation: 'softmax' },
    ];
    const loss = async (augment?: object) => {
      const { metrics, model } = await lab.fit(
        layers,
        { x, y },
        { epochs: 2, seed: 1, ...(augment && { augment }) },
      );
      await model.dispose();
      return metrics.loss!;
    };
    const losses = [
      await loss(),
      await loss({ rotate: 20, zoom: 0.2 }),
      await loss({ rotate: 20, zoom: 0.2 }),
      await loss({ shift: 0.1, flip: true }),
    ];
    const memory = await lab.memory();
    lab.terminate();
    return { losses, memory };
  });
  const [plain, turned, again, shifted] = found.losses;
  expect(turned).not.toBe(plain);
  expect(shifted).not.toBe(plain);
  expect(again).toBe(turned);
  expect(found.memory).toEqual({ tensors: 0, bytes: 0 });
});

test('a Dataset trains and validates; a visitor gets labels with probabilities', async ({ labPage }) => {
  const found = await labPage.evaluate(async () => {
    const { tf } = window.fitting;
    const lab = await window.trainlab.createLab({ backends: ['wasm'], threads: 1 });
    const text = ['size,colour,kind'];
    for (let i = 0; i < 120; i++)
      text.push(`${i % 10},${i % 2 ? 'red' : 'blue'},${i % 10 > 4 ? 'large' : 'small'}`);
    const dataset = await lab.dataset(new File([text.join('\n')], 'things.csv'));
    const result = await lab.fit(
      [
        { type: 'dense', units: 8, activation: 'relu' },
        { type: 'dense', units: 2, activation: 'softmax' },
      ],
      dataset,
      { epochs: 40, seed: 1, optimizer: { name: 'adam', learningRate: 0.02 }, classWeight: { large: 1 } },
    );
    const one = await result.model.predict({ size: 9, colour: 'red' });
    const two = (await result.model.predict([
      { size: 0, colour: 'red' },
      { size: 8, colour: null },
    ])) as unknown as { label: string }[];
    tf.dispose([]);
    await dataset.dispose();
    await result.model.dispose();
    const memory = await lab.memory();
    lab.terminate();
    return {
      accuracy: result.metrics.valAccuracy,
      info: result.dataset,
      one,
      two: two.map(({ label }) => label),
      memory,
    };
  });
  expect(found.accuracy).toBeGreaterThan(0.95);
  expect(found.info).toMatchObject({ train: 96, test: 24 });
  expect(found.one.label).toBe('large');
  expect(found.one.probabilities.map(({ label }) => label).sort()).toEqual(['large', 'small']);
  expect(found.two).toEqual(['small', 'large']);
  expect(found.memory).toEqual({ tensors: 0, bytes: 0 });
});
