// Where the time of one experiment's step goes: by kernel.
import { formatTable } from '../scripts/result-table.mjs';
import { openBench } from './browser.mjs';
import { chosen } from './steps.mjs';
import { WORKLOADS } from './workloads/names.mjs';

/** @param {import('./command-line.mjs').CommandLine} line */
export async function profileStep({ profile: wanted, threads, steps }) {
  const [name] = /** @type {[import('./workloads/names.mjs').WorkloadName]} */ (chosen(WORKLOADS, wanted));
  const bench = await openBench();
  const opened = await bench.start({ title: 'profile', backend: 'ours', threads });
  await bench.call('profile', 'prepare', name);
  await bench.call('profile', 'steps', 2);
  const { totalMs, kernels } = await bench.call('profile', 'profile', steps);
  await bench.close();

  const inKernels = kernels.reduce((sum, { ms }) => sum + ms, 0);
  const rest = { kernel: 'outside kernels', calls: 0, ms: totalMs - inKernels };
  /** @param {import('./contract').KernelShare} share */
  const line = ({ kernel, calls, ms }) => ({
    [name]: kernel,
    'calls a step': calls ? String(Math.round((10 * calls) / steps) / 10) : '',
    'ms a step': (ms / steps).toFixed(3),
    share: `${((100 * ms) / totalMs).toFixed(1)} %`,
  });
  console.log(`${opened.threads} threads, ${(totalMs / steps).toFixed(2)} ms a step, mean of ${steps}\n`);
  console.log(formatTable([...kernels, rest].map(line)));
}
