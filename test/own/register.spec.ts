// lab.register: an experiment of the page's own has all that the built-in ones have; a module that has a fault is
// refused by what is wrong with it, and the lab stays usable.
import { ISOLATED } from '../consumers/site';
import { dataUrl, expect, SPIRAL, test } from './site';

test('a registered experiment has all that the built-in ones have', async ({ page, host }) => {
  await page.goto(await host(ISOLATED));
  const told = await page.evaluate(async (url) => {
    const { createLab } = (await import('/dist/index.js' as string)) as typeof window.trainlab;
    const lab = await createLab<{ spiral: unknown }>({ backends: ['wasm'], threads: 1 });
    const before = lab.experiments().map(({ name }) => name);
    const description = await lab.register('spiral', url);
    const listed = lab.experiments();

    const seen = new Set<string>();
    const ofLab = new Set<string>();
    lab.on('epoch', ({ experiment }) => ofLab.add(experiment));
    const run = lab.train('spiral', { epochs: 8, seed: 1 });
    for (const type of ['status', 'progress', 'batch', 'epoch'] as const) run.on(type, () => seen.add(type));
    const result = await run;
    const again = await lab.train('spiral', { epochs: 8, seed: 1 });
    const quick = await lab.train('spiral', { preset: 'quick', units: 8, seed: 1 });

    // Where the spirals are: points on the one, and across from them on the other.
    const points = [2, 3, 4, 5, 6].flatMap((turn) =>
      [0, 1].map((second) => ({
        point: {
          x: turn * Math.cos(turn + second * Math.PI),
          y: turn * Math.sin(turn + second * Math.PI),
        },
        label: second ? 'second' : 'first',
      })),
    );
    const answers = [];
    for (const { point, label } of points) answers.push([label, (await result.model.predict(point)).label]);

    const refused = [];
    for (const options of [{ units: 0 }, { unit: 3 }, { preset: 'full' }, { seed: -1 }]) {
      refused.push(
        await lab
          .train('spiral', options as never)
          .catch((error) => [(error as Error).name, (error as { field?: string }).field]),
      );
    }

    const stopped = lab.train('spiral', { epochs: 1000, seed: 1 });
    const queued = lab.train('spiral', { preset: 'quick', seed: 2 });
    const waits = await new Promise((resolve) => queued.on('status', ({ state }) => resolve(state)));
    await new Promise<unknown>((resolve) => stopped.on('batch', resolve));
    stopped.pause();
    await new Promise<void>((resolve) => {
      stopped.on('status', ({ state }) => state === 'paused' && resolve());
    });
    stopped.resume();
    await stopped.stop();
    const ending = await stopped;
    const after = await queued;

    await result.model.save('indexeddb://spiral');
    for (const { model } of [result, again, quick, after, ending]) await model.dispose();
    const { model: _, ...rest } = result;
    return {
      ...{ before, description, listed, seen: [...seen].sort(), ofLab: [...ofLab], rest, answers, refused },
      ...{
        waits,
        ending: [ending.stopped, ending.epoch, ending.dataset.name],
        same: again.metrics,
        quick: quick.hyperparameters,
        left: await lab.memory(),
      },
    };
  }, SPIRAL);
  expect(told.listed.map(({ name }) => name)).toEqual([...told.before, 'spiral']);
  expect(told.listed.at(-1)).toEqual(told.description);
  expect(told.description).toMatchObject({
    ...{ name: 'spiral', title: 'Two spirals', presets: { quick: { epochs: 2, points: 500 } }, options: {} },
    hyperparameters: { units: { type: 'integer', default: 32, min: 1, max: 512 } },
    metrics: { valAccuracy: { kind: 'fraction', validates: 'accuracy' } },
  });
  expect(told.seen).toEqual(['batch', 'epoch', 'progress', 'status']);
  expect(told.ofLab).toEqual(['spiral']);
  expect(told.rest).toMatchObject({
    ...{ experiment: 'spiral', seed: 1, backend: 'wasm' },
    hyperparameters: {
      epochs: 8,
      batchSize: 50,
      learningRate: 0.01,
      units: 32,
      points: 2000,
      restoreBest: true,
    },
    phases: [{ name: 'spirals', trainableParameters: 3 * 32 + 33 * 32 + 33 * 2, frozenParameters: 0 }],
    dataset: { name: 'spirals', source: 'drawn', train: 2000, test: 400 },
  });
  expect(told.rest.history).toHaveLength(8);
  expect(told.rest.metrics.valAccuracy).toBeGreaterThan(0.99);
  expect(told.same).toEqual(told.rest.metrics);
  expect(told.quick).toMatchObject({ epochs: 2, batchSize: 50, learningRate: 0.01, units: 8, points: 500 });
  for (const [label, answer] of told.answers) expect(answer).toBe(label);
  expect(told.refused).toEqual([
    ['InvalidOptionError', 'units'],
    ['InvalidOptionError', 'unit'],
    ['InvalidOptionError', 'preset'],
    ['InvalidOptionError', 'seed'],
  ]);
  expect(told.waits).toBe('queued');
  expect(told.ending).toEqual([true, expect.any(Number), 'spirals']);
  expect(told.left).toEqual({ tensors: 0, bytes: 0 });
});

