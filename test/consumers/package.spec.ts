// The packed package as tools read it: its types in every TypeScript, its exports, what it imports.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, PATIENCE, test } from './fixtures';

test.describe.configure({ mode: 'parallel', timeout: PATIENCE });

test.describe('types, libraries checked', () => {
  test.describe.configure({ mode: 'default' }); // they share a folder
  for (const version of ['5.4', '5.9', '7']) {
    for (const [resolution, module] of [
      ['bundler', 'esnext'],
      ['nodenext', 'nodenext'],
    ] as const) {
      test(`TypeScript ${version}, ${resolution}`, async ({ project }) => {
        const made = await project('types');
        const bin = version === '7' ? 'bin/tsc' : 'lib/tsc.js';
        const flags = ['--module', module, '--moduleResolution', resolution, '--listFiles'];
        const read = (await made.run([`typescript-${version}/${bin}`, '-p', '.', ...flags]))
          .trim()
          .split(/\s*\n/);
        // This project lies in one that has TensorFlow.js: here there is none, and none is missed.
        expect(read.filter((path) => !path.startsWith(made.folder.replaceAll('\\', '/')))).toEqual([]);
        expect(read.filter((path) => /node_modules\/trainlab\//.test(path))).not.toEqual([]);
      });
    }
  }
});

test('it imports nothing but its peers, and the entry and the worker nothing at all', ({ unpacked }) => {
  const { peerDependencies, dependencies } = JSON.parse(readFileSync(join(unpacked, 'package.json'), 'utf8'));
  expect(dependencies).toBeUndefined();
  const folder = join(unpacked, 'dist');
  for (const name of readdirSync(folder, { recursive: true, encoding: 'utf8' })) {
    if (!/\.(js|d\.ts)$/.test(name)) continue;
    const source = readFileSync(join(folder, name), 'utf8');
    // What HDF5's library says, embedded as text, reads like imports here and there.
    const code = name === 'worker-hdf5.js' ? '' : source;
    const imports = [...code.matchAll(/\b(?:from|import)\s*\(?\s*["']([\w@][\w@/:.-]*)["']/g)];
    const allowed = /^(index|worker.*|kernel-thread)\.js$/.test(name) ? [] : Object.keys(peerDependencies);
    expect(
      imports
        .map(([, id]) => id!)
        .filter((id) => !allowed.some((one) => id === one || id.startsWith(`${one}/`))),
      name,
    ).toEqual([]);
  }
});

test.describe('checks of the package', () => {
  test.describe.configure({ mode: 'default' }); // they share a folder
  test('publint', async ({ project, tarball }) => {
    const made = await project('lint');
    expect(await made.run(['publint/src/cli.js', tarball, '--strict'])).toMatch(/All good/);
  });

  test('attw', async ({ project, tarball }) => {
    const made = await project('lint');
    // ES modules alone, found by `exports`: nothing for CommonJS, nor for how Node 10 looked for modules.
    const report = await made.run(['@arethetypeswrong/cli/dist/index.js', tarball, '--profile', 'esm-only']);
    expect(report).toMatch(/"trainlab\/worker"/);
    expect(report).not.toMatch(/❌/);
  });
});
