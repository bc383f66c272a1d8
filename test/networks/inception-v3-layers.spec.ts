// What a page can choose from InceptionV3 before its weights are there.
import { expect, test } from '../fixtures';

test('lists the layers of InceptionV3 without its file', async ({ labPage }) => {
  const layers = await labPage.evaluate(async () => {
    const lab = await window.trainlab.createLab({ backends: ['cpu'] });
    const network = { architecture: 'inception-v3', weights: '/nowhere.h5' } as const;
    return (await lab.inspect(network)).layers;
  });
  const chosen = layers.filter(({ coefficient }) => coefficient > 0);
  // The coefficients are those of Keras' deep_dream, the channels those of Keras Applications.
  expect(chosen.map(({ name, coefficient, shape }) => [name, coefficient, shape])).toEqual([
    ['mixed2', 0.2, [null, null, 288]],
    ['mixed3', 0.5, [null, null, 768]],
    ['mixed4', 2, [null, null, 768]],
    ['mixed5', 1.5, [null, null, 768]],
  ]);
  expect(layers[0]).toEqual({
    ...{ name: 'conv2d_1', type: 'Conv2D', shape: [null, null, 32], coefficient: 0, fixedSize: false },
    ...{ parameters: 3 * 3 * 3 * 32, trainable: true, dreamable: true },
  });
  expect(layers.at(-1)!.name).toBe('mixed10');
});
