// The built-in experiments on data sets of the page's own.
import { expect, test } from '../fixtures';

/** In the page: pictures of classes that differ by a bar's place or colour, as a data set of arrays. */
const MAKE = `
  (count, classes, [height, width, channels], named) => {
    const data = new Uint8Array(count * height * width * channels);
    const y = [];
    for (let i = 0; i < count; i++) {
      const label = i % classes;
      const row = Math.floor((label * height) / classes);
      const end = Math.max(row + 1, Math.floor(((label + 1) * height) / classes));
      for (let y = row; y < end; y++) {
        const start = ((i * height + y) * width) * channels;
        data.fill(155 + (i * 7) % 100, start, start + width * channels);
      }
      y.push(label);
    }
    return {
      x: { data, shape: [count, height, width, channels] },
      y,
      classes: Array.from({ length: classes }, (_, i) => named ? 'class ' + String.fromCharCode(65 + i) : String(i)),
    };
  }`;

type Make = (
  count: number,
  classes: number,
  shape: readonly [number, number, number],
  named: boolean,
) => import('../../src/index').DatasetSource;

test('cifar10 takes three classes of any size, grey or colour, and names them', async ({ labPage }) => {
  const told = await labPage.evaluate(async (make) => {
    // biome-ignore lint/security/noGlobalEval: the page's own helper, made of a string above
    const pictures = eval(make) as Make;
    const lab = await window.trainlab.createLab({ backends: ['wasm'], threads: 1 });
    const data = await lab.dataset(pictures(90, 3, [40, 60, 3], true), { name: 'bars' });
    const grey = await lab.dataset(pictures(30, 3, [20, 20, 1], true));
    const { output, dataset, model, metrics } = await lab.train('cifar10', {
      ...{ data, epochs: 4, batchSize: 8, seed: 1, shift: 0, flip: false },
    });
    const picture = new ImageData(80, 60);
    for (let i = 0; i < picture.data.length; i += 4) {
      const y = Math.floor(i / 4 / 80);
      picture.data.set(y < 20 ? [220, 220, 220, 255] : [0, 0, 0, 255], i);
    }
    const { label, probabilities } = await model.predict(picture);
    const second = await lab.train('cifar10', { data: grey, epochs: 1, seed: 1 });
    return {
      dataset,
      classes: output.classes,
      confusion: output.confusion.map((row) => row.length),
      accuracy: metrics.valAccuracy,
      label,
      labels: probabilities.map((one) => one.label),
      second: second.dataset.train,
    };
  }, MAKE);
  const names = ['class A', 'class B', 'class C'];
  expect(told).toMatchObject({
    dataset: { name: 'bars', source: 'page', train: 72, test: 18 },
    ...{ classes: names, confusion: [3, 3, 3], label: 'class A', labels: names, second: 24 },
  });
  expect(told.accuracy).toBeGreaterThan(0.9);
});

test('cifar10 takes 300 classes', async ({ labPage }) => {
  const told = await labPage.evaluate(async () => {
    const lab = await window.trainlab.createLab({ backends: ['wasm'], threads: 1 });
    const y = Array.from({ length: 600 }, (_, i) => i % 300);
    const data = await lab.dataset(
      {
        x: { data: new Uint8Array(600 * 16).map((_, i) => (i * 7) % 256), shape: [600, 4, 4, 1] },
        y,
        classes: Array.from({ length: 300 }, (_, i) => `n${i}`),
        test: { x: { data: new Uint8Array(16), shape: [1, 4, 4, 1] }, y: [299] },
      },
      { name: 'many' },
    );
    const { output } = await lab.train('cifar10', { data, epochs: 1, batchSize: 200, seed: 1 });
    return { row: output.confusion[299]!.reduce((sum, count) => sum + count, 0), last: output.classes[299] };
  });
  expect(told).toEqual({ row: 1, last: 'n299' });
});

test('transfer splits ten classes in two: digits of any source, and others by name', async ({ labPage }) => {
  const told = await labPage.evaluate(async (make) => {
    // biome-ignore lint/security/noGlobalEval: as above
    const pictures = eval(make) as Make;
    const lab = await window.trainlab.createLab({ backends: ['wasm'], threads: 1 });
    const options = { epochs: 3, batchSize: 16, seed: 1 };
    const named = await lab.dataset(pictures(200, 10, [30, 30, 3], true));
    const first = await lab.train('transfer', { data: named, ...options });
    const picture = new ImageData(30, 30);
    for (let i = 0; i < picture.data.length; i += 4) {
      const y = Math.floor(i / 4 / 30);
      picture.data.set(y >= 27 ? [220, 220, 220, 255] : [0, 0, 0, 255], i);
    }
    const guess = await first.model.predict(picture);
    const digits = await lab.dataset(pictures(100, 10, [28, 28, 1], false));
    const second = await lab.train('transfer', { data: digits, epochs: 1, seed: 1 });
    const drawn = await second.model.predict(picture);
    return {
      phases: [first, second].map(({ phases }) => phases.map(({ name }) => name)),
      guess: guess.label,
      labels: [guess, drawn].map(({ probabilities }) => probabilities.map(({ label }) => label)),
    };
  }, MAKE);
  expect(told.phases).toEqual([
    ['classes class A to class E', 'classes class F to class J'],
    ['digits 0 to 4', 'digits 5 to 9'],
  ]);
  expect(told.guess).toBe('class J');
  const high = ['class F', 'class G', 'class H', 'class I', 'class J'];
  expect(told.labels).toEqual([high, [5, 6, 7, 8, 9]]);
});

