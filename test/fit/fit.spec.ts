// `lab.fit` as a page uses it: networks and data in every form, options, predictions.
import { expect, test } from '../fixtures';

const INSIDE = '/test/fit/fit.page.js';
type Inside = typeof import('./fit.page');

declare global {
  interface Window {
    fitting: Inside;
  }
}

test.beforeEach(async ({ labPage }) => {
  await labPage.evaluate(async (url) => {
    window.fitting = await import(url);
    await window.fitting.start();
  }, INSIDE);
});

test('a list of layers learns from nested arrays, and says what was inferred', async ({ labPage }) => {
  const { result, predicted, events } = await labPage.evaluate(async () => {
    const lab = await window.trainlab.createLab({ backends: ['wasm'], threads: 1 });
    // Which half of the square a point lies in.
    const points = Array.from({ length: 200 }, (_, i) => [
      ((i * 37) % 100) / 50 - 1,
      ((i * 61) % 100) / 50 - 1,
    ]);
    const x = points;
    const y = points.map(([a, b]) => Number(a! + b! > 0));
    const run = lab.fit(
      [
        { type: 'dense', units: 16, activation: 'relu' },
        { className: 'Dense', config: { units: 2, activation: 'softmax' } },
      ],
      { x, y },
      { epochs: 30, seed: 3, optimizer: { name: 'adam', learningRate: 0.02 }, validation: 0.2 },
    );
    const events = new Set<string>();
    for await (const event of run) events.add(event.type);
    const { model, ...result } = await run;
    const predicted = await model.predict([
      [0.9, 0.9],
      [-0.9, -0.9],
    ]);
    lab.terminate();
    return {
      result,
      predicted: { shape: predicted.shape, data: Array.from(predicted.data) },
      events: [...events],
    };
  });
  expect(result.metrics.accuracy).toBeGreaterThan(0.95);
  expect(result.metrics.valAccuracy).toBeGreaterThan(0.9);
  expect(result.history).toHaveLength(30);
  expect(result.hyperparameters).toMatchObject({
    ...{ epochs: 30, batchSize: 32, shuffle: true, validation: 0.2 },
    loss: expect.any(Object),
    optimizer: { name: 'adam', learningRate: 0.02, beta1: 0.9 },
  });
  expect(Object.values(result.hyperparameters.loss)).toEqual(['sparseCategoricalCrossentropy']);
  expect(result.dataset).toEqual({ name: 'arrays', source: 'page', train: 160, test: 40 });
  expect(result).toMatchObject({ experiment: 'fit', seed: 3, stopped: false, backend: 'wasm' });
  expect(predicted.shape).toEqual([2, 2]);
  expect(predicted.data[1]).toBeGreaterThan(0.5);
  expect(predicted.data[2]).toBeGreaterThan(0.5);
  expect(events).toEqual(expect.arrayContaining(['status', 'batch', 'progress', 'epoch']));
});

test('the same seed gives the same training, dropout included; another one gives another', async ({
  labPage,
}) => {
  const losses = await labPage.evaluate(async () => {
    const lab = await window.trainlab.createLab({ backends: ['wasm'], threads: 1 });
    const x = { data: window.fitting.numbers(60 * 6, 1), shape: [60, 6] };
    const y = { data: window.fitting.numbers(60, 2), shape: [60, 1] };
    const losses: number[] = [];
    for (const seed of [1, 1, 2]) {
      const layers = [
        { type: 'reshape', targetShape: [3, 2], inputShape: [6] },
        { type: 'lstm', units: 5, dropout: 0.2, recurrentDropout: 0.2 },
        { type: 'dense', units: 8, activation: 'relu' },
        { type: 'gaussianNoise', stddev: 0.1 },
        { type: 'dropout', rate: 0.5 },
        { type: 'dense', units: 1 },
      ];
      const { metrics, model } = await lab.fit(layers, { x, y }, { epochs: 2, seed });
      losses.push(metrics.loss!);
      await model.dispose();
    }
    lab.terminate();
    return losses;
  });
  expect(losses[1]).toBe(losses[0]);
  expect(losses[2]).not.toBe(losses[0]);
});

