// Installs the dependencies that are missing. Imports nothing but what Node brings along.
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root, runNpm } from './run.mjs';

/** Makes node_modules what package-lock.json says. Throws where that cannot be had. */
export async function installDependencies() {
  if (isInstalled(root)) return;
  console.error('Installing dependencies ...');
  if (!(await runNpm('ci', '--no-audit', '--no-fund'))) {
    throw new Error('The dependencies cannot be installed: npm ci failed.');
  }
}

/**
 * Compares what is locked with the list that npm keeps of what it installed: times of files say less.
 * @param {string} folder
 */
export function isInstalled(folder) {
  const installed = join(folder, 'node_modules/.package-lock.json');
  if (!existsSync(installed)) return false;
  const wanted = Object.entries(packages(join(folder, 'package-lock.json'))).filter(([path]) => path !== '');
  const found = packages(installed);
  return wanted.every(
    ([path, { version, optional }]) => found[path]?.version === version || (optional && !found[path]),
  );
}

/**
 * @param {string} lockfile
 * @returns {Record<string, { version: string, optional?: boolean }>}
 */
function packages(lockfile) {
  return JSON.parse(readFileSync(lockfile, 'utf8')).packages;
}
