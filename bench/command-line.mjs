// Reads the command line of `npm run bench`.
import { parseArgs } from 'node:util';

export const USAGE = `Usage: npm run bench [-- OPTIONS]            a training step of each experiment
       npm run bench kernels [-- OPTIONS]    single kernels, at the experiments' shapes
       npm run bench growth [-- OPTIONS]     whether memory grows over many steps
       npm run bench digits -- --data DIR    how well the embedded digits stand in for MNIST's

Steps, kernels and growth
  --only NAME        only this experiment; only kernels whose names hold this
  --threads NUMBER   what "all threads" means; default: as the package chooses
  --json FILE        writes what was measured
Steps
  --baseline FILE    milliseconds a step of a native program: { "ms_per_step": { NAME: NUMBER } }
  --steps NUMBER     timed steps of each, after a first one and two to warm up; default 10. Growth: all steps
  --webgpu           adds the WebGPU backend
  --full             measures TensorFlow.js' CPU backend on the large networks too, which takes minutes
  --profile NAME     instead: the time of each kernel in a step of one experiment
Kernels
  --rounds NUMBER    how often to come back to each; default 2
Digits
  --data DIR         the folder with MNIST's four files
  --epochs NUMBER    default 8
  --examples NUMBER  digits to draw; default 60000
  --seed NUMBER      default 1`;

const OPTIONS = /** @type {const} */ ({
  only: { type: 'string' },
  threads: { type: 'string' },
  json: { type: 'string' },
  baseline: { type: 'string' },
  steps: { type: 'string', default: '10' },
  webgpu: { type: 'boolean', default: false },
  full: { type: 'boolean', default: false },
  profile: { type: 'string' },
  rounds: { type: 'string', default: '2' },
  data: { type: 'string' },
  epochs: { type: 'string', default: '8' },
  examples: { type: 'string', default: '60000' },
  seed: { type: 'string', default: '1' },
  help: { type: 'boolean', short: 'h', default: false },
});

/** A mistake on the command line; the program exits with 2. */
export class UsageError extends Error {}

/**
 * @param {string[]} words
 * @throws {UsageError}
 */
export function readCommandLine(words) {
  const { values, positionals } = parse(words);
  const [what = 'steps', ...more] = positionals;
  if (!['steps', 'kernels', 'growth', 'digits'].includes(what) || more.length > 0) {
    throw new UsageError(`${JSON.stringify(positionals.join(' '))} is nothing to measure.\n${USAGE}`);
  }
  if (what === 'digits' && values.data === undefined) throw new UsageError(`--data is missing.\n${USAGE}`);
  /** @param {'threads' | 'steps' | 'rounds' | 'epochs' | 'examples'} name */
  const count = (name) => {
    const number = Number(values[name]);
    if (Number.isInteger(number) && number > 0) return number;
    throw new UsageError(`--${name} is ${JSON.stringify(values[name])}; allowed is a whole number above 0.`);
  };
  return {
    ...values,
    what,
    threads: values.threads === undefined ? undefined : count('threads'),
    ...{
      steps: count('steps'),
      rounds: count('rounds'),
      epochs: count('epochs'),
      examples: count('examples'),
    },
    seed: Number(values.seed),
  };
}

/** @typedef {ReturnType<typeof readCommandLine>} CommandLine */

/** @param {string[]} args */
function parse(args) {
  try {
    return parseArgs({ args, options: OPTIONS, allowPositionals: true });
  } catch (error) {
    throw new UsageError(`${/** @type {Error} */ (error).message}\n${USAGE}`);
  }
}
