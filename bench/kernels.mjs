// Single kernels at the experiments' shapes: ours and stock by turns, against the engine's own peak.
import { writeFileSync } from 'node:fs';
import { formatTable } from '../scripts/result-table.mjs';
import { openBench } from './browser.mjs';
import { describeMachine, formatMachine } from './machine.mjs';
import { measurePeak } from './peak.mjs';

const AT_ONCE = 8; // kernels of one column before it is the next one's turn
const WORST = 5;

/** @typedef {import('./contract').KernelSize} KernelSize */

/**
 * @typedef {KernelSize & { ms: Record<string, number | null> }} Row
 *   `ms` of a run at best, by the columns' titles; null where it throws
 */

/** @param {import('./command-line.mjs').CommandLine} line */
export async function measureKernels({ only = '', threads, rounds, json }) {
  const bench = await openBench();
  const machine = describeMachine(bench.version);
  /** @type {import('./contract').Setup[]} */
  const setups = [
    { title: 'ours 1', backend: 'ours', threads: 1 },
    { title: 'ours', backend: 'ours', threads },
    { title: 'stock', backend: 'stock', threads },
  ];
  const opened = [];
  for (const setup of setups) opened.push(await bench.start(setup));
  const sizes = await bench.call('ours 1', 'kernels', only);
  /** @type {Row[]} */
  const rows = sizes.map((size) => ({ ...size, ms: {} }));
  let peak = 0;
  for (let round = 0; round < rounds; round++) {
    peak = Math.max(peak, await measurePeak(bench.page));
    for (let from = 0; from < rows.length; from += AT_ONCE) {
      const some = rows.slice(from, from + AT_ONCE);
      for (const { title, backend } of setups) {
        const names = some.map(({ name }) => name);
        const times = await bench.call(title, 'timeKernels', names, backend === 'stock');
        for (const { name, ms } of some) ms[title] = lesser(ms[title], times[name] ?? null);
      }
    }
  }
  await bench.close();
  const all = opened[1]?.threads ?? 1;
  console.log(`${formatMachine(machine)}\nours 1: one thread; ours, stock: ${all} threads`);
  console.log(`Peak of one thread, multiplying and adding in registers: ${peak.toFixed(1)} GFLOP/s\n`);
  print(rows, peak);
  if (json) {
    writeFileSync(json, `${JSON.stringify({ machine, threads: all, peakGflops: peak, rows }, null, 2)}\n`);
  }
}

/** @param {number | null | undefined} before @param {number | null} now */
function lesser(before, now) {
  return before == null || now == null ? now : Math.min(before, now);
}

/** @param {Row[]} rows @param {number} peak */
function print(rows, peak) {
  const computing = rows.filter(({ flops }) => flops > 0);
  const moving = rows.filter(({ flops }) => flops === 0);
  /** @param {Row} row */
  const ofPeak = ({ flops, ms }) => flops / (ms['ours 1'] ?? Infinity) / 1e6 / peak;
  if (computing.length > 0) {
    const lines = computing.map((row) => ({
      ...line('GFLOP/s', row, row.flops),
      'ours 1 of peak': `${(100 * ofPeak(row)).toFixed(0)} %`,
    }));
    const worst = [...computing].sort((a, b) => ofPeak(a) - ofPeak(b)).slice(0, WORST);
    console.log(`${formatTable(lines)}\n\nFurthest from the peak:`);
    for (const row of worst) console.log(`  ${(100 * ofPeak(row)).toFixed(0).padStart(3)} %  ${row.name}`);
    console.log();
  }
  if (moving.length > 0) console.log(formatTable(moving.map((row) => line('GB/s', row, row.bytes))));
}

/** @param {string} unit of 10⁹ a second @param {Row} row @param {number} amount @returns {Record<string, string>} */
function line(unit, { name, ms }, amount) {
  const rates = Object.entries(ms).map(([title, time]) => [
    title,
    time === null ? 'throws' : (amount / time / 1e6).toFixed(1),
  ]);
  const micros = Object.entries(ms).map(([title, time]) => [
    `${title} µs`,
    time === null ? '' : (1000 * time).toFixed(0),
  ]);
  return { [unit]: name, ...Object.fromEntries([...rates, ...micros]) };
}
