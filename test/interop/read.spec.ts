// Models of real Keras: each loads and predicts what Keras does. make_models.py made them.
import { BLANK_PAGE } from '../../scripts/serve.mjs';
import { expect, test } from '../fixtures';
import { inWorker } from '../networks/in-worker';
import { expected, faults, given } from './expected';
import type { Answered } from './interop.page';

test('every model of Keras 2 and 3 predicts here what it does there', async ({ page, origin }) => {
  await page.goto(origin + BLANK_PAGE);
  const all: Answered[] = await inWorker(page, '/test/interop/interop.page.js', 'answers', given());
  expect(faults(all)).toEqual([]);
  expect(all.length).toBe(Object.keys(expected).length);
});
