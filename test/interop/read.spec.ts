// Models of real Keras: each loads and predicts what Keras does. make_models.py made them.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { root } from '../../scripts/run.mjs';
import { BLANK_PAGE } from '../../scripts/serve.mjs';
import { expect, test } from '../fixtures';
import { inWorker } from '../networks/in-worker';
import type { Answered } from './interop.page';
import type { Recipe } from './values';

interface Expected {
  keras: string;
  inputs: Recipe[];
  outputs: { shape: number[]; values: number[] }[];
}

const folder = join(root, 'test/interop/models');
const expected: Record<string, Expected> = JSON.parse(readFileSync(join(folder, 'expected.json'), 'utf8'));
const TOLERANCE = 1e-5;

test('every model of Keras 2 and 3 predicts here what it does there', async ({ page, origin }) => {
  await page.goto(origin + BLANK_PAGE);
  const given = Object.entries(expected).map(([name, { inputs }]) => ({
    ...{ name, inputs },
    bytes: new Uint8Array(gunzipSync(readFileSync(join(folder, `${name}.gz`)))),
  }));
  const all: Answered[] = await inWorker(page, '/test/interop/interop.page.js', 'answers', given);
  const wrong: string[] = [];
  for (const { name, outputs, error, left } of all) {
    if (error) wrong.push(`${name}: ${error}`);
    if (left !== 0) wrong.push(`${name} leaves ${left} tensors`);
    for (const [i, one] of expected[name]!.outputs.entries()) {
      const found = outputs?.[i];
      if (!found) continue;
      const difference = Math.max(...one.values.map((value, k) => Math.abs(value - found.values[k]!)));
      if (String(found.shape) !== String(one.shape))
        wrong.push(`${name}: shape ${found.shape} for ${one.shape}`);
      else if (!(difference <= TOLERANCE)) wrong.push(`${name}, output ${i}: off by ${difference}`);
    }
  }
  expect(wrong).toEqual([]);
  expect(all.length).toBe(Object.keys(expected).length);
});