test('a model goes on from where it was, moments included, and keeps what it had', async ({ labPage }) => {
  const found = await labPage.evaluate(async () => {
    const { tf, tfl, numbers } = window.fitting;
    const lab = await window.trainlab.createLab({ backends: ['wasm'], threads: 1 });
    const x = tf.tensor2d(numbers(40 * 4, 1), [40, 4]);
    const y = tf.tensor2d(numbers(40, 2), [40, 1]);
    const build = () =>
      tfl.sequential({
        layers: [
          tfl.layers.dense({
            units: 6,
            inputShape: [4],
            activation: 'tanh',
            kernelInitializer: tfl.initializers.glorotUniform({ seed: 1 }),
          }),
          tfl.layers.dense({ units: 1, kernelInitializer: tfl.initializers.glorotUniform({ seed: 2 }) }),
        ],
      });
    const options = { batchSize: 8, shuffle: false, seed: 1 } as const;
    const distances: Record<string, number[]> = {};
    for (const name of [
      'adam',
      'rmsprop',
      'adagrad',
      'adadelta',
      'adamax',
      'momentum',
      'sgd',
      'adamw',
    ] as const) {
      const at = async (model: { predict(x: unknown): Promise<{ data: Float32Array }> }) =>
        Array.from((await model.predict(x)).data);
      const whole = await lab.fit(build(), { x, y }, { ...options, epochs: 2, optimizer: name });
      const half = await lab.fit(build(), { x, y }, { ...options, epochs: 1, optimizer: name });
      const before = await at(half.model);
      const rest = await lab.fit(half.model, { x, y }, { ...options, epochs: 1 });
      const anew = await lab.fit(half.model, { x, y }, { ...options, epochs: 1, resetOptimizer: true });
      const [a, b, c, d] = [
        await at(whole.model),
        await at(rest.model),
        await at(anew.model),
        await at(half.model),
      ];
      const far = (p: number[], q: number[]) => Math.max(...p.map((value, i) => Math.abs(value - q[i]!)));
      distances[name] = [far(a, b), far(a, c), far(before, d), far(before, b)];
      for (const { model } of [whole, half, rest, anew]) await model.dispose();
    }
    const memory = await lab.memory();
    lab.terminate();
    return { distances, memory };
  });
  for (const [name, [goingOn, reset, kept, moved]] of Object.entries(found.distances)) {
    expect(goingOn, name).toBeLessThan(1e-6);
    if (name !== 'sgd') expect(reset, name).toBeGreaterThan(1e-6);
    expect(kept, name).toBe(0);
    expect(moved, name).toBeGreaterThan(1e-6);
  }
  expect(found.memory).toEqual({ tensors: 0, bytes: 0 });
});