test('antirectifier and acgan take classes of their own', async ({ labPage }) => {
  const told = await labPage.evaluate(async (make) => {
    // biome-ignore lint/security/noGlobalEval: as above
    const pictures = eval(make) as Make;
    const lab = await window.trainlab.createLab({ backends: ['wasm'], threads: 1 });
    const data = await lab.dataset(pictures(60, 4, [28, 28, 1], true));
    const { model, metrics } = await lab.train('antirectifier', { data, epochs: 10, batchSize: 8, seed: 1 });
    const picture = new ImageData(28, 28);
    for (let i = 0; i < picture.data.length; i += 4) {
      picture.data.set(i < 4 * 28 * 7 ? [220, 220, 220, 255] : [0, 0, 0, 255], i);
    }
    const { label } = await model.predict(picture);
    const acgan = await lab.train('acgan', { data, epochs: 1, batchSize: 20, width: 0.05, seed: 1 });
    const byName = await acgan.model.predict({ digit: 'class D', count: 2, seed: 1 });
    const byNumber = await acgan.model.predict({ digit: 3, count: 2, seed: 1 });
    const wrong = [];
    for (const digit of [4, 'class E', -1]) {
      wrong.push(await acgan.model.predict({ digit }).catch(({ name, message }) => `${name}: ${message}`));
    }
    const same = byName.images.every(({ data }, i) =>
      data.every((byte, k) => byte === byNumber.images[i]!.data[k]),
    );
    return { accuracy: metrics.valAccuracy, label, same, digit: byName.digit, wrong };
  }, MAKE);
  expect(told.accuracy).toBeGreaterThan(0.9);
  expect(told).toMatchObject({ label: 'class A', same: true, digit: 3 });
  expect(told.wrong).toEqual([
    'InvalidInputError: digit is 4; allowed is a whole number from 0 to 3, or one of class A, class B, class C, class D.',
    expect.stringContaining('digit is "class E"'),
    expect.stringContaining('digit is -1'),
  ]);
});

test('what does not fit is refused, by what it has and what would do', async ({ labPage }) => {
  const told = await labPage.evaluate(async (make) => {
    // biome-ignore lint/security/noGlobalEval: as above
    const pictures = eval(make) as Make;
    const lab = await window.trainlab.createLab({ backends: ['cpu'] });
    const other = await window.trainlab.createLab({ backends: ['cpu'] });
    const ten = await lab.dataset(pictures(40, 10, [8, 8, 1], true));
    const one = await lab.dataset(pictures(10, 1, [8, 8, 1], true));
    const odd = await lab.dataset(pictures(40, 5, [8, 8, 1], true));
    const untested = await lab.dataset(pictures(40, 10, [8, 8, 1], true), { test: 0 });
    const table = await lab.dataset({ x: [[1], [2], [3], [4]], y: ['a', 'b', 'a', 'b'] });
    const gone = await lab.dataset(pictures(40, 10, [8, 8, 1], true));
    await gone.dispose();
    const foreign = await other.dataset(pictures(40, 10, [8, 8, 1], true));
    const told: string[] = [];
    const cases = [
      ['cifar10', one],
      ['transfer', odd],
      ['antirectifier', untested],
      ['acgan', table],
      ['cifar10', gone],
      ['cifar10', foreign],
    ] as const;
    for (const [name, data] of cases) {
      told.push(await lab.train(name, { data }).then(String, (error) => String(error)));
    }
    // A run keeps its data set, also when the page lets it go.
    const run = lab.train('antirectifier', { data: ten, epochs: 1 });
    await ten.dispose();
    const split = await untested.split(0.3);
    return { told, kept: (await run).dataset.train, split: [split.train, split.test] };
  }, MAKE);
  expect(told.told).toEqual([
    'InvalidOptionError: data is "the data set arrays with 1 class"; allowed is pictures of 2 to 1000 classes.',
    'InvalidOptionError: data is "the data set arrays with 5 classes"; allowed is pictures of an even number, 4 to 1000 classes.',
    'InvalidOptionError: data is "the data set arrays with no test examples"; allowed is one in two parts: await dataset.split(0.2) gives it.',
    'InvalidOptionError: data is "the data set arrays with arrays: x of shape [1] (float32)"; allowed is pictures: bytes of shape [height, width, 1 or 3].',
    'DatasetDisposedError: The data set was disposed.',
    expect.stringMatching(/^InvalidOptionError: data .*a data set of the same lab/),
  ]);
  expect(told.kept).toBe(30);
  expect(told.split).toEqual([30, 10]);
});
