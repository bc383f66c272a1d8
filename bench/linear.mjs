// What a linear classifier makes of cifar10's pictures.
import { readdirSync } from 'node:fs';
import { formatDuration, formatMetrics } from '../scripts/format.mjs';
import { openBench } from './browser.mjs';

/** @param {import('./command-line.mjs').CommandLine} line */
export async function measureLinear({ data, epochs, examples, seed, threads }) {
  /** @param {import('../src/protocol').EpochRecord} record */
  const report = ({ epoch, metrics, durationMs }) =>
    console.log(`epoch ${epoch} of ${epochs}: ${formatMetrics(metrics)}, ${formatDuration(durationMs)}`);
  const bench = await openBench({ data, report });
  await bench.start({ title: 'linear', backend: 'ours', threads });
  await bench.callReporting('linear', 'linearQuality', { ...filesIn(data), epochs, examples, seed });
  await bench.close();
}

/** @param {string | undefined} folder @returns {{ data?: string[] }} */
function filesIn(folder) {
  if (folder === undefined) return {};
  const names = readdirSync(folder).filter((name) => /\.bin(\.gz)?$/.test(name));
  return { data: names.map((name) => `/data/${encodeURIComponent(name)}`) };
}
