// Emits the declaration files, with the file extensions that Node's and the bundlers' resolution ask for, and of
// them only those that a page reaches.
import { execFileSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('..', import.meta.url));
const types = join(root, 'dist/types');
const SPECIFIERS = /(?<=(?:from|import\()\s*['"])\.[^'"]*(?=['"])/g;

rmSync(types, { recursive: true, force: true });
execFileSync(process.execPath, [join(root, 'node_modules/typescript/bin/tsc'), '-p', 'tsconfig.types.json'], {
  cwd: root,
  stdio: 'inherit',
});
/** @type {{ files: string[] }} */
const { files } = JSON.parse(readFileSync(join(root, 'tsconfig.types.json'), 'utf8'));
const reached = new Set(files.map((file) => join(types, file.replace(/\.ts$/, '.d.ts'))));
for (const path of reached) {
  const source = readFileSync(path, 'utf8');
  for (const [specifier] of source.matchAll(SPECIFIERS)) reached.add(fileOf(path, specifier));
  writeFileSync(
    path,
    source.replace(SPECIFIERS, (specifier) => withExtension(path, specifier)),
  );
}
for (const name of readdirSync(types, { recursive: true, encoding: 'utf8' })) {
  const path = join(types, name);
  if (name.endsWith('.d.ts') && !reached.has(path)) rmSync(path);
}

/**
 * @param {string} path of the file that imports
 * @param {string} specifier
 */
function withExtension(path, specifier) {
  return (
    specifier +
    (fileOf(path, specifier).endsWith('index.d.ts') && !/\bindex$/.test(specifier) ? '/index.js' : '.js')
  );
}

/**
 * @param {string} path of the file that imports
 * @param {string} specifier
 */
function fileOf(path, specifier) {
  const file = `${join(dirname(path), specifier)}.d.ts`;
  return existsSync(file) ? file : join(dirname(path), specifier, 'index.d.ts');
}