/** A module whose experiment differs from a sound one in these parts. */
const withParts = (parts: string) =>
  dataUrl(`export const experiment = {
    title: 'Mine', description: 'Something.', metrics: { loss: { kind: 'loss' } },
    hyperparameters: { epochs: { type: 'integer', default: 1, min: 1, max: 5, description: 'Epochs' } },
    async *train() {}, predict() {}, ${parts} };`);

const faulty: [what: string, url: string, part: string, message: RegExp][] = [
  ['no such file', '/none/mine.js', 'module', /HTTP 404/],
  ['a page instead of a file', '/', 'module', /the server sent text\/html.*, no JavaScript/],
  ['no host', 'http://127.0.0.1:1/mine.js', 'module', /no connection/],
  ['no syntax', dataUrl('let ='), 'module', /SyntaxError/],
  ['a throw', dataUrl("throw new RangeError('too early')"), 'module', /RangeError: too early/],
  ['a bare import', dataUrl("import 'lodash';"), 'module', /lodash/],
  ['no export', dataUrl('let mine;'), 'experiment', /missing.*export named experiment/],
  ['another export', dataUrl('export const mine = 1'), 'experiment', /missing/],
  ['a number', dataUrl('export default 5'), 'experiment', /is 5/],
  ['a class', dataUrl('export default class {}'), 'default', /threw TypeError/],
  ['a function that gives nothing', dataUrl('export default () => {}'), 'experiment', /missing/],
  ['a function that throws', dataUrl('export default () => nothing'), 'default', /ReferenceError/],
  ['no train', withParts('train: undefined'), 'train', /missing.*async generator/],
  ['no predict', withParts('predict: undefined'), 'predict', /missing.*a function/],
  ['no title', withParts("title: ''"), 'title', /is "".*text/],
  ['no description', withParts('description: 7'), 'description', /is 7/],
  ['no metrics', withParts('metrics: undefined'), 'metrics', /missing/],
  [
    'a metric of no kind',
    withParts("metrics: { loss: { kind: 'lost' } }"),
    'metrics.loss.kind',
    /"lost".*fraction/,
  ],
  [
    'a metric that validates nothing',
    withParts("metrics: { valLoss: { kind: 'loss', validates: 'loss' } }"),
    'metrics.valLoss.validates',
    /"loss"/,
  ],
  ['no hyperparameters', withParts('hyperparameters: [1]'), 'hyperparameters', /an array/],
  [
    'a bare hyperparameter',
    withParts('hyperparameters: { units: 3 }'),
    'hyperparameters.units',
    /is 3.*integer\(\)/,
  ],
  [
    'a default out of bounds',
    withParts("hyperparameters: { units: { type: 'integer', default: 9, min: 1, max: 5, description: '' } }"),
    'hyperparameters.units.default',
    /is 9.*1 to 5/,
  ],
  ['a reserved name', withParts('hyperparameters: { seed: 3 }'), 'hyperparameters.seed', /another name/],
  ['a preset of nothing', withParts('presets: { quick: { units: 3 } }'), 'presets.quick.units', /epochs/],
  [
    'a preset out of bounds',
    withParts('presets: { quick: { epochs: 9 } }'),
    'presets.quick.epochs',
    /1 to 5/,
  ],
  [
    'an option without a reader',
    withParts("options: { data2: { type: 'value', description: '' } }"),
    'options.data2.read',
    /a function/,
  ],
  ['data of no type', withParts("data: { type: 'csv', description: '' }"), 'data.type', /"csv".*files/],
  ['a part misspelt', withParts('preset: {}'), 'preset', /only title/],
  ['no unit', withParts("unit: 'step'"), 'unit', /epoch or octave/],
  ['layers that are none', dataUrl('export const layers = [5]; export default {}'), 'layers.0', /is 5/],
];

