// npm test: installs what is missing, builds, checks types, style and docstrings, runs every test, and counts.
// What follows it goes to Playwright: npm test -- test/cli
// npm run test:consumers runs those alone which put the packed package where people put it, the slow ones too.
import { existsSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { needBrowser } from './browser.mjs';
import { build } from './build.mjs';
import { buildDocs } from './build-docs.mjs';
import { installDependencies } from './install.mjs';
import { root, runNode } from './run.mjs';
import { closeAll, isStopping, stopOnSignals } from './stop.mjs';

const PLAYWRIGHT = 'node_modules/@playwright/test/cli.js';
const CONSUMERS = '--consumers';
const consumers = process.argv.includes(CONSUMERS);
const given = process.argv.slice(2).filter((word) => word !== CONSUMERS);
const total = { passed: 0, failed: 0, skipped: 0 };

stopOnSignals();
await test();
await closeAll();
if (!isStopping()) {
  process.exitCode = total.failed > 0 || total.passed === 0 ? 1 : 0;
  const skipped = total.skipped > 0 ? `, ${total.skipped} skipped` : '';
  console.log(`${total.passed} passed, ${total.failed} failed${skipped}`);
}

async function test() {
  if (!(await check('dependencies', installDependencies))) return;
  const ready = (await check('browser', needBrowser)) && (await check('build', build));
  if (consumers) {
    if (ready) await runTests('test/consumers');
    return;
  }
  for (const folder of readdirSync(root).filter((name) => existsSync(join(root, name, 'tsconfig.json')))) {
    await check(`types of ${folder}`, () => tool('node_modules/typescript/bin/tsc', '-p', folder));
  }
  const colors = `--colors=${process.stdout.isTTY ? 'force' : 'off'}`;
  await check('style', () => tool('node_modules/@biomejs/biome/bin/biome', 'ci', colors, '.'));
  await check('documentation', buildDocs);
  if (!ready) return;
  // Tests that measure time want the machine to themselves.
  await runTests('--grep-invert', '@alone|@thorough');
  await runTests('--grep', '@alone', '--workers', '1');
}

/**
 * Does one thing that a test run rests on, and counts it.
 * @param {string} name
 * @param {() => Promise<unknown>} act throws where it fails
 * @returns {Promise<boolean>} whether it went well
 */
async function check(name, act) {
  if (isStopping()) return false;
  const start = performance.now();
  try {
    await act();
  } catch (error) {
    console.log(/** @type {Error} */ (error).message);
    total.failed += 1;
    console.log(line('FAIL', start, name));
    return false;
  }
  total.passed += 1;
  console.log(line('ok', start, name));
  return true;
}

/** @param {string} script @param {string[]} args */
async function tool(script, ...args) {
  if (!(await runNode(script, args, { stdout: true })))
    throw new Error(`${script} ${args.join(' ')} failed.`);
}

/** @param {string[]} selection */
async function runTests(...selection) {
  if (isStopping()) return;
  const counts = join(root, 'build/test-counts.json');
  rmSync(counts, { force: true });
  const args = ['test', '--forbid-only', '--pass-with-no-tests', ...selection, ...given];
  const passed = await runNode(PLAYWRIGHT, args, { stdout: true, env: { TRAINLAB_TEST_COUNTS: counts } });
  if (existsSync(counts)) {
    /** @type {typeof total} */
    const { passed: ok, failed, skipped } = JSON.parse(readFileSync(counts, 'utf8'));
    total.passed += ok;
    total.skipped += skipped;
    total.failed += failed || (passed ? 0 : 1);
  } else {
    total.failed += 1;
    console.log('FAIL The test runner did not come to its end.');
  }
}

/** @param {string} mark @param {number} start @param {string} name */
function line(mark, start, name) {
  const seconds = `${((performance.now() - start) / 1000).toFixed(1)} s`;
  return `${mark.padEnd(4)} ${seconds.padStart(8)}  ${name}`;
}
