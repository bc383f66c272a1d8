// What a page may get wrong: each is refused by a typed error that names the field, and the lab stays usable.
import { gzipSync } from 'node:zlib';
import { expect, test } from '../fixtures';

const tiny = { epochs: 1, examples: 50, batchSize: 25, seed: 1 };

const options: [why: string, options: Record<string, unknown>, field: string, allowed: RegExp][] = [
  ['a number too small', { epochs: 0 }, 'epochs', /1 to 1000/],
  ['a number too large', { learningRate: 11 }, 'learningRate', /to 10/],
  ['NaN', { learningRate: Number.NaN }, 'learningRate', /number from/],
  ['a fraction for a whole number', { batchSize: 2.5 }, 'batchSize', /whole number/],
  ['text for a number', { epochs: '5' }, 'epochs', /whole number/],
  ['null', { epochs: null }, 'epochs', /whole number/],
  ['an unknown option', { epoch: 1 }, 'epoch', /epochs, batchSize/],
  ['an inherited name', { toString: 1 }, 'toString', /epochs, batchSize/],
  ['a negative seed', { seed: -1 }, 'seed', /0 to 4294967295/],
  ['an unknown preset', { preset: 'huge' }, 'preset', /quick, full/],
];

test('options', async ({ labPage }) => {
  const errors = await labPage.evaluate(
    async ([cases, tiny]) => {
      const lab = await window.trainlab.createLab({ backends: ['wasm'], threads: 1 });
      const errors = [];
      for (const bad of cases) {
        const started: string[] = [];
        const run = lab.train('transfer', bad as never);
        run.on('status', ({ state }) => started.push(state));
        const { name, field, value, allowed, message } = (await run.catch((e) => e)) as never as Record<
          string,
          unknown
        >;
        errors.push({ name, field, value, allowed, message, started });
      }
      const functional = (await lab
        .train('transfer', { epochs: () => 1 } as never)
        .catch((e) => e)) as never as {
        name: string;
        field: string;
      };
      const { metrics } = await lab.train('transfer', tiny);
      return { errors, functional: [functional.name, functional.field], usable: metrics.loss! > 0 };
    },
    [options.map(([, bad]) => bad), tiny] as const,
  );
  for (const [i, [why, bad, field, allowed]] of options.entries()) {
    const error = errors.errors[i]!;
    expect(error, why).toMatchObject({ name: 'InvalidOptionError', field, started: [] });
    expect(error.value, why).toEqual(Object.values(bad)[0]);
    expect(error.allowed, why).toMatch(allowed);
    expect(error.message, why).toContain(field);
  }
  expect(errors.functional).toEqual(['InvalidOptionError', 'epochs']);
  expect(errors.usable).toBe(true);
});

test('the name of an experiment', async ({ labPage }) => {
  const error = await labPage.evaluate(async () => {
    const lab = await window.trainlab.createLab({ backends: ['cpu'] });
    return lab.train('constructor' as never).catch((e) => {
      const { name, field, allowed } = e as Record<string, string>;
      return { name, field, allowed };
    });
  });
  expect(error).toMatchObject({
    name: 'InvalidOptionError',
    field: 'experiment',
    allowed: expect.stringContaining('transfer'),
  });
});

test('what a model is asked to predict, and a model that is gone', async ({ labPage }) => {
  const outcome = await labPage.evaluate(async (tiny) => {
    const lab = await window.trainlab.createLab({ backends: ['wasm'], threads: 1 });
    const { model } = await lab.train('transfer', tiny);
    const nameOf = (promise: Promise<unknown>) => promise.then(String, (e) => e.name);
    const names = [];
    for (const input of [
      undefined,
      5,
      'seven',
      {},
      { data: [], width: 1, height: 1 },
      new ImageData(8, 8),
      () => 1,
    ]) {
      names.push(await nameOf(model.predict(input as never)));
    }
    const unnamed = await model.save('').catch(({ name, field }) => ({ name, field }));
    const drawing = new ImageData(8, 8);
    drawing.data.fill(255, 100, 140);
    const { label } = await model.predict(drawing);
    await model.dispose();
    await model.dispose();
    return { names, unnamed, label, gone: await nameOf(model.predict(drawing)) };
  }, tiny);
  expect(outcome.names).toEqual(Array(7).fill('InvalidInputError'));
  expect(outcome.unnamed).toEqual({ name: 'InvalidOptionError', field: 'name' });
  expect(outcome.label).toBeGreaterThanOrEqual(5);
  expect(outcome.gone).toBe('ModelDisposedError');
});