test('a module that is wrong is refused by what is wrong with it', async ({ labPage }) => {
  const { errors, usable, listed } = await labPage.evaluate(
    async (modules) => {
      const lab = await window.trainlab.createLab<{ mine: unknown }>({ backends: ['cpu'] });
      const errors = [];
      for (const url of modules) {
        const error = await lab.register('mine', url).catch((error) => error);
        const { name, file, part, message } = error;
        const known = error instanceof window.trainlab.ExperimentModuleError;
        errors.push({ name, file, part, message, known });
      }
      // The name is free yet, and a sound module can be had under it.
      const url = `data:text/javascript,${encodeURIComponent(`
      export default ({ tf, experiment }) => experiment({
        title: 'Mine', description: 'Something.', hyperparameters: {}, metrics: { loss: { kind: 'loss' } },
        async *train() {
          const network = tf.sequential({ layers: [tf.layers.dense({ units: 1, inputShape: [1] })] });
          return { network, epoch: 1, metrics: { loss: 1 }, phases: [], history: [],
            dataset: { name: 'none', source: 'none', train: 0, test: 0 } };
        },
        predict: (network, input) => input + 1,
      });`)}`;
      await lab.register('mine', url);
      const { model, metrics } = await lab.train('mine');
      const usable = [metrics, await model.predict(41)];
      return { errors, usable, listed: lab.experiments().filter(({ name }) => name === 'mine').length };
    },
    faulty.map(([, url]) => url),
  );
  for (const [i, [what, , part, message]] of faulty.entries()) {
    expect(errors[i], what).toMatchObject({ name: 'ExperimentModuleError', part, known: true });
    expect(errors[i]!.message, what).toMatch(message);
    expect(errors[i]!.message, what).toContain(errors[i]!.file);
  }
  expect(usable).toEqual([{ loss: 1 }, 42]);
  expect(listed).toBe(1);
});

test('names and addresses', async ({ labPage }) => {
  const url = dataUrl("import './beside.js'");
  const errors = await labPage.evaluate(
    async ([url, sound]) => {
      const lab = await window.trainlab.createLab<Record<string, unknown>>({ backends: ['cpu'] });
      const told = (error: unknown) => {
        const { name, field } = error as Error & { field?: string };
        return [name, field];
      };
      const refused = (name: unknown, address: unknown) =>
        lab.register(name as string, address as string).then(() => 'registered', told);
      return [
        await refused('transfer', sound),
        await refused('', sound),
        await refused('2 spirals', sound),
        await refused('__proto__', sound),
        await refused(5, sound),
        ...(await Promise.all([refused('a', sound), refused('a', sound)])),
        await refused('a', sound),
        await refused('b', 'http://['),
        await refused('b', ''),
        await refused('b', 5),
        (await refused('b', url))[0],
        await refused('constructor', sound),
        await lab.train('__proto__' as never).catch(told),
      ];
    },
    [url, withParts('')] as const,
  );
  const name = ['InvalidOptionError', 'name'];
  const address = ['InvalidOptionError', 'url'];
  expect(errors).toEqual([
    ...[name, name, name, name, name, 'registered', name, name],
    ...[
      address,
      address,
      address,
      'ExperimentModuleError',
      'registered',
      ['InvalidOptionError', 'experiment'],
    ],
  ]);
});

