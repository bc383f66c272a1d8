// lab.registerLayers: layers of the page's own are known to whatever loads networks.
import { expect, SPIRAL, test } from './site';

test('a network with a layer of the page’s own can be read once the layer is known', async ({ labPage }) => {
  const told = await labPage.evaluate(async () => {
    const lab = await window.trainlab.createLab({ backends: ['cpu'] });
    const topology = {
      class_name: 'Sequential',
      config: {
        name: 'own',
        layers: [
          {
            class_name: 'Dense',
            config: {
              name: 'first',
              units: 3,
              activation: 'relu',
              use_bias: true,
              batch_input_shape: [null, 2],
            },
          },
          { class_name: 'Doubled', config: { name: 'second', factor: 4 } },
        ],
      },
    };
    const manifest = [
      {
        paths: ['weights.bin'],
        weights: [
          { name: 'first/kernel', shape: [2, 3], dtype: 'float32' },
          { name: 'first/bias', shape: [3], dtype: 'float32' },
        ],
      },
    ];
    const json = JSON.stringify({
      format: 'layers-model',
      modelTopology: topology,
      weightsManifest: manifest,
    });
    const files = [new File([json], 'model.json'), new File([new Float32Array(9)], 'weights.bin')];
    const inspected = () =>
      lab.inspect({ files }).then(
        ({ layers }) => layers.map(({ type, shape }) => [type, shape]),
        ({ name, message }) => [name, message],
      );
    const source = `export const layers = ({ tf }) => [
      class Doubled extends tf.layers.Layer {
        static className = 'Doubled';
        constructor(config) { super(config); this.factor = config.factor; }
        computeOutputShape([batch, units]) { return [batch, this.factor * units]; }
        call(inputs) { return tf.tile(Array.isArray(inputs) ? inputs[0] : inputs, [1, this.factor]); }
        getConfig() { return { ...super.getConfig(), factor: this.factor }; }
      }];`;
    const url = `data:text/javascript,${encodeURIComponent(source)}`;
    const before = await inspected();
    const names = await lab.registerLayers(url);
    return { before, names, again: await lab.registerLayers(url), after: await inspected() };
  });
  expect(told.before[0]).toBe('NetworkFileError');
  expect(told.before[1]).toContain('Doubled');
  expect([told.names, told.again]).toEqual([['Doubled'], ['Doubled']]);
  expect(told.after).toEqual([
    ['Dense', [3]],
    ['Doubled', [12]],
  ]);
});

test('layers that are none, or are called as others, are refused', async ({ page, host }) => {
  const origin = await host();
  await page.goto(origin);
  const errors = await page.evaluate(async (spiral) => {
    const { createLab } = (await import('/dist/index.js' as string)) as typeof window.trainlab;
    const lab = await createLab({ backends: ['cpu'] });
    const errors = [];
    for (const layers of [
      'undefined',
      '[]',
      '[class {}]',
      '({ tf }) => [class Mine extends tf.layers.Layer {}]',
      "({ tf }) => [class Mine extends tf.layers.Layer { static className = ''; }]",
      "({ tf }) => ({ Mine: class extends tf.layers.Layer { static className = 'Dense'; } })",
      "({ tf }) => [class Mine extends tf.layers.Layer { static className = 'Sine'; }]",
      '() => missing',
    ]) {
      if (layers.includes('Sine')) await lab.register('spiral', spiral);
      const url = `data:text/javascript,${encodeURIComponent(`export const layers = ${layers};`)}`;
      const error = await lab.registerLayers(url).catch((error) => error);
      errors.push([error.name, error.part, error.reason]);
    }
    const reloaded = await lab.register('reloaded', `${spiral}?v=2`);
    return [...errors, reloaded.name];
  }, SPIRAL);
  const name = 'ExperimentModuleError';
  expect(errors).toEqual([
    [name, 'layers', expect.stringMatching(/^layers is missing/)],
    [name, 'layers', expect.stringMatching(/^layers is an array; allowed is a list of classes/)],
    [name, 'layers.0', expect.stringMatching(/is a function/)],
    [name, 'layers.0.className', expect.stringMatching(/is missing/)],
    [name, 'layers.0.className', expect.stringMatching(/is ""/)],
    [name, 'layers.Mine.className', expect.stringMatching(/"Dense".*TensorFlow.js has a Dense/)],
    [name, 'layers.0.className', expect.stringMatching(/"Sine".*\/example\/spiral\.js has a Sine/)],
    [name, 'layers', expect.stringMatching(/ReferenceError/)],
    'reloaded',
  ]);
});
