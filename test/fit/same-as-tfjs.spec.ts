// Networks of the page, trained in the lab, end with the weights that `model.fit` gives on TensorFlow.js' CPU backend.
import { expect, test } from '../fixtures';

const INSIDE = '/test/fit/fit.page.js';
type Inside = typeof import('./fit.page');

const names = ['table', 'text', 'convolutions', 'severalInputs', 'autoencoder', 'unet', 'volumes'];

for (const name of names) {
  test(`${name}: the same weights, outputs and loss, and the page's own network stays as it was`, async ({
    labPage,
  }) => {
    const found = await labPage.evaluate(
      async ([url, one]) => {
        const inside: Inside = await import(url);
        return inside.compare(one, 'wasm');
      },
      [INSIDE, name] as const,
    );
    expect(found.moved).toBeGreaterThan(0.005);
    expect(found.weights).toBeLessThan(1e-4);
    expect(found.outputs).toBeLessThan(1e-4);
    expect(found.loss).toBeLessThan(1e-4);
    expect(found.untouched).toBe(0);
    expect(found.memory).toEqual({ tensors: 0, bytes: 0 });
  });
}
