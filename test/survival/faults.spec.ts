// A share of the faults, of the long runs and of the random calls: `npm run faults` and `npm run soak` have them all.
import { createFaults, FAULTS, type TASKS } from '../faults/faults.mjs';
import { randomOf } from '../faults/random.mjs';
import { soak } from '../faults/soak.mjs';
import { expect, test } from '../fixtures';

/** Fault and what it hits; those that wait for seconds are left to the script. */
const SHARE: [fault: string, task: (typeof TASKS)[number]][] = [
  ['worker killed', 'addition'],
  ['worker killed', 'acgan'],
  ['worker killed twice', 'fit'],
  ['worker crashed', 'antirectifier'],
  ['WASM trap, heap overwritten', 'transfer'],
  ['WASM trap, heap overwritten', 'deepdream'],
  ['memory exhausted', 'cifar10'],
  ['graphics device lost', 'fit'],
  ['quota full', 'fit'],
  ['download cut', 'transfer'],
  ['checkpoint corrupt', 'addition'],
  ['page reloaded', 'fit'],
  ['page closed', 'antirectifier'],
];

test('runs end in the right weights or in a typed error, whatever comes between', async ({
  browser,
  origin,
}) => {
  test.setTimeout(600_000);
  const suite = await createFaults(browser, origin);
  try {
    const wrong: string[] = [];
    let right = 0;
    for (const [i, [fault, task]] of SHARE.entries()) {
      expect(FAULTS[fault], fault).toBeDefined();
      const { ok, outcome, detail } = await suite.run({ fault, task, seed: i }, randomOf(1000 + i));
      if (!ok) wrong.push(`${fault}, ${task}: ${detail}`);
      if (outcome === 'right weights') right += 1;
    }
    expect(wrong).toEqual([]);
    expect(right).toBeGreaterThanOrEqual(SHARE.length - 3);
  } finally {
    suite.close();
  }
});

test('many runs, many steps and random calls leave nothing behind', async ({ browser, origin }) => {
  test.setTimeout(300_000);
  const faults = await soak(browser, origin, { runs: 20, steps: 600, sequences: 15, seed: 1 });
  expect(faults).toEqual([]);
});
