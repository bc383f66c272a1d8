// Emits the declaration files that the package's entries reach, with the file extensions that Node's and the
// bundlers' resolution ask for.
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
/** @type {{ files: string[] }} */
const { files } = JSON.parse(readFileSync(join(root, 'tsconfig.types.json'), 'utf8'));
/** What is reached; a set's walk takes in what is added on the way. */
const reached = new Set(files.map((file) => join(types, file.replace(/\.ts$/, '.d.ts'))));
for (const path of reached) {
  const source = readFileSync(path, 'utf8');
  const specifiers = /(?<=(?:from|import\()\s*['"])\.[^'"]*(?=['"])/g;
  // What a script imports for its effect alone has none on types, and need not be there.
  const needed = source.replace(/^import ['"][^'"]*['"];\n/gm, '');
  const resolved = needed.replace(specifiers, (specifier) => withExtension(path, specifier));
  for (const [specifier] of resolved.matchAll(specifiers)) {
    reached.add(join(dirname(path), specifier.replace(/\.js$/, '.d.ts')));
  }
  writeFileSync(path, resolved);
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
  return specifier + (existsSync(`${join(dirname(path), specifier)}.d.ts`) ? '.js' : '/index.js');
}
