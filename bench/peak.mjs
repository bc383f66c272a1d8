import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import asc from 'assemblyscript/asc';
import { root } from '../scripts/run.mjs';

const ROUNDS = 100_000;
const FLOPS = 12 * 4 * 2; // of a round: twelve chains of four lanes, a product and a sum each

/**
 * What one thread of this engine computes at most: multiplications and additions that never leave the
 * registers (bench/assembly/peak.ts).
 * @param {import('@playwright/test').Page} page
 * @returns {Promise<number>} GFLOP/s
 */
export async function measurePeak(page) {
  const path = join(root, 'build/bench/peak.wasm');
  mkdirSync(join(root, 'build/bench'), { recursive: true });
  const flags = ['-O3', '--noAssert', '--runtime', 'stub', '--enable', 'simd', '--enable', 'relaxed-simd'];
  const source = join(root, 'bench/assembly/peak.ts');
  const { error, stderr } = await asc.main([source, '--outFile', path, ...flags, '--initialMemory', '1']);
  if (error) throw new Error(`${error.message}\n${stderr.toString()}`);
  const ms = await page.evaluate(
    async ({ bytes, rounds }) => {
      const { instance } = await WebAssembly.instantiate(new Uint8Array(bytes));
      const peak = /** @type {(rounds: number, at: number) => void} */ (instance.exports.peak);
      let best = Infinity;
      for (let i = 0; i < 200; i++) {
        const start = performance.now();
        peak(rounds, 0);
        best = Math.min(best, performance.now() - start);
      }
      return best;
    },
    { bytes: [...readFileSync(path)], rounds: ROUNDS },
  );
  return (ROUNDS * FLOPS) / ms / 1e6;
}
