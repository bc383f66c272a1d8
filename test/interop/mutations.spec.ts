// Files of networks that were damaged: each is refused by name or read as a network, and nothing hangs or takes more
// memory than the file is worth.
import { BLANK_PAGE } from '../../scripts/serve.mjs';
import { expect, test } from '../fixtures';
import { inWorker } from '../networks/in-worker';
import { given } from './expected';
import type { Mutated } from './mutate.page';

const COUNT = 200;

for (const format of ['keras', 'keras-h5', 'tfjs'] as const) {
  test(`${COUNT} damaged files of ${format} are refused by name or read`, async ({ page, origin }) => {
    await page.goto(origin + BLANK_PAGE);
    const ending = format === 'keras-h5' ? '.h5' : '.keras';
    const models = given().filter(({ name }) => name.endsWith(ending));
    const found: Mutated = await inWorker(
      page,
      '/test/interop/mutate.page.js',
      'mutated',
      models,
      format,
      COUNT,
      1,
    );
    expect(found.faults).toEqual([]);
    expect(found.refused + found.read).toBe(COUNT);
    // Both happen, so that both are tested.
    expect(found.refused).toBeGreaterThan(COUNT / 10);
    expect(found.read).toBeGreaterThan(0);
  });
}
