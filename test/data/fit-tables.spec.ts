// Networks of one's own on tables and texts: what is read fits what is trained.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../../scripts/run.mjs';
import { expect, test } from '../fixtures';

const table = readFileSync(join(root, 'test/data/golden/pandas.csv'), 'utf8');

test('classes of a table, a number of a table, and the next character of a text are learned', async ({
  labPage,
}) => {
  const told = await labPage.evaluate(async (table) => {
    const lab = await window.trainlab.createLab({ backends: ['wasm'], threads: 1 });
    const kinds = await lab.dataset({ text: table, name: 'table.csv' });
    const classes = await lab.fit(
      [
        { type: 'dense', units: 16, activation: 'relu' },
        { type: 'dense', units: 2, activation: 'softmax' },
      ],
      kinds,
      { epochs: 40, seed: 1, optimizer: { name: 'adam', learningRate: 0.02 } },
    );
    const rows = Array.from(
      { length: 200 },
      (_, i) => `${i % 20},${(i * 7) % 13},${1000 + 3 * (i % 20) - ((i * 7) % 13)}.5`,
    );
    const sums = await lab.dataset({ text: `a,b,sum\n${rows.join('\n')}`, name: 'sums.csv' });
    const number = await lab.fit([{ type: 'dense', units: 1 }], sums, {
      ...{ epochs: 40, seed: 1, loss: 'meanSquaredError' },
      optimizer: { name: 'adam', learningRate: 0.05 },
    });
    const verse = await lab.dataset({ text: 'abcd'.repeat(100), name: 'verse.txt' }, { length: 6 });
    const next = await lab.fit(
      [
        { type: 'embedding', inputDim: 5, outputDim: 8 },
        { type: 'flatten' },
        { type: 'dense', units: 5, activation: 'softmax' },
      ],
      verse,
      { epochs: 10, seed: 1, optimizer: { name: 'adam', learningRate: 0.05 } },
    );
    lab.terminate();
    return { kinds: kinds.inputs, classes: classes.metrics, number: number.metrics, next: next.metrics };
  }, table);
  expect(told.kinds[0]!.shape).toEqual([6]);
  expect(told.classes.accuracy).toBeGreaterThan(0.9);
  // Of a target with a deviation of 1, all is explained.
  expect(told.number.loss).toBeLessThan(0.001);
  expect(told.next.accuracy).toBe(1);
});
