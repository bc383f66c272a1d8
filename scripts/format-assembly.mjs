// Formats AssemblyScript with Biome like the rest. Biome cannot read decorators on functions, which AssemblyScript
// has and TypeScript has not: each stands on a line of its own, and is a comment while Biome looks on.
//   node scripts/format-assembly.mjs [--write]
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { root } from './run.mjs';

const FOLDERS = ['worker/kernels/assembly', 'bench/assembly'];

/** The files that are not formatted, with their text as it should be. */
export function unformattedAssembly() {
  const files = FOLDERS.flatMap((folder) =>
    readdirSync(join(root, folder)).map((name) => join(folder, name)),
  );
  const sources = files
    .filter((file) => file.endsWith('.ts'))
    .map((file) => ({ file, source: readFileSync(join(root, file), 'utf8') }));
  const folder = mkdtempSync(join(tmpdir(), 'assembly-'));
  try {
    const { formatter, javascript } = JSON.parse(readFileSync(join(root, 'biome.json'), 'utf8'));
    writeFileSync(join(folder, 'biome.json'), JSON.stringify({ root: true, formatter, javascript }));
    for (const { file, source } of sources) {
      mkdirSync(join(folder, dirname(file)), { recursive: true });
      writeFileSync(join(folder, file), source.replace(/^@(\w+)$/gm, '// @@$1'));
    }
    formatIn(folder);
    return sources.flatMap(({ file, source }) => {
      const formatted = readFileSync(join(folder, file), 'utf8').replace(/^\/\/ @@(\w+)$/gm, '@$1');
      return formatted === source ? [] : [{ file, formatted }];
    });
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** @param {string} folder */
function formatIn(folder) {
  const biome = join(root, 'node_modules/@biomejs/biome/bin/biome');
  const { status, stderr } = spawnSync(process.execPath, [biome, 'format', '--write', '.'], {
    cwd: folder,
    encoding: 'utf8',
  });
  if (status !== 0) throw new Error(`AssemblyScript cannot be formatted:\n${stderr}`);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const write = process.argv.includes('--write');
  for (const { file, formatted } of unformattedAssembly()) {
    if (write) writeFileSync(join(root, file), formatted);
    else process.exitCode = 1;
    console.log(`${write ? 'Formatted' : 'Not formatted:'} ${file}`);
  }
}
