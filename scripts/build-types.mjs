// Emits the declaration files, with the file extensions that Node's and the bundlers' resolution ask for.
import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const types = join(root, 'dist/types');

rmSync(types, { recursive: true, force: true });
execFileSync(process.execPath, [join(root, 'node_modules/typescript/bin/tsc'), '-p', 'tsconfig.types.json'], {
  cwd: root,
  stdio: 'inherit',
});
for (const name of readdirSync(types, { recursive: true, encoding: 'utf8' })) {
  if (!name.endsWith('.d.ts')) continue;
  const path = join(types, name);
  const source = readFileSync(path, 'utf8');
  const specifiers = /(?<=(?:from|import\()\s*['"])\.[^'"]*(?=['"])/g;
  writeFileSync(
    path,
    source.replace(specifiers, (specifier) => withExtension(path, specifier)),
  );
}

/**
 * @param {string} path of the file that imports
 * @param {string} specifier
 */
function withExtension(path, specifier) {
  return specifier + (existsSync(`${join(dirname(path), specifier)}.d.ts`) ? '.js' : '/index.js');
}
