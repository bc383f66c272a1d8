// The code in README and guides compiles against the built package, or stands as it is in a file that is tested.
import { execFile } from 'node:child_process';
import {
  copyFileSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { expect, test } from '@playwright/test';
import { root } from '../../scripts/run.mjs';
import { type Page, readPage, readPages } from './pages';

const execute = promisify(execFile);
/** Languages that need no check: commands, what comes out of them, headers of servers. */
const PLAIN = ['sh', 'text', 'json', 'nginx', 'apache', 'http'];

test('every TypeScript sample compiles', async () => {
  const pages = readPages();
  expect(pages.flatMap(samples).length).toBeGreaterThan(10);
  expect(await compile(pages)).toEqual([]);
});

test('what does not compile is found, with its line', async () => {
  const page = readPage(
    'docs/page.md',
    `# Page

\`\`\`ts
import { createLab } from 'trainlab';
const lab = await createLab();
await lab.train('transfer', { epoch: 5 });
\`\`\`

- In a list:

  \`\`\`ts
  createLab();
  \`\`\`
`,
  );
  const found = await compile([page]);
  expect(found).toHaveLength(2);
  expect(found[0]).toMatch(/^docs\/page\.md:6: .*'epoch'/);
  expect(found[1]).toMatch(/^docs\/page\.md:12: .*'createLab'/);
});

test('samples in other languages are parts of files, word for word', () => {
  const faults = readPages().flatMap(({ path, fences }) =>
    fences
      .filter(({ language }) => language !== 'ts' && !PLAIN.includes(language))
      .flatMap(({ text, file, line }) => {
        const where = `${path}:${line}`;
        if (file === undefined) return [`${where}: names no file that holds it`];
        return readFileSync(join(root, file), 'utf8').includes(text) ? [] : [`${where}: not so in ${file}`];
      }),
  );
  expect(faults).toEqual([]);
});

const samples = ({ fences }: Page) => fences.filter(({ language }) => language === 'ts');

/** Compiles each sample as a module of its own, and returns the errors with the lines of the pages. */
async function compile(pages: readonly Page[]): Promise<string[]> {
  const parent = join(root, 'build/samples');
  mkdirSync(parent, { recursive: true });
  const folder = mkdtempSync(join(parent, 'samples-'));
  try {
    mkdirSync(join(folder, 'node_modules'));
    symlinkSync(root, join(folder, 'node_modules/trainlab'), 'junction');
    writeFileSync(join(folder, 'package.json'), '{ "type": "module" }');
    copyFileSync(join(root, 'test/docs/page-names.d.ts'), join(folder, 'page-names.d.ts'));
    const origins = new Map<string, { path: string; line: number }>();
    for (const page of pages) {
      for (const { text, line } of samples(page)) {
        const name = `sample-${origins.size}.ts`;
        origins.set(name, { path: page.path, line });
        writeFileSync(join(folder, name), `${text}\nexport {};\n`);
      }
    }
    const compilerOptions = {
      ...{ strict: true, noUncheckedIndexedAccess: true, noEmit: true, skipLibCheck: true },
      ...{ target: 'ES2022', module: 'ESNext', moduleResolution: 'bundler', types: [] },
      lib: ['ES2022', 'DOM', 'DOM.Iterable', 'DOM.AsyncIterable'],
    };
    const files = ['page-names.d.ts', ...origins.keys()];
    writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify({ compilerOptions, files }));
    const compiler = join(root, 'node_modules/typescript/bin/tsc');
    const output = await execute(process.execPath, [compiler, '-p', '.', '--pretty', 'false'], {
      cwd: folder,
    }).then(
      () => '',
      ({ stdout }: { stdout: string }) => stdout,
    );
    return output
      .split('\n')
      .filter((line) => line.trim() !== '')
      .map((message) => {
        const [, name, row, rest] = /^(sample-\d+\.ts)\((\d+),\d+\): (.*)$/.exec(message) ?? [];
        const origin = origins.get(name ?? '');
        return origin ? `${origin.path}:${origin.line + Number(row)}: ${rest}` : message;
      });
  } finally {
    rmSync(folder, { recursive: true });
  }
}
