// Whether memory grows over many steps of each experiment.
import { formatTable } from '../scripts/result-table.mjs';
import { openBench } from './browser.mjs';
import { chosen } from './steps.mjs';
import { WORKLOADS } from './workloads/names.mjs';

const SETTLED = 10; // steps, after which nothing new is kept
const MIB = 2 ** 20;
const HELD = /** @type {const} */ (['tensors', 'bytes', 'heapBytes']);

/**
 * Takes `steps` steps of each experiment with all threads.
 * @param {import('./command-line.mjs').CommandLine} line
 * @throws Error if any holds more tensors, bytes or heap afterwards than after the first ten
 */
export async function measureGrowth({ only, threads, steps }) {
  const bench = await openBench();
  const rows = [];
  const grown = [];
  for (const name of chosen(WORKLOADS, only)) {
    await bench.start({ title: name, backend: 'ours', threads });
    await bench.call(name, 'prepare', name);
    await bench.call(name, 'steps', SETTLED - 1);
    const before = await bench.call(name, 'memory');
    await bench.call(name, 'steps', Math.max(0, steps - SETTLED));
    const after = await bench.call(name, 'memory');
    await bench.stop(name);
    if (HELD.some((key) => after[key] > before[key])) grown.push(name);
    const [tensors = '', bytes = '', heap = ''] = HELD.map((key) => {
      const shown = (/** @type {number} */ n) => (key === 'tensors' ? `${n}` : (n / MIB).toFixed(2));
      return `${shown(before[key])} → ${shown(after[key])}`;
    });
    const title = `after ${SETTLED} → ${steps} steps`;
    rows.push({ [title]: name, tensors, 'MiB in tensors': bytes, 'MiB of heap': heap });
  }
  await bench.close();
  console.log(formatTable(rows));
  if (grown.length > 0) throw new Error(`memory grows: ${grown.join(', ')}`);
}
