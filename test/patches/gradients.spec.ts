// Gradients, and gradients of gradients, against differences, on every backend.
import { expect, test } from '../fixtures';
import type { GradientResult } from './gradients.page';

const INSIDE = '/test/patches/gradients.page.js';
/** Differences over steps of 0.01 in float32 are no better. */
const FIRST = 3e-3;
const SECOND = 1e-2;

for (const backend of ['wasm', 'cpu', 'webgpu']) {
  test(`gradients to the second order: ${backend}`, async ({ page }) => {
    test.slow();
    await page.goto('/blank.html');
    const results: GradientResult[] = await page.evaluate(
      async ([url, name]) => {
        const module = await import(url!);
        await module.start(name);
        return module.run();
      },
      [INSIDE, backend],
    );
    expect(results.length).toBeGreaterThan(65);
    expect(
      results.filter(({ first, second, failure }) => failure || !(first < FIRST) || !(second < SECOND)),
    ).toEqual([]);
  });
}
