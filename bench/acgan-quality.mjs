// What acgan's generated digits are worth: read by a network that learned from real ones.
import { formatDuration, formatMetrics } from '../scripts/format.mjs';
import { openBench } from './browser.mjs';

/** @typedef {import('./acgan-quality').AcganReport} AcganReport */

/** @param {import('./command-line.mjs').CommandLine} line */
export async function measureAcgan({ data, epochs, examples, hyperparameters, seed, threads }) {
  const bench = await openBench({ data, report: (event) => console.log(formatReport(event)) });
  const opened = await bench.start({ title: 'acgan', backend: 'ours', threads });
  console.log(`WASM, threads ${opened.threads}, ${opened.device}, seed ${seed}`);
  const options = { epochs, examples, ...hyperparameters };
  const request = { data: data === undefined ? undefined : '/data/', options, seed };
  await bench.callReporting('acgan', 'acganQuality', request);
  await bench.close();
}

/** @param {AcganReport} event */
function formatReport(event) {
  if (event.type === 'reader') {
    const { dataset, train, metrics } = event;
    return `The reader learned from ${train} ${dataset}: ${formatMetrics(metrics)}`;
  }
  if (event.type === 'start') {
    const { width, learningRate, hyperparameters, steps } = event;
    const values = Object.entries({ ...hyperparameters, width, learningRate });
    return `${values.map(([name, value]) => `${name} ${value}`).join(', ')}; ${steps} steps an epoch`;
  }
  const { epoch, steps, trainingMs, recognised, byClass, variety } = event;
  const percent = (/** @type {number} */ share) => (100 * share).toFixed(1);
  return [
    `epoch ${epoch}, ${steps} steps, ${formatDuration(trainingMs)} (${(trainingMs / steps).toFixed(1)} ms a step)`,
    `recognised ${percent(recognised)} % (0 to 9: ${byClass.map((share) => Math.round(100 * share)).join(' ')})`,
    `variety ${variety.toFixed(2)}`,
  ].join(', ');
}
