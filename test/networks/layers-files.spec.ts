// Layers models in files, as a page hands them in: what does not fit together is refused before it is built, and the
// lab goes on.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import type { Page } from '@playwright/test';
import { root } from '../../scripts/run.mjs';
import { expect, test } from '../fixtures';

type Reference = [string, number, number, object];

interface LayerJson {
  class_name: string;
  name: string;
  config: Record<string, unknown>;
  inbound_nodes: Reference[][];
}

const input = (name = 'in'): LayerJson => ({
  class_name: 'InputLayer',
  name,
  config: { name, batch_input_shape: [null, 16, 16, 3], dtype: 'float32' },
  inbound_nodes: [],
});

const conv = (name: string, from: string, node = 0, tensor = 0): LayerJson => ({
  class_name: 'Conv2D',
  name,
  config: { name, filters: 3, kernel_size: [3, 3], padding: 'same', activation: 'relu' },
  inbound_nodes: [[[from, node, tensor, {}]]],
});

const functional = (layers: LayerJson[], output: string, node = 0, name = 'm') => ({
  class_name: 'Functional',
  config: { name, layers, input_layers: [['in', 0, 0]], output_layers: [[output, node, 0]] },
});

/** Weights of 3 × 3 × 3 × 3 and 3 numbers for each convolution, and three each for what is named besides. */
function weightsOf(layers: string[], others: string[] = []) {
  return [
    ...layers.flatMap((name) => [
      { name: `${name}/kernel`, shape: [3, 3, 3, 3], dtype: 'float32' },
      { name: `${name}/bias`, shape: [3], dtype: 'float32' },
    ]),
    ...others.map((name) => ({ name, shape: [3], dtype: 'float32' })),
  ];
}

/** Dreams of a model, of the layers named or of its default ones. */
function dream(page: Page, modelTopology: object, weights: object[], layers?: Record<string, number>) {
  return page.evaluate(
    async ({ modelTopology, weights, layers }) => {
      const specs = weights as { shape: number[] }[];
      const size = specs.reduce((sum, { shape }) => sum + shape.reduce((a, b) => a * b, 1), 0);
      const values = Float32Array.from({ length: size }, (_, i) => 0.2 + 0.1 * Math.sin(1.3 * i));
      const json = { modelTopology, weightsManifest: [{ paths: ['w.bin'], weights }] };
      const files = [new File([JSON.stringify(json)], 'model.json'), new File([values], 'w.bin')];
      const lab = await window.trainlab.createLab({ backends: ['cpu'] });
      const image = new ImageData(48, 48);
      image.data.forEach((_, i) => {
        image.data[i] = (i * 37) % 256;
      });
      const options = {
        network: { files },
        image,
        steps: 1,
        octaves: 1,
        seed: 1,
        ...(layers ? { layers } : {}),
      };
      const outcome = { width: 0, name: '', message: '' };
      try {
        const { output, model } = await lab.train('deepdream', options);
        outcome.width = output.image.width;
        await model.dispose();
      } catch (error) {
        outcome.name = (error as Error).name;
        outcome.message = (error as Error).message;
      }
      const { layers: own } = await lab.inspect(); // the lab goes on
      const left = await lab.memory();
      lab.terminate();
      return { outcome, goesOn: own.length > 0, left: left.tensors };
    },
    { modelTopology, weights, layers },
  );
}

const shared: LayerJson = { ...conv('c2', 'c1'), inbound_nodes: [[['c1', 0, 0, {}]], [['c1', 0, 0, {}]]] };

