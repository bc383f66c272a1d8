// A training step of each experiment, on each backend by turns.
import { readFileSync, writeFileSync } from 'node:fs';
import { openBench } from './browser.mjs';
import { UsageError } from './command-line.mjs';
import { describeMachine, formatMachine } from './machine.mjs';
import { formatRow, formatSteps } from './step-table.mjs';

export const EXPERIMENTS = [
  'addition',
  'antirectifier',
  'cifar10',
  'transfer',
  'transfer_frozen',
  'acgan',
  'deepdream',
];
/** Where TensorFlow.js' CPU backend takes no minutes for a step. */
const SMALL = ['addition', 'antirectifier'];
const WARM_UP = 2; // steps, after the first
const SETTLE_MS = 1000; // short steps take so long until the engine has compiled what it will, and are timed as long
const TURNS = 5; // the steps of a column come in so many parts, between those of the others
const SLOW = 10_000; // ms; a column with such a first step takes two more, and that is all

/** @typedef {import('./contract').Setup} Setup */

/** @typedef {import('./step-table.mjs').Row} Row */
/** @typedef {import('./step-table.mjs').Cell} Cell */

/** @param {import('./command-line.mjs').CommandLine} line */
export async function measureSteps(line) {
  const names = chosen(EXPERIMENTS, line.only);
  const native = line.baseline === undefined ? {} : readBaseline(line.baseline);
  const bench = await openBench(line);
  const machine = describeMachine(bench.version);
  console.log(`${formatMachine(machine)}\n`);
  const rows = [];
  for (const name of names) {
    const row = withRatio(await measureExperiment(bench, name, line), native[name]);
    rows.push(row);
    console.log(`${formatRow(row)}\n`);
  }
  await bench.close();
  console.log(formatSteps(rows));

  const threads = Math.max(...rows.map(({ columns }) => columns[ALL]?.threads ?? 1));
  const ratios = Object.fromEntries(
    rows.flatMap(({ experiment, ratio }) => (ratio === undefined ? [] : [[experiment, ratio]])),
  );
  if (line.json) writeFileSync(line.json, `${JSON.stringify({ machine, threads, rows, ratios }, null, 2)}\n`);
  const broken = rows.filter(({ columns }) => columns[ONE]?.error || columns[ALL]?.error);
  if (broken.length > 0)
    throw new Error(`ours throws: ${broken.map(({ experiment }) => experiment).join(', ')}`);
}

/** Titles of the columns. */
const ONE = 'ours, 1 thread';
export const ALL = 'ours, all threads';

/** @param {string} name @param {import('./command-line.mjs').CommandLine} line @returns {Setup[]} */
function setupsOf(name, { threads, webgpu, full }) {
  return [
    { title: ONE, backend: 'ours', threads: 1 },
    { title: ALL, backend: 'ours', threads },
    { title: 'stock WASM', backend: 'stock', threads },
    ...(full || SMALL.includes(name) ? [/** @type {Setup} */ ({ title: 'stock CPU', backend: 'cpu' })] : []),
    ...(webgpu ? [/** @type {Setup} */ ({ title: 'WebGPU', backend: 'webgpu' })] : []),
  ];
}

/**
 * @param {import('./browser.mjs').Bench} bench
 * @param {string} name
 * @param {import('./command-line.mjs').CommandLine} line
 * @returns {Promise<Row>}
 */
async function measureExperiment(bench, name, line) {
  /** @type {Record<string, Cell>} */
  const columns = {};
  const running = [];
  let flops = 0;
  for (const setup of setupsOf(name, line)) {
    const { title } = setup;
    /** @type {Cell} */
    let cell = { threads: 1, device: '' };
    try {
      cell = { ...(await bench.start(setup)) };
      const first = await bench.call(title, 'prepare', name);
      flops = first.flops;
      cell.firstStepMs = first.firstStepMs;
      const slow = setup.backend === 'cpu' || first.firstStepMs > SLOW;
      const wanted = slow ? 2 : await settle(bench, title, line.steps);
      running.push({ title, times: /** @type {number[]} */ ([]), wanted });
    } catch (error) {
      cell.error = messageOf(error);
      await bench.stop(title);
    }
    columns[title] = cell;
  }
  for (let turn = 1; turn <= TURNS; turn++) {
    for (const { title, times, wanted } of running) {
      const count = Math.round((wanted * turn) / TURNS) - times.length;
      if (count > 0) times.push(...(await bench.call(title, 'steps', count)));
    }
  }
  for (const { title, times } of running) {
    const medianMs = median(times);
    const heapBytes = await bench.call(title, 'heapBytes');
    Object.assign(/** @type {Cell} */ (columns[title]), {
      ...{ medianMs, minMs: Math.min(...times), gflops: flops / medianMs / 1e6, heapBytes },
    });
    await bench.stop(title);
  }
  return { experiment: name, flops, columns };
}

/**
 * Warms a column up.
 * @param {import('./browser.mjs').Bench} bench @param {string} title @param {number} least
 * @returns {Promise<number>} how many of its steps to time
 */
async function settle(bench, title, least) {
  const [, ms = SETTLE_MS] = await bench.call(title, 'steps', WARM_UP);
  const many = Math.floor(SETTLE_MS / ms);
  if (many > WARM_UP) await bench.call(title, 'steps', many);
  return Math.max(least, many);
}

/** @param {Row} row @param {number | undefined} nativeMs @returns {Row} */
function withRatio(row, nativeMs) {
  const ours = row.columns[ALL]?.medianMs;
  if (nativeMs === undefined) return row;
  return { ...row, nativeMs, ratio: ours === undefined ? undefined : ours / nativeMs };
}

/** @param {string} path @returns {Record<string, number>} */
function readBaseline(path) {
  const { ms_per_step: times } = JSON.parse(readFileSync(path, 'utf8'));
  if (typeof times !== 'object' || times === null) throw new UsageError(`${path} has no "ms_per_step".`);
  return times;
}

/** @param {string[]} all @param {string | undefined} only */
export function chosen(all, only) {
  if (only === undefined) return all;
  if (all.includes(only)) return [only];
  throw new UsageError(`There is no ${JSON.stringify(only)}: choose from ${all.join(', ')}.`);
}

/** @param {number[]} times */
function median(times) {
  const sorted = [...times].sort((a, b) => a - b);
  const [low = 0, high = low] = sorted.slice(
    Math.ceil(sorted.length / 2) - 1,
    Math.floor(sorted.length / 2) + 1,
  );
  return (low + high) / 2;
}

/** @param {unknown} error */
function messageOf(error) {
  const [first = ''] = String(/** @type {Error} */ (error).message ?? error).split('\n');
  return first.replace(/^(page\.evaluate: )?(Error: )*/, '');
}