test('frozen layers stay as they are, on the page too', async ({ labPage }) => {
  const found = await labPage.evaluate(async () => {
    const { tfl, tf, numbers } = window.fitting;
    const lab = await window.trainlab.createLab({ backends: ['wasm'], threads: 1 });
    const model = tfl.sequential({
      layers: [
        tfl.layers.dense({ units: 6, inputShape: [4], activation: 'relu', name: 'features_1' }),
        tfl.layers.dense({ units: 6, activation: 'relu', name: 'features_2' }),
        tfl.layers.dense({ units: 2, activation: 'softmax', name: 'classes' }),
      ],
    });
    const x = { data: numbers(40 * 4, 1), shape: [40, 4] };
    const y = Array.from({ length: 40 }, (_, i) => i % 2);
    const weightsOf = async (trained: { save(url: string): Promise<void> }) => {
      await trained.save('indexeddb://frozen');
      const loaded = await tfl.loadLayersModel('indexeddb://frozen');
      return Promise.all(
        loaded.layers.flatMap((layer) => layer.getWeights()).map(async (one) => Array.from(await one.data())),
      );
    };
    const before = await Promise.all(
      model.layers.flatMap((layer) => layer.getWeights()).map(async (one) => Array.from(await one.data())),
    );
    const first = await lab.fit(model, { x, y }, { epochs: 1, freeze: ['features*'], seed: 1 });
    const after = await weightsOf(first.model);
    const second = await lab.fit(first.model, { x, y }, { epochs: 1, unfreeze: ['features_2'], seed: 1 });
    const last = await weightsOf(second.model);
    model.layers[0]!.trainable = false;
    const third = await lab.fit(model, { x, y }, { epochs: 1, seed: 1 });
    tf.dispose([]);
    lab.terminate();
    const same = (a: number[][], b: number[][]) =>
      a.map((one, i) => JSON.stringify(one) === JSON.stringify(b[i]));
    return {
      first: same(before, after),
      second: same(after, last),
      counts: [first, second, third].map(({ phases }) => [
        phases[0]!.trainableParameters,
        phases[0]!.frozenParameters,
      ]),
    };
  });
  expect(found.first).toEqual([true, true, true, true, false, false]);
  expect(found.second).toEqual([true, true, false, false, false, false]);
  expect(found.counts).toEqual([
    [14, 72],
    [56, 30],
    [56, 30],
  ]);
});

test('several inputs and outputs go by name, with losses, weights and metrics of their own', async ({
  labPage,
}) => {
  const found = await labPage.evaluate(async () => {
    const { cases } = window.fitting;
    const { build, x, y } = cases.severalInputs!();
    const [left, right] = x as [never, never];
    const [price, sold] = y as [never, never];
    const lab = await window.trainlab.createLab({ backends: ['wasm'], threads: 1 });
    const { model, history, hyperparameters } = await lab.fit(
      build(),
      { x: { right, left }, y: { sold, price } },
      {
        ...{ epochs: 2, batchSize: 10, seed: 1, lossWeights: { price: 0.25 }, validation: 0.2 },
        loss: { price: 'mae' },
        metrics: { price: ['mse'], sold: ['accuracy', 'f1', 'precision', 'recall'] },
      },
    );
    const predicted = await model.predict({ left, right });
    lab.terminate();
    return {
      metrics: history[0]!.metrics,
      hyperparameters,
      shapes: Object.fromEntries(Object.entries(predicted).map(([name, { shape }]) => [name, shape])),
    };
  });
  const { metrics } = found;
  expect(metrics.loss).toBeCloseTo(0.25 * metrics['price.loss']! + metrics['sold.loss']!, 4);
  expect(metrics.valLoss).toBeCloseTo(0.25 * metrics['price.valLoss']! + metrics['sold.valLoss']!, 4);
  expect(Object.keys(metrics).sort()).toEqual(
    [
      'loss',
      'price.loss',
      'price.mse',
      'sold.accuracy',
      'sold.f1',
      'sold.loss',
      'sold.precision',
      'sold.recall',
    ]
      .flatMap((name) => [
        name,
        name.replace(/(\w+)$/, (last) => `val${last[0]!.toUpperCase()}${last.slice(1)}`),
      ])
      .sort(),
  );
  expect(found.hyperparameters.loss).toEqual({ price: 'meanAbsoluteError', sold: 'binaryCrossentropy' });
  expect(found.shapes).toEqual({ price: [50, 1], sold: [50, 1] });
});

