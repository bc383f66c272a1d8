// npm run bench: measures training steps, single kernels, memory, or what data sets and generated digits are worth.
import { closeAll, isStopping, stopOnSignals } from '../scripts/stop.mjs';
import { readCommandLine, USAGE, UsageError } from './command-line.mjs';

stopOnSignals();
try {
  await main();
} catch (error) {
  if (!isStopping()) {
    console.error(error instanceof UsageError ? error.message : error);
    process.exitCode = error instanceof UsageError ? 2 : 1;
  }
}
await closeAll();

async function main() {
  const line = readCommandLine(process.argv.slice(2));
  if (line.help) return console.log(USAGE);
  if (line.what === 'digits') return (await import('./digits.mjs')).measureDigits(line);
  if (line.what === 'linear') return (await import('./linear.mjs')).measureLinear(line);
  if (line.what === 'acgan-quality') return (await import('./acgan-quality.mjs')).measureAcgan(line);
  if (line.what === 'kernels') return (await import('./kernels.mjs')).measureKernels(line);
  if (line.what === 'growth') return (await import('./growth.mjs')).measureGrowth(line);
  if (line.profile !== undefined) return (await import('./profile.mjs')).profileStep(line);
  return (await import('./steps.mjs')).measureSteps(line);
}
