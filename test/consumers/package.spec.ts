// The packed package as tools read it: its types in every TypeScript, its exports, what it imports.
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
        const flags = ['--module', module, '--moduleResolution', resolution];
        expect(await made.run([`typescript-${version}/${bin}`, '-p', '.', ...flags])).toBe('');
      });
    }
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