test('batches of the page are pulled one ahead, epoch by epoch, and end with the run', async ({
  labPage,
}) => {
  const found = await labPage.evaluate(async () => {
    const { numbers } = window.fitting;
    const lab = await window.trainlab.createLab({ backends: ['wasm'], threads: 1 });
    const layers = [{ type: 'dense', units: 1, inputShape: [3] }];
    let begun = 0;
    let made = 0;
    let ended = 0;
    async function* batches() {
      begun++;
      try {
        for (let i = 0; i < 5; i++) {
          made++;
          yield {
            x: { data: numbers(24, i), shape: [8, 3] },
            y: { data: numbers(8, i + 10), shape: [8, 1] },
          };
        }
      } finally {
        ended++;
      }
    }
    const until = await lab.fit(layers, batches, { epochs: 3, seed: 1 });
    const counts = [begun, made, ended];
    const steps = until.history.length;
    begun = made = ended = 0;
    const limited = await lab.fit(layers, batches, { epochs: 2, stepsPerEpoch: 4, seed: 1 });
    await new Promise((resolve) => setTimeout(resolve, 50));
    const limitedCounts = [begun, made, ended];
    // The same batches in one piece.
    const whole = Array.from({ length: 5 }, (_, i) => [...numbers(24, i)]).flat();
    const targets = Array.from({ length: 5 }, (_, i) => [...numbers(8, i + 10)]).flat();
    const together = await lab.fit(
      layers,
      { x: { data: whole, shape: [40, 3] }, y: { data: targets, shape: [40, 1] } },
      { epochs: 3, batchSize: 8, shuffle: false, seed: 1 },
    );
    lab.terminate();
    return {
      counts,
      steps,
      limitedCounts,
      losses: [until.metrics.loss, together.metrics.loss],
      n: limited.history.length,
    };
  });
  expect(found.counts).toEqual([3, 15, 3]);
  expect(found.steps).toBe(3);
  expect(found.n).toBe(2);
  expect(found.limitedCounts).toEqual([2, 9, 2]);
  expect(found.losses[0]).toBeCloseTo(found.losses[1]!, 6);
});

test('it can be paused and stopped, keeps what it learned, and gives back its memory', async ({
  labPage,
}) => {
  const found = await labPage.evaluate(async () => {
    const { numbers } = window.fitting;
    const lab = await window.trainlab.createLab({ backends: ['wasm'], threads: 1 });
    const data = {
      x: { data: numbers(4000, 1), shape: [1000, 4] },
      y: { data: numbers(1000, 2), shape: [1000, 1] },
    };
    const layers = [
      { type: 'dense', units: 8, activation: 'relu' },
      { type: 'dense', units: 1 },
    ];
    const run = lab.fit(layers, data, { epochs: 1000, batchSize: 8, seed: 1 });
    const sizes: number[] = [];
    await new Promise<void>((resolve) => {
      run.on('batch', async () => {
        const { tensors } = await lab.memory();
        if (sizes.push(tensors) === 6) resolve();
      });
    });
    run.pause();
    const paused = new Promise((resolve) =>
      run.on('status', ({ state }) => state === 'paused' && resolve(true)),
    );
    await paused;
    run.resume();
    const result = await run.stop();
    const predicted = await result!.model.predict([[0, 0, 0, 0]]);
    await result!.model.dispose();
    const afterStop = await lab.memory();
    const abort = new AbortController();
    const aborted = lab.fit(layers, data, { epochs: 1000, signal: abort.signal });
    aborted.on('epoch', () => abort.abort());
    const reason = await aborted.catch((error) => (error as Error).name);
    const afterAbort = await lab.memory();
    const failed = await lab
      .fit(layers, data, { epochs: 3, optimizer: { name: 'sgd', learningRate: 1e30 } })
      .catch((error) => (error as Error).name);
    const afterFailure = await lab.memory();
    lab.terminate();
    return {
      sizes,
      stopped: result!.stopped,
      shape: predicted.shape,
      reason,
      failed,
      afterStop,
      afterAbort,
      afterFailure,
    };
  });
  // Many steps lie between two of them; the first step of an epoch has no sums yet.
  expect(Math.max(...found.sizes) - Math.min(...found.sizes)).toBeLessThan(4);
  expect(found.stopped).toBe(true);
  expect(found.shape).toEqual([1, 1]);
  expect(found.reason).toBe('AbortError');
  expect(found.failed).toBe('TrainingDivergedError');
  const none = { tensors: 0, bytes: 0 };
  expect([found.afterStop, found.afterAbort, found.afterFailure]).toEqual([none, none, none]);
});
