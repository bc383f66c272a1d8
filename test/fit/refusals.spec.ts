// What does not fit is refused before the first step, by an error that names the field, what came and what fits.
import { expect, test } from '../fixtures';

const x = [
  [0, 1],
  [1, 0],
  [1, 1],
  [0, 0],
];
const y = [0, 1, 1, 0];
const classifier = [{ type: 'dense', units: 2, activation: 'softmax' }];
const linear = [{ type: 'dense', units: 1 }];

/** Network, data, options; then the field and what the message must say. */
const refused: Record<
  string,
  [network: unknown, data: unknown, options: unknown, field: string, says: RegExp]
> = {
  'a class outside': [classifier, { x, y: [0, 1, 2, 0] }, {}, 'data.y[2]', /is 2; .*0 to 1/],
  'a class that is no whole number': [classifier, { x, y: [0, 0.5, 1, 0] }, {}, 'data.y[1]', /0 to 1/],
  'NaN in x': [
    classifier,
    {
      x: [
        [0, 1],
        [Number.NaN, 0],
      ],
      y: [0, 1],
    },
    {},
    'data.x[1][0]',
    /NaN; .*finite/,
  ],
  'NaN in y': [linear, { x, y: [0, 1, Number.NaN, 0] }, {}, 'data.y[2]', /finite/],
  'rows of other lengths': [classifier, { x: [[0, 1], [1]], y: [0, 1] }, {}, 'data.x[1]', /1 long.*2 long/],
  'text among numbers': [classifier, { x: [[0, 'a']], y: [0] }, {}, 'data.x[0][1]', /"a".*a number/],
  'a wrong shape': [
    [{ type: 'dense', units: 1, inputShape: [3] }],
    { x, y },
    {},
    'data.x',
    /\[4, 2\].*\[examples, 3\]/,
  ],
  'a shape of another size': [
    classifier,
    { x: { data: [1, 2, 3], shape: [2, 2] }, y },
    {},
    'data.x.shape',
    /3 numbers/,
  ],
  'fewer targets': [classifier, { x, y: [0, 1] }, {}, 'data.y', /2 examples.*4/],
  'targets of another shape': [linear, { x, y: x }, {}, 'data.y', /\[examples, 2\].*\[examples, 1\]/],
  'no data': [classifier, undefined, {}, 'data', /x, y/],
  'no examples': [
    [{ type: 'dense', units: 1, inputShape: [2] }],
    { x: { data: [], shape: [0, 2] }, y: [] },
    {},
    'data.x',
    /one or more/,
  ],
  'a loss that does not fit': [
    linear,
    { x, y },
    { loss: 'binaryCrossentropy' },
    'loss',
    /ends in linear.*sigmoid/,
  ],
  'a loss there is not': [linear, { x, y }, { loss: 'mean' }, 'loss', /meanSquaredError/],
  'shares for a sparse loss': [
    classifier,
    { x, y: x },
    { loss: 'sparseCategoricalCrossentropy' },
    'loss',
    /categoricalCrossentropy, as data.y/,
  ],
  'a loss of no output': [linear, { x, y }, { loss: { price: 'mse' } }, 'loss.price', /one of dense/],
  'an input there is not': [
    [{ type: 'dense', units: 1, inputShape: [2] }],
    { x: { foo: x }, y },
    {},
    'data.x.foo',
    /one of dense.*input/,
  ],
  'a metric there is not': [linear, { x, y }, { metrics: ['accurate'] }, 'metrics[0]', /accuracy/],
  'an option there is not': [linear, { x, y }, { epoch: 3 }, 'epoch', /epochs, batchSize/],
  'an optimizer there is not': [linear, { x, y }, { optimizer: 'lion' }, 'optimizer', /adam/],
  'an option of another optimizer': [
    linear,
    { x, y },
    { optimizer: { name: 'sgd', beta1: 0.9 } },
    'optimizer.beta1',
    /sgd has only/,
  ],
  'a schedule there is not': [
    linear,
    { x, y },
    { learningRate: { schedule: 'sine' } },
    'learningRate.schedule',
    /cosine/,
  ],
  'a validation of everything': [linear, { x, y }, { validation: 1 }, 'validation', /below 1/],
  'a monitor there is not': [
    linear,
    { x, y },
    { stopEarly: { monitor: 'valLoss' } },
    'stopEarly.monitor',
    /one of loss/,
  ],
  'a weight of no class': [classifier, { x, y }, { classWeight: { 2: 1 } }, 'classWeight.2', /0 to 1/],
  'too few weights': [classifier, { x, y }, { sampleWeight: [1, 2] }, 'sampleWeight', /2 numbers.*4/],
  'a layer there is not': [
    [{ type: 'densely', units: 1 }],
    { x, y },
    {},
    'network[0].type',
    /dense.*lab\.register/,
  ],
  'a layer that does not fit': [
    [...classifier, { type: 'conv2d', filters: 1, kernelSize: 3 }],
    { x, y },
    {},
    'network[1]',
    /"conv2d"; .*fits there/,
  ],
  'a topology with a layer of its own': [
    { class_name: 'Sequential', config: { name: 's', layers: [{ class_name: 'Mine', config: {} }] } },
    { x, y },
    {},
    'network',
    /Mine.*lab\.register/,
  ],
  'a topology that breaks half-way': [
    {
      class_name: 'Sequential',
      config: {
        name: 's',
        layers: [
          { class_name: 'Dense', config: { units: 2, batch_input_shape: [null, 2] } },
          { class_name: 'Mine', config: {} },
        ],
      },
    },
    { x, y },
    {},
    'network',
    /Mine/,
  ],
  'text that is no topology': ['a network', { x, y }, {}, 'network', /JSON/],
  'nothing for a network': [undefined, { x, y }, {}, 'network', /tf\.LayersModel/],
  'a pattern of no layer': [linear, { x, y }, { freeze: ['conv*'] }, 'freeze[0]', /dense/],
  'everything frozen': [linear, { x, y }, { freeze: ['*'] }, 'freeze', /a layer to train/],
  'pictures changed that are none': [
    linear,
    { x, y },
    { augment: { flip: true } },
    'augment',
    /height, width, channels/,
  ],
};

test('every misfit is refused by name', async ({ labPage }) => {
  const cases = Object.entries(refused);
  const found = await labPage.evaluate(
    async (given) => {
      const lab = await window.trainlab.createLab({ backends: ['wasm'], threads: 1 });
      const answers = [];
      for (const [network, data, options] of given) {
        let steps = 0;
        const run = lab.fit(network as never, data as never, { epochs: 1, ...(options as object) });
        run.on('batch', () => steps++);
        const answer = await run.then(
          () => ({ name: 'none', field: '', message: 'trained' }),
          (error) => {
            const { name, field, message } = error as { name: string; field: string; message: string };
            return { name, field, message };
          },
        );
        answers.push({ ...answer, steps });
      }
      const memory = await lab.memory();
      lab.terminate();
      return { answers, memory };
    },
    cases.map(([, [network, data, options]]) => [network, data, options] as const),
  );
  for (const [i, [name, [, , , field, says]]] of cases.entries()) {
    const answer = found.answers[i]!;
    expect({ name, field: answer.field, error: answer.name, steps: answer.steps }, answer.message).toEqual({
      ...{ name, field, error: 'InvalidOptionError', steps: 0 },
    });
    expect(answer.message, name).toMatch(says);
  }
  expect(found.memory).toEqual({ tensors: 0, bytes: 0 });
});
