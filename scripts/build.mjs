// Builds what is missing or older than its sources. Imports nothing but what Node brings along.
import { existsSync, readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { root, runNpm } from './run.mjs';

const SOURCES = [
  ...['src', 'worker', 'demo', 'scripts/build-kernels.mjs', 'scripts/build-types.mjs'],
  ...['rollup.config.mjs', 'tsconfig.json', 'tsconfig.types.json', 'package.json', 'package-lock.json'],
];
const OUTPUTS = ['dist/index.js', 'dist/worker.js', 'build/demo/main.js', 'dist/types/src/index.d.ts'];

/** Builds the package and the demo; throws where that fails. */
export async function build() {
  console.error('Building ...');
  if (!(await runNpm('run', '--silent', 'build'))) throw new Error('The build failed.');
}

export async function buildIfStale() {
  if (!isBuilt(root)) await build();
}

/**
 * Whether everything is there and newer than all it is made from.
 * @param {string} folder
 */
export function isBuilt(folder) {
  const outputs = OUTPUTS.map((path) => join(folder, path));
  if (!outputs.every(existsSync)) return false;
  const built = Math.min(...outputs.map((path) => statSync(path).mtimeMs));
  return SOURCES.every((path) => newest(join(folder, path)) <= built);
}

/**
 * When the newest file below a path was written, or a folder last gained or lost one.
 * @param {string} path
 * @returns {number} ms since 1970; 0 where there is nothing
 */
function newest(path) {
  if (!existsSync(path)) return 0;
  const stats = statSync(path);
  if (!stats.isDirectory()) return stats.mtimeMs;
  return Math.max(stats.mtimeMs, ...readdirSync(path).map((name) => newest(join(path, name))));
}
