// Computations of users, on every backend, and what has no gradient.
import { expect, test } from '../fixtures';
import { notDifferentiable } from './not-differentiable';

const INSIDE = '/test/patches/samples.page.js';
type Inside = typeof import('./samples.page');

for (const backend of ['wasm', 'cpu', 'webgpu'] as const) {
  test.describe(backend, () => {
    test.beforeEach(async ({ page }) => {
      await page.goto('/blank.html');
      await page.evaluate(
        async ([url, name]) => {
          const inside: Inside = await import(url);
          await inside.start(name);
          Object.assign(window, { inside });
        },
        [INSIDE, backend] as const,
      );
    });

    test('averages are over the places inside, and so are their gradients', async ({ page }) => {
      const gradient = await page.evaluate(() => window.inside.averagePoolingGradient());
      expect(gradient).toEqual([0.25, 0.5, 0.75, 0.5, 1, 1.5, 0.75, 1.5, 2.25]);
    });

    test('a transposed convolution that does not fit is refused with what would', async ({ page }) => {
      const { fitting, large, volume, otherBatch } = await page.evaluate(() =>
        window.inside.transposedConvolutions(),
      );
      expect(fitting).toEqual(new Array(36).fill(1));
      expect(large).toMatch(/\[1,9,9,1\].*\[1,6,6,1\]/);
      expect(volume).toMatch(/cannot give \[1,9,4,4,1\].*\[1,4,4,4,1\] would fit/);
      expect(otherBatch).toMatch(/\[1,6,6,1\] would fit/);
    });

    test('PReLU takes slopes of any shape, and new ones after they change', async ({ page }) => {
      expect(await page.evaluate(() => window.inside.sharedSlopes())).toEqual([
        -0.5, -0.5, -0.5, -0.25, -0.25, -0.25,
      ]);
      expect(await page.evaluate(() => window.inside.changedSlopes())).toEqual([
        [-0.5, -0.25],
        [-2, -3],
      ]);
    });

    test('a dilated depthwise layer is as wide as its taps reach', async ({ page }) => {
      const [declared, given] = await page.evaluate(() => window.inside.dilatedDepthwiseShape());
      expect(declared).toEqual([null, 5, 5, 1]);
      expect(given).toEqual([1, 5, 5, 1]);
    });

    test('the largest of negative volumes is negative, and has a gradient', async ({ page }) => {
      expect(await page.evaluate(() => window.inside.negativeVolumes())).toEqual([[-3], [1]]);
    });

    test('every kernel has a gradient, or a reason to have none', async ({ page }) => {
      const without = await page.evaluate(() => window.inside.withoutGradients());
      expect(without.filter((name) => !(name in notDifferentiable))).toEqual([]);
    });

    test('training with what is corrected leaves no tensor behind', async ({ page }) => {
      expect(await page.evaluate(() => window.inside.leftBehind())).toBe(0);
    });
  });
}

declare global {
  interface Window {
    inside: Inside;
  }
}
