// The network to dream on that comes with the package.
import { expect, test } from '../fixtures';

type Page = typeof import('./embedded-network.page');

test('its weights fit its layers, which take pictures of any size', async ({ labPage }) => {
  const { layers, parameters, metadata, motifClasses, embeddedLayers, finite, left } = await labPage.evaluate(
    async (url) => ((await import(url)) as Page).describe(),
    '/test/experiments/embedded-network.page.js',
  );
  expect(layers.at(-1)).toEqual(['Dense', [16]]);
  expect(parameters).toBe(393_120);
  expect(metadata).toEqual({ classes: motifClasses });
  expect(Object.keys(embeddedLayers).length).toBeGreaterThan(0);
  for (const name of Object.keys(embeddedLayers)) expect(name).toMatch(/^conv[1-6]$/);
  expect(finite).toBe(true);
  expect(left).toBe(0);

  const shapes = await labPage.evaluate(
    async (url) => ((await import(url)) as Page).shapesAt(75, 102),
    '/test/experiments/embedded-network.page.js',
  );
  expect(Object.fromEntries(shapes)).toMatchObject({
    conv1: [1, 75, 102, 24],
    conv2: [1, 38, 51, 48],
    conv4: [1, 19, 26, 96],
    conv6: [1, 10, 13, 160],
    motif: [1, 16],
  });
});

test('it tells nine in ten motifs drawn from another seed', async ({ labPage }) => {
  const accuracy = await labPage.evaluate(
    async (url) => ((await import(url)) as Page).accuracy(480, 48, 'fresh'),
    '/test/experiments/embedded-network.page.js',
  );
  expect(accuracy).toBeGreaterThan(0.9);
});

test('weights packed in bytes come back within half a step; a wrong length is refused', async ({
  labPage,
}) => {
  const { length, error, bias, flat, refusal } = await labPage.evaluate(
    async (url) => ((await import(url)) as Page).packed(),
    '/test/experiments/embedded-network.page.js',
  );
  expect(length).toBe(8 * 8 + 288 + 2 * 4 + 8 * 3 + 6);
  expect(error).toBeLessThanOrEqual(0.5001);
  expect(bias).toEqual([Math.fround(0.1), -2.5]);
  expect(flat).toEqual([1, 1, 1, 1, 1, 1]);
  expect(refusal).toBe(`These shapes take ${length} bytes of weights, not ${length - 1}.`);
});
