// What a page can learn of a network: of the embedded one, of a model of the lab, and of what is none.
import { expect, test } from '../fixtures';

test('a network is told layer by layer, also one that takes no pictures', async ({ labPage }) => {
  const { embedded, adder, errors, left } = await labPage.evaluate(async () => {
    const lab = await window.trainlab.createLab({ backends: ['wasm'], threads: 1 });
    const refusal = (promise: Promise<unknown>) =>
      promise.then(
        () => ({}),
        ({ name, field, file }) => ({ name, field, file }),
      );
    const { model } = await lab.train('addition', { epochs: 1, questions: 40, hiddenSize: 8, digits: 1 });
    const adder = await lab.inspect(model);
    await model.dispose();
    const embedded = await lab.inspect();
    return {
      ...{ embedded, adder },
      errors: [
        await refusal(lab.inspect({ url: '/nowhere/model.json' })),
        await refusal(lab.inspect(5 as never)),
        await refusal(lab.inspect(model)),
      ],
      left: await lab.memory(),
    };
  });
  expect(adder.name).toBe('addition');
  // 4 · 8 · (12 + 8 + 1) weights of the reading LSTM, 4 · 8 · (8 + 8 + 1) of the writing one, 12 · (8 + 1) at the end.
  expect(adder.layers).toMatchObject([
    { type: 'LSTM', shape: [8], parameters: 672, trainable: true, dreamable: false },
    { type: 'RepeatVector', shape: [2, 8], parameters: 0 },
    { type: 'LSTM', shape: [2, 8], parameters: 544 },
    { type: 'Dense', shape: [2, 12], parameters: 108 },
  ]);
  expect(adder.parameters).toBe(672 + 544 + 108);
  expect(embedded.name).toBe('embedded');
  expect(embedded.layers[0]).toMatchObject({
    ...{ name: 'conv1', type: 'Conv2D', shape: [null, null, 24], parameters: 24 * (5 * 5 * 3 + 1) },
    ...{ dreamable: true, fixedSize: false },
  });
  expect(embedded.parameters).toBe(embedded.layers.reduce((sum, { parameters }) => sum + parameters, 0));
  expect(errors).toMatchObject([
    { name: 'NetworkFileError', file: expect.stringContaining('/nowhere/model.json') },
    { name: 'InvalidOptionError', field: 'network' },
    { name: 'ModelDisposedError' },
  ]);
  expect(left).toEqual({ tensors: 0, bytes: 0 });
});
