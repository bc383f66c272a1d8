// Reads the command line of `npm run bench`.
import { parseArgs } from 'node:util';

export const USAGE = `Usage: npm run bench [-- OPTIONS]            a training step of each experiment
       npm run bench kernels [-- OPTIONS]    single kernels, at the experiments' shapes
       npm run bench growth [-- OPTIONS]     whether memory grows over many steps
       npm run bench digits -- --data DIR    how well the embedded digits stand in for MNIST's
       npm run bench linear [-- OPTIONS]     what a linear classifier makes of cifar10's pictures
       npm run bench acgan-quality [-- OPTIONS]
                                             how many of acgan's digits are read as what they were to be

Steps, kernels and growth
  --only NAME        only this experiment; only kernels whose names hold this
  --threads NUMBER   what "all threads" means; default: as the package chooses
  --json FILE        writes what was measured
Steps
  --baseline FILE    milliseconds a step of a native program: { "ms_per_step": { NAME: NUMBER } }
  --steps NUMBER     timed steps of each, default 10; more of short ones, for a second. Growth: all steps
  --webgpu           adds the WebGPU backend
  --full             measures TensorFlow.js' CPU backend on the large networks too, which takes minutes
  --profile NAME     instead: the time of each kernel in a step of one experiment
Kernels
  --rounds NUMBER    how often to come back to each; default 2
Digits
  --data DIR         the folder with MNIST's four files
  --epochs NUMBER    default 8
  --examples NUMBER  digits to draw; default 60000
  --seed NUMBER      default 1
Linear
  --data DIR         a folder with CIFAR-10's .bin files; the embedded scenes where absent
  --epochs NUMBER    default 30
  --examples NUMBER  scenes to draw; default 5000
  --seed NUMBER      default 1
acgan-quality
  --data DIR         the folder with MNIST's four files; the embedded digits where absent
  --epochs NUMBER    default: as the experiment
  --examples NUMBER  digits to draw; default: as the experiment
  --set NAME=VALUE   another hyperparameter, such as width=0.25; several in several --set
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
  epochs: { type: 'string' },
  examples: { type: 'string' },
  set: { type: 'string', multiple: true },
  seed: { type: 'string', default: '1' },
  help: { type: 'boolean', short: 'h', default: false },
});

/**
 * What can be measured, and its numbers of epochs and examples where none are given.
 * @type {Record<'steps' | 'kernels' | 'growth' | 'digits' | 'linear' | 'acgan-quality', { epochs?: number, examples?: number }>}
 */
const COUNTS = {
  steps: {},
  kernels: {},
  growth: {},
  digits: { epochs: 8, examples: 60_000 },
  linear: { epochs: 30, examples: 5000 },
  'acgan-quality': {},
};

/** A mistake on the command line; the program exits with 2. */
export class UsageError extends Error {}

/**
 * @param {string[]} words
 * @throws {UsageError}
 */
export function readCommandLine(words) {
  const { values, positionals } = parse(words);
  const [what = 'steps', ...more] = positionals;
  if (!Object.hasOwn(COUNTS, what) || more.length > 0) {
    throw new UsageError(`${JSON.stringify(positionals.join(' '))} is nothing to measure.\n${USAGE}`);
  }
  if (what === 'digits' && values.data === undefined) throw new UsageError(`--data is missing.\n${USAGE}`);
  const counts = COUNTS[/** @type {keyof typeof COUNTS} */ (what)];
  /** @param {'threads' | 'steps' | 'rounds' | 'epochs' | 'examples'} name @param {number} [absent] */
  const count = (name, absent) => {
    if (values[name] === undefined) return absent;
    const number = Number(values[name]);
    if (Number.isInteger(number) && number > 0) return number;
    throw new UsageError(`--${name} is ${JSON.stringify(values[name])}; allowed is a whole number above 0.`);
  };
  return {
    ...values,
    what,
    threads: count('threads'),
    steps: count('steps') ?? 0,
    rounds: count('rounds') ?? 0,
    epochs: count('epochs', counts.epochs),
    examples: count('examples', counts.examples),
    hyperparameters: Object.fromEntries((values.set ?? []).map(readSetting)),
    seed: Number(values.seed),
  };
}

/** @param {string} text @returns {[name: string, value: number | boolean | string]} */
function readSetting(text) {
  const [, name, value = ''] = /^(\w+)=(.+)$/.exec(text) ?? [];
  if (!name) throw new UsageError(`--set is ${JSON.stringify(text)}; allowed is NAME=VALUE.`);
  if (value === 'true' || value === 'false') return [name, value === 'true'];
  return [name, Number.isNaN(Number(value)) ? value : Number(value)];
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
