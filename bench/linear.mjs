// What a linear classifier makes of cifar10's pictures.
import { formatDuration, formatMetrics } from '../scripts/format.mjs';
import { openBench } from './browser.mjs';

/** @param {import('./command-line.mjs').CommandLine} line */
export async function measureLinear({ data, epochs, examples, seed, threads }) {
  /** @param {import('../src/protocol').EpochRecord} record */
  const report = ({ epoch, metrics, durationMs }) =>
    console.log(`epoch ${epoch} of ${epochs}: ${formatMetrics(metrics)}, ${formatDuration(durationMs)}`);
  const bench = await openBench({ data, report });
  await bench.start({ title: 'linear', backend: 'ours', threads });
  const request = { data: data === undefined ? undefined : '/data/', epochs, examples, seed };
  await bench.callReporting('linear', 'linearQuality', request);
  await bench.close();
}