const broken: [what: string, model: object, says: RegExp][] = [
  [
    'a layer that is not there',
    functional([input(), conv('c1', 'ghost')], 'c1'),
    /layer c1 .*ghost, which is not there/,
  ],
  ['a circle', functional([input(), conv('c1', 'c2'), conv('c2', 'c1')], 'c2'), /go in a circle: c1, c2/],
  ['a layer that takes itself', functional([input(), conv('c1', 'c1')], 'c1'), /go in a circle: c1/],
  [
    'two layers of one name',
    functional([input(), conv('c1', 'in'), conv('c1', 'in')], 'c1'),
    /two layers have the name c1/,
  ],
  [
    'a call that there is not',
    functional([input(), conv('c1', 'in', 3)], 'c1'),
    /call 3 of the layer in, which has 1/,
  ],
  [
    'an output that there is not',
    functional([input(), conv('c1', 'in', 0, 2)], 'c1'),
    /output 2 of the layer in/,
  ],
  [
    'an output layer that is not there',
    functional([input(), conv('c1', 'in')], 'c9'),
    /output_layers takes the layer c9/,
  ],
  [
    'a call of a shared layer that there is not',
    functional([input(), conv('c1', 'in'), shared], 'c2', 2),
    /call 2 of the layer c2, which has 2/,
  ],
  [
    'a class that there is not',
    functional([input(), { ...conv('c1', 'in'), class_name: 'Wobble' }], 'c1'),
    /layer c1 has the class Wobble/,
  ],
  [
    'Python code',
    functional([input(), { ...conv('c1', 'in'), class_name: 'Lambda' }], 'c1'),
    /layer c1 is a Lambda/,
  ],
  [
    'a layer larger than the file',
    functional(
      [input(), { ...conv('c1', 'in'), config: { ...conv('c1', 'in').config, filters: 2 ** 28 } }],
      'c1',
    ),
    /layer c1 has a weight kernel .* but the file has 84 numbers/,
  ],
];

test('a graph that does not fit together is refused, and the lab goes on', async ({ labPage }) => {
  for (const [what, model, says] of broken) {
    const { outcome, goesOn, left } = await dream(labPage, model, weightsOf(['c1']));
    expect(outcome, what).toMatchObject({ name: 'NetworkFileError' });
    expect(outcome.message, what).toMatch(/^model\.json: /);
    expect(outcome.message, what).toMatch(says);
    expect(goesOn, what).toBe(true);
    expect(left, what).toBe(0);
  }
});

test('layers of a nested model can be dreamt on', async ({ labPage }) => {
  const base = functional([input(), conv('c1', 'in'), conv('c2', 'c1')], 'c2', 0, 'base');
  const nested = { ...base, name: 'base', inbound_nodes: [[['in', 0, 0, {}]]] } as unknown as LayerJson;
  const model = functional([input(), nested, conv('c3', 'base', 1)], 'c3');
  const { outcome, left } = await dream(labPage, model, weightsOf(['c1', 'c2', 'c3']), { 'base/c1': 1 });
  expect(outcome).toEqual({ width: 48, name: '', message: '' });
  expect(left).toBe(0);
});

test('a batch normalisation along the axes [3] is one along the last', async ({ labPage }) => {
  const normalization: LayerJson = {
    class_name: 'BatchNormalization',
    name: 'bn',
    config: { name: 'bn', axis: [3], momentum: 0.99, epsilon: 0.001, center: true, scale: true },
    inbound_nodes: [[['c1', 0, 0, {}]]],
  };
  const model = functional([input(), conv('c1', 'in'), normalization], 'bn');
  const weights = weightsOf(['c1'], ['bn/gamma', 'bn/beta', 'bn/moving_mean', 'bn/moving_variance']);
  const { outcome } = await dream(labPage, model, weights, { bn: 1 });
  expect(outcome).toEqual({ width: 48, name: '', message: '' });
});

test('a file of Keras is inspected, alone or by its address', async ({ labPage, origin }) => {
  const bytes = gunzipSync(readFileSync(join(root, 'test/interop/models/residual.3.keras.gz')));
  await labPage.route(`${origin}/signed/residual.keras?key=1`, (route) => route.fulfill({ body: bytes }));
  const found = await labPage.evaluate(async (base64) => {
    const file = new File(
      [Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0))],
      'residual.keras',
    );
    const lab = await window.trainlab.createLab({ backends: ['cpu'] });
    const described = await lab.inspect(file);
    const byAddress = await lab.inspect({ url: '/signed/residual.keras?key=1' });
    lab.terminate();
    return { described, same: JSON.stringify(byAddress.layers) === JSON.stringify(described.layers) };
  }, bytes.toString('base64'));
  expect(found.described.layers.map(({ type }) => type)).toContain('BatchNormalization');
  expect(found.described.name).toBe('residual.keras');
  expect(found.same).toBe(true);
});
