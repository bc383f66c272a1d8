// What the pages name is there: files, headings, folders, commands. Addresses of other sites are not asked for.
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join, posix } from 'node:path';
import { expect, test } from '@playwright/test';
import { root } from '../../scripts/run.mjs';
import { type Page, readPage, readPages } from './pages';

const FOLDERS = readdirSync(root, { withFileTypes: true })
  .filter((entry) => entry.isDirectory() && !['build', 'dist', 'node_modules'].includes(entry.name))
  .map(({ name }) => name);
const { scripts } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));

test('every link, file, folder and command that a page names is there', () => {
  const pages = readPages();
  expect(pages.map(({ path }) => path)).toEqual(expect.arrayContaining(['README.md', 'docs/errors.md']));
  expect(pages.flatMap((page) => faults(page, pages))).toEqual([]);
});

test('what is not there is found, with its line', () => {
  const other = readPage('docs/other.md', '# Other\n\n## A `part`, *twice*\n\n## A part, twice\n');
  const page = readPage(
    'docs/page.md',
    `# Page

[there](other.md) [there](other.md#a-part-twice) [again](other.md#a-part-twice-1) [here](#page)
[out](https://example.org/#nothing) ![picture](demo.png) \`src/lab.ts\` \`scripts/\` \`npm test\` \`npm run docs\`
[gone](gone.md)
[no such heading](other.md#a-part) and [none here](#pages)
![no picture](pictures/none.png)
\`src/gone.ts\` and \`test/nothing/\`

- \`npm run nothing\`
- [reference]

[reference]: ../README.txt
`,
  );
  expect(faults(page, [page, other])).toEqual([
    'docs/page.md:5: gone.md is not there',
    'docs/page.md:6: other.md#a-part is no heading',
    'docs/page.md:6: #pages is no heading',
    'docs/page.md:7: pictures/none.png is not there',
    'docs/page.md:13: ../README.txt is not there',
    'docs/page.md:8: src/gone.ts is not there',
    'docs/page.md:8: test/nothing/ is not there',
    'docs/page.md:10: npm run nothing is no command',
  ]);
});

test('the site has every page, and the README leads to each', () => {
  const { projectDocuments } = JSON.parse(readFileSync(join(root, 'docs/typedoc.json'), 'utf8'));
  const onSite = projectDocuments.map((path: string) => posix.join('docs', path));
  const [[readme], others] = [
    readPages().filter(({ path }) => path === 'README.md'),
    readPages().filter(({ path }) => path !== 'README.md'),
  ];
  const paths = others.map(({ path }) => path);
  expect([...onSite].sort()).toEqual([...paths].sort());
  expect(readme!.links.map(({ text }) => text)).toEqual(expect.arrayContaining(paths));
});

function faults(page: Page, pages: readonly Page[]): string[] {
  const links = page.links.flatMap(({ text, line }) => {
    const fault = faultOfLink(text, page, pages);
    return fault ? [`${page.path}:${line}: ${text} ${fault}`] : [];
  });
  const names = page.names.flatMap(({ text, line }) => {
    const fault = faultOfName(text);
    return fault ? [`${page.path}:${line}: ${text} ${fault}`] : [];
  });
  return [...links, ...names];
}

function faultOfLink(link: string, { path }: Page, pages: readonly Page[]): string | undefined {
  if (/^[a-z]+:/.test(link)) return undefined;
  const [file, anchor] = link.split('#') as [string, string?];
  const target = file === '' ? path : posix.join(posix.dirname(path), file);
  const page = pages.find((one) => one.path === target);
  if (!page && !existsSync(join(root, target))) return 'is not there';
  return anchor === undefined || page?.anchors.has(anchor) ? undefined : 'is no heading';
}

/** Only paths from the repository's own folders, and npm's commands, can be told from other code. */
function faultOfName(name: string): string | undefined {
  const command = /^npm run ([\w:-]+)/.exec(name)?.[1];
  if (command) return command in scripts ? undefined : 'is no command';
  if (!/^[\w.-]+\/[\w./-]*$/.test(name) || !FOLDERS.includes(name.split('/')[0]!)) return undefined;
  return existsSync(join(root, name)) ? undefined : 'is not there';
}
