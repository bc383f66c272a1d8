// The page stays free while a large table is read. By hand, with a million rows, and what memory that leaves in use:
// TRAINLAB_ROWS=1000000 npx playwright test test/data/main-thread
import type { Page } from '@playwright/test';
import { tasksDuring } from '../browser/main-thread';
import { expect, test } from '../fixtures';

const BY_HAND = process.env.TRAINLAB_ROWS;
const ROWS = Number(BY_HAND ?? 50_000);

test('a large table is read while the page stays free @alone', async ({ labPage }, info) => {
  await labPage.evaluate(async (rows) => {
    const lab = await window.trainlab.createLab({ backends: ['cpu'] });
    const parts: string[] = ['x,y,z,colour,count,kind\n'];
    for (let from = 0; from < rows; from += 10_000) {
      let part = '';
      for (let i = from; i < Math.min(rows, from + 10_000); i++) {
        const x = (i * 7919) % 10_007;
        part += `${x / 100},${-x / 3},${x * 1.5},${['red', 'green', 'blue'][i % 3]},${i % 50},${x > 5000 ? 'big' : 'small'}\n`;
      }
      parts.push(part);
      await new Promise((resolve) => setTimeout(resolve));
    }
    const file = new File(parts, 'large.csv');
    Object.assign(window, { read: () => lab.dataset(file) });
  }, ROWS);
  let told: { train: number; test: number; perClass: number[] } | undefined;
  const tasks = await tasksDuring(labPage, async () => {
    told = await labPage.evaluate(async () => {
      const { read } = window as unknown as { read(): Promise<import('../../src/index').Dataset> };
      const { train, test, perClass } = await read();
      return { train, test, perClass: perClass! };
    });
  });
  const memory = BY_HAND && (await memoryInUse(labPage));
  const big = Array.from({ length: ROWS }, (_, i) => (i * 7919) % 10_007).filter((x) => x > 5000).length;
  expect(told!.train + told!.test).toBe(ROWS);
  expect(told!.perClass[0]! / told!.train).toBeCloseTo(big / ROWS, 3);
  const [longest] = tasks;
  const busy = `longest task ${longest?.busy} ms on the processor, ${longest?.wall} ms on the wall`;
  info.annotations.push({
    type: 'main thread',
    description: `${ROWS} rows: ${busy}${memory ? `; ${memory} bytes in use` : ''}`,
  });
  expect(tasks.length).toBeGreaterThan(0);
  expect(longest!.busy).toBeLessThan(50);
});

/** Of the page and its workers; it waits for a collection of garbage, which may take 20 seconds. */
function memoryInUse(page: Page): Promise<number | undefined> {
  return page.evaluate(async () => {
    const { measureUserAgentSpecificMemory: measure } = performance as Performance & {
      measureUserAgentSpecificMemory?(): Promise<{ bytes: number }>;
    };
    return (await measure?.call(performance))?.bytes;
  });
}