/** What `train` does, and what is told of it. */
const running: [what: string, train: string, name: string, part: string | undefined, message: RegExp][] = [
  ['no generator', 'async train() {}', 'ExperimentModuleError', 'train', /async generator/],
  ['a generator that never waits', '*train() {}', 'ExperimentModuleError', 'train', /async generator/],
  ['nothing', 'async *train() {}', 'ExperimentModuleError', 'train: the result', /missing.*network/],
  [
    'no network',
    'async *train() { return {}; }',
    'ExperimentModuleError',
    'train: the result.network',
    /missing.*save and dispose/,
  ],
  [
    'metrics that are none',
    "async *train() { return { network: { save() {}, dispose() {} }, epoch: 1, dataset: { name: '', source: '', train: 0, test: 0 }, metrics: { loss: 'low' } }; }",
    'ExperimentModuleError',
    'train: the result.metrics',
    /numbers by name/,
  ],
  [
    'an unknown event',
    "async *train() { yield { type: 'news' }; }",
    'ExperimentModuleError',
    'train: an event',
    /"news"/,
  ],
  ['no event', 'async *train() { yield 5; }', 'ExperimentModuleError', 'train: an event', /is 5/],
  [
    'a plan without steps',
    "async *train() { yield { type: 'plan', work: 1 }; }",
    'ExperimentModuleError',
    'train: plan.steps',
    /missing.*a number/,
  ],
  [
    'numbers for tensors',
    "async *train() { yield { type: 'step', phase: 'a', epoch: 1, epochs: 1, batch: 1, batches: 1, metrics: { loss: 1 } }; }",
    'ExperimentModuleError',
    'train: step.metrics',
    /scalar tensors/,
  ],
  [
    'a tensor for a sample',
    "async *train() { yield { type: 'sample', epoch: 1, sample: { picture: tf.scalar(1) } }; }",
    'ExperimentModuleError',
    'train: sample.sample',
    /no tensors/,
  ],
  ['an error', "async *train() { throw new RangeError('mine'); }", 'RangeError', undefined, /mine/],
  [
    'a typed error',
    "async *train() { throw new TrainingError('mine'); }",
    'TrainingError',
    undefined,
    /mine/,
  ],
];

test('an experiment that fails while it runs is told of, and the next one trains', async ({ labPage }) => {
  const modules = running.map(([, train]) =>
    dataUrl(`export default ({ tf, experiment, TrainingError }) => experiment({
      title: 'Mine', description: 'Something.', hyperparameters: {}, metrics: {}, ${train}, predict() {} });`),
  );
  const { errors, prediction, metrics } = await labPage.evaluate(async (modules) => {
    const lab = await window.trainlab.createLab<Record<string, unknown>>({ backends: ['wasm'], threads: 1 });
    const errors = [];
    for (const [i, url] of modules.entries()) {
      await lab.register(`mine${i}`, url);
      const { name, part, message } = (await lab.train(`mine${i}`).catch((error) => error)) as Error & {
        part?: string;
      };
      errors.push({ name, part, message });
    }
    const source = `export default ({ tf, experiment }) => experiment({
      title: 'Mine', description: 'Something.', hyperparameters: {}, metrics: {},
      async *train({}, { own }) {
        const network = own(tf.sequential({ layers: [tf.layers.dense({ units: 1, inputShape: [1] })] }));
        return { network, epoch: 1, metrics: {}, phases: [], history: [], dataset: { name: '', source: '', train: 0, test: 0 } };
      },
      predict: (network, input) => network.predict(tf.tensor2d([[input]])),
    });`;
    await lab.register('tensors', `data:text/javascript,${encodeURIComponent(source)}`);
    const { model } = await lab.train('tensors');
    const prediction = await model.predict(1).catch((error) => [error.name, error.part]);
    const { metrics } = await lab.train('antirectifier', { epochs: 1, examples: 50, hiddenSize: 4, seed: 1 });
    return { errors, prediction, metrics };
  }, modules);
  for (const [i, [what, , name, part, message]] of running.entries()) {
    expect(errors[i], what).toMatchObject({ name, ...(part && { part }) });
    expect(errors[i]!.message, what).toMatch(message);
  }
  expect(prediction).toEqual(['ExperimentModuleError', 'predict: the prediction']);
  expect(metrics.loss).toBeGreaterThan(0);
});