test('data sets: a missing, a truncated, a foreign and a broken file, by URL, File and bytes', async ({
  labPage,
}) => {
  const idx = (magic: number, sizes: number[], bytes: number) => {
    const head = Buffer.alloc(4 + 4 * sizes.length);
    head.writeUInt32BE(magic);
    for (const [i, size] of sizes.entries()) head.writeUInt32BE(size, 4 + 4 * i);
    return Buffer.concat([head, Buffer.alloc(bytes, 3)]);
  };
  const good = {
    trainImages: [...idx(2051, [40, 28, 28], 40 * 784)],
    trainLabels: [...idx(2049, [40], 0), ...Array.from({ length: 40 }, (_, i) => i % 10)],
    testImages: [...gzipSync(idx(2051, [10, 28, 28], 10 * 784))],
    testLabels: [...idx(2049, [10], 0), ...Array.from({ length: 10 }, (_, i) => i)],
  };
  const bad = [
    { trainImages: good.trainImages.slice(0, 1000) },
    { trainLabels: [...idx(2049, [39], 39)] },
    { testLabels: good.testImages },
    { testImages: [31, 139, 8, 0, 1, 2, 3] },
    { testImages: [] },
  ];
  const errors = await labPage.evaluate(
    async ([good, bad]) => {
      const lab = await window.trainlab.createLab({ backends: ['wasm'], threads: 1 });
      const bytes = (files: Record<string, number[]>) =>
        Object.fromEntries(Object.entries(files).map(([name, file]) => [name, new Uint8Array(file)]));
      const whole = bytes(good) as never as Record<'trainImages', Uint8Array>;
      const told = [];
      const sources = [
        ...bad.map((files) => ({ ...whole, ...bytes(files as never) })),
        { ...whole, trainImages: '/nowhere/train-images' },
        { ...whole, trainImages: new File([whole.trainImages.slice(0, 99)], 'mine.idx') },
        '/nowhere/mnist',
      ];
      for (const data of sources) {
        const error = (await lab.train('transfer', { data } as never).catch((e) => e)) as never as Record<
          string,
          string
        >;
        told.push({ name: error.name, file: error.file, reason: error.reason });
      }
      const { dataset } = await lab.train('transfer', { data: whole, epochs: 1 } as never);
      return { told, dataset };
    },
    [good, bad] as const,
  );
  expect(errors.told.map(({ name }) => name)).toEqual(Array(8).fill('DatasetError'));
  const [truncated, fewer, foreign, broken, empty, missing, file, folder] = errors.told;
  expect(truncated).toMatchObject({ file: 'trainImages', reason: expect.stringContaining('truncated') });
  expect(fewer).toMatchObject({ file: 'trainLabels', reason: expect.stringMatching(/40.*39/) });
  expect(foreign).toMatchObject({ file: 'testLabels', reason: expect.stringContaining('magic number') });
  expect(broken).toMatchObject({ file: 'testImages', reason: expect.stringContaining('gzip') });
  expect(empty).toMatchObject({ file: 'testImages', reason: expect.stringContaining('empty') });
  expect(missing).toMatchObject({ file: expect.stringContaining('/nowhere/train-images'), reason: /404/ });
  expect(file!.file).toBe('mine.idx');
  expect(folder).toMatchObject({ file: expect.stringContaining('/nowhere/mnist/'), reason: /404/ });
  expect(errors.dataset).toMatchObject({ name: 'MNIST', train: 40, test: 10 });
});
