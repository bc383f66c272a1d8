// When dependencies count as installed and the package as built: then `npm start` skips that.
import { mkdirSync, utimesSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, test } from '@playwright/test';
import { isBuilt } from '../../scripts/build.mjs';
import { isInstalled } from '../../scripts/install.mjs';

function write(folder: string, files: Record<string, string>): void {
  for (const [name, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, name)), { recursive: true });
    writeFileSync(join(folder, name), text);
  }
}

const lock = (packages: object) => JSON.stringify({ packages });

test('installed is what the lock file says, optional packages of other platforms aside', () => {
  const folder = test.info().outputPath();
  const a = { version: '1.0.0' };
  const b = { version: '2.0.0', optional: true };
  write(folder, { 'package-lock.json': lock({ '': {}, 'node_modules/a': a, 'node_modules/b': b }) });
  expect(isInstalled(folder)).toBe(false);
  const installed = (packages: object) => {
    write(folder, { 'node_modules/.package-lock.json': lock(packages) });
    return isInstalled(folder);
  };
  expect(installed({ 'node_modules/a': a, 'node_modules/b': b })).toBe(true);
  expect(installed({ 'node_modules/a': a })).toBe(true);
  expect(installed({ 'node_modules/b': b })).toBe(false);
  expect(installed({ 'node_modules/a': { version: '1.0.1' } })).toBe(false);
  expect(installed({ 'node_modules/a': a, 'node_modules/b': { version: '1.9.0', optional: true } })).toBe(
    false,
  );
});

test('built is what is newer than every source', () => {
  const folder = test.info().outputPath();
  const age = (name: string, seconds: number) => utimesSync(join(folder, name), seconds, seconds);
  write(folder, { 'src/index.ts': '', 'worker/deep/down.ts': '' });
  for (const name of ['src/index.ts', 'src', 'worker/deep/down.ts', 'worker/deep', 'worker']) age(name, 1000);
  const outputs = ['dist/index.js', 'dist/worker.js', 'dist/types/src/index.d.ts', 'build/demo/main.js'];
  for (const name of outputs) {
    expect(isBuilt(folder)).toBe(false);
    write(folder, { [name]: '' });
    age(name, 2000);
  }
  expect(isBuilt(folder)).toBe(true);
  age('worker/deep/down.ts', 2001);
  expect(isBuilt(folder)).toBe(false);
  age('worker/deep/down.ts', 1000);
  age('worker/deep', 2001); // a file has come or gone
  expect(isBuilt(folder)).toBe(false);
  age('worker/deep', 1000);
  age('dist/worker.js', 999);
  expect(isBuilt(folder)).toBe(false);
});
