// One lab for very long, and random sequences of calls: nothing may grow.
import { BLANK_PAGE } from '../../scripts/serve.mjs';

/** How much the page's heap and its listeners may differ, once garbage is collected. */
const HEAP = 4e6;
const LISTENERS = 20;
/** Tensors that a step has in hand. */
const STEP = 16;
const PATIENCE = 120_000;

/**
 * @param {import('@playwright/test').Browser} browser
 * @param {string} origin as `createFaults` has it
 * @param {{ runs: number, steps: number, sequences: number, seed: number, tell?: (line: string) => void }} what
 * @returns {Promise<string[]>} what is not as it should be
 */
export async function soak(browser, origin, { runs, steps, sequences, seed, tell = () => {} }) {
  const context = await browser.newContext();
  /** @type {string[]} */
  const faults = [];
  try {
    const page = await context.newPage();
    await page.goto(origin + BLANK_PAGE);
    await page.evaluate(async () => {
      const address = '/dist/index.js';
      window.trainlab = await import(address);
      const inside = '/test/faults/faults.page.js';
      Object.assign(window, { faults: await import(inside) });
    });
    const session = await context.newCDPSession(page);
    await session.send('Performance.enable');
    /** @param {string} name @param {unknown[]} args */
    const call = (name, ...args) =>
      page.evaluate(
        ([name, args]) =>
          /** @type {any} */ (window).faults[/** @type {string} */ (name)](.../** @type {any} */ (args)),
        [name, args],
      );
    const measure = async () => {
      for (let i = 0; i < 2; i++) await session.send('HeapProfiler.collectGarbage');
      const { metrics } = await session.send('Performance.getMetrics');
      const value = (/** @type {string} */ name) => metrics.find((one) => one.name === name)?.value ?? 0;
      return { heap: value('JSHeapUsedSize'), listeners: value('JSEventListeners') };
    };
    /** @param {string} what @param {{ heap: number, listeners: number }} before */
    const compare = async (what, before) => {
      const { heap, listeners } = await measure();
      tell(
        `${what}: heap ${kilobytes(before.heap)} to ${kilobytes(heap)} kB, listeners ${before.listeners} to ${listeners}`,
      );
      if (heap > before.heap + HEAP)
        faults.push(`${what}: the page's heap has grown by ${kilobytes(heap - before.heap)} kB`);
      if (listeners > before.listeners + LISTENERS)
        faults.push(`${what}: there are ${listeners} listeners, ${before.listeners} before`);
    };

    if (runs > 0) {
      const part = Math.max(1, Math.ceil(runs / 10));
      const first = await call('soakRuns', 0, part);
      const before = await measure();
      for (let done = part; done < runs; done += part) {
        const sample = await call('soakRuns', done, Math.min(part, runs - done));
        tell(`runs: ${JSON.stringify(sample)}`);
        if (!same(sample, first))
          faults.push(`runs: ${JSON.stringify(first)} has become ${JSON.stringify(sample)}`);
      }
      await compare(`${runs} runs`, before);
    }
    if (steps > 0) {
      await call('soakSteps', 240);
      const before = await measure();
      const samples = await call('soakSteps', steps);
      for (const sample of samples) {
        tell(`steps: ${JSON.stringify(sample)}`);
        // They are asked for while a step is going on, now before and now after it has tensors in hand.
        if (sample.tensors > samples[0].tensors + STEP || sample.workers !== 1)
          faults.push(`steps: ${JSON.stringify(samples[0])} has become ${JSON.stringify(sample)}`);
      }
      await compare(`${steps} steps`, before);
    }
    if (sequences > 0) {
      let before = await measure();
      /** @type {Record<string, number>} */
      const counts = {};
      for (let i = 0; i < sequences; i++) {
        /** @type {import('./sequences').SequenceReport} */
        const { calls, faults: found } = await call('sequence', seed + i, PATIENCE);
        for (const name of calls) counts[name] = (counts[name] ?? 0) + 1;
        for (const fault of found) faults.push(`sequence ${seed + i} (${calls.join(', ')}): ${fault}`);
        // What the first ones bring along stays.
        if (i === Math.floor(sequences / 10)) before = await measure();
        if (i % 50 === 49) tell(`${i + 1} sequences`);
      }
      tell(`calls: ${JSON.stringify(counts)}`);
      await compare(`${sequences} sequences`, before);
    }
  } finally {
    await context.close();
  }
  return faults;
}

/** @param {Record<string, number>} one @param {Record<string, number>} other */
function same({ done: _, ...one }, { done: __, ...other }) {
  return JSON.stringify(one) === JSON.stringify(other);
}

/** @param {number} bytes */
const kilobytes = (bytes) => Math.round(bytes / 1000);
