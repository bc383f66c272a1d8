// What the embedded digits are worth: learned from alone, tested on MNIST.
import { formatDuration, formatMetrics } from '../scripts/format.mjs';
import { openBench } from './browser.mjs';

/** @param {import('./command-line.mjs').CommandLine} line */
export async function measureDigits({ data, epochs = 0, examples = 0, seed, threads }) {
  /** @param {import('../src/protocol').EpochRecord} record */
  const report = ({ epoch, metrics, durationMs }) =>
    console.log(`epoch ${epoch} of ${epochs}: ${formatMetrics(metrics)}, ${formatDuration(durationMs)}`);
  const bench = await openBench({ data, report });
  await bench.start({ title: 'digits', backend: 'ours', threads });
  console.log(`Trained on ${examples} embedded digits; valLoss and valAccuracy are MNIST's test images.`);
  await bench.callReporting('digits', 'digitsQuality', { data: '/data/', epochs, examples, seed });
  await bench.close();
}
