// Who may import whom: the table, and how to ask it. test/unit/boundaries.spec.ts holds every file against it.
import { readdirSync, readFileSync } from 'node:fs';
import { join, posix } from 'node:path';
import { root } from '../scripts/run.mjs';

/** What every room of the worker may take of the page's side. */
const WIRE = ['src/protocol', 'src/fit-protocol', 'src/errors'];
const TENSORFLOW = ['@tensorflow/'];
const inData = (name: string) => `worker/data/${name}`;
/** What an experiment is: its contract. */
const CONTRACT = ['worker/experiment', 'worker/declare'];

/**
 * By room, the first that fits a file: what its files may import. A path stands for that file, with a slash for
 * all that lies under it; anything else is a package. `OWN` is the file's own room, as far as the star reaches.
 */
export const RULES: readonly (readonly [room: string, allowed: readonly string[]])[] = [
  ['src/protocol', ['src/fit-protocol']],
  ['src/fit-protocol', []],
  ['src/types', ['src/', 'worker/experiment', 'worker/experiments/index']],
  ['src/', ['src/', 'comlink']],
  ['demo/', ['demo/', 'trainlab', 'uplot']],
  ['worker/index', ['worker/serve', 'worker/own/', 'worker/experiments/index', ...TENSORFLOW]],
  ['worker/serve', ['src/protocol', 'worker/experiment', 'worker/own/module', 'worker/session/', 'comlink']],
  ['worker/macrotask', []],
  ['worker/assets', ['worker/kernels/runtime/binaries']],
  ['worker/on-demand/index', ['src/errors', 'worker/assets', 'worker/on-demand/']],
  // These are bundled by themselves.
  [
    'worker/on-demand/',
    [
      'worker/on-demand/provided',
      '@zip.js/zip.js/',
      'h5wasm',
      'pako',
      'papaparse',
      'hyparquet',
      'hyparquet-compressors',
    ],
  ],
  ['worker/declare', ['src/protocol']],
  ['worker/experiment', ['src/protocol', 'worker/declare', 'worker/data/dataset', 'worker/training/random']],
  [
    'worker/session/',
    [...WIRE, ...CONTRACT, ...TENSORFLOW]
      .concat(['worker/session/', 'worker/assets', 'worker/macrotask', 'worker/backend/choose'])
      .concat(['worker/training/random', 'worker/formats/network-source', 'worker/formats/export'])
      .concat([
        'worker/own/module',
        'worker/data/crc32',
        'worker/fit/index',
        'worker/fit/outputs',
        'worker/formats/tfjs/saved-artifacts',
        'worker/formats/open-model',
        'worker/network/',
        'worker/library/',
      ])
      .concat(
        [
          'arrays',
          'dataset',
          'dataset-options',
          'download-cache',
          'dataset-reference',
          'open-dataset',
          'preview',
          'split-dataset',
        ].map(inData),
      ),
  ],
  [
    'worker/fit/',
    [...WIRE, ...CONTRACT, ...TENSORFLOW, 'worker/fit/'].concat([
      'worker/network/',
      'worker/training/',
      'worker/data/',
      'worker/formats/',
    ]),
  ],
  ['worker/backend/', [...WIRE, ...TENSORFLOW, 'worker/backend/', 'worker/kernels/']],
  ['worker/kernels/', [...TENSORFLOW, 'worker/kernels/']],
  ['worker/layers/', [...TENSORFLOW, 'worker/layers/', 'worker/kernels/']],
  ['worker/training/', [...WIRE, ...CONTRACT, ...TENSORFLOW, 'worker/training/', 'worker/kernels/']],
  [
    'worker/data/',
    [...WIRE, ...CONTRACT, ...TENSORFLOW, 'worker/data/', 'worker/training/', 'worker/on-demand/index'],
  ],
  ['worker/own/', [...WIRE, ...CONTRACT, ...TENSORFLOW, 'worker/own/', 'worker/training/', 'worker/data/']],
  [
    'worker/network/',
    [...WIRE, ...CONTRACT, ...TENSORFLOW, 'worker/network/', 'worker/macrotask', 'worker/training/'].concat([
      'worker/data/',
      'worker/formats/topology/',
    ]),
  ],
  [
    'worker/library/',
    [...WIRE, ...CONTRACT, ...TENSORFLOW, 'worker/library/', 'worker/network/'].concat([
      'worker/data/crc32',
      'idb',
    ]),
  ],
  [
    'worker/formats/',
    [...WIRE, ...CONTRACT, ...TENSORFLOW, 'worker/formats/', 'worker/data/', 'worker/network/'].concat([
      'worker/on-demand/index',
      'jsfive',
      '@bufbuild/protobuf/wire',
    ]),
  ],
  ['worker/experiments/index', ['worker/experiments/*/index']],
  [
    'worker/experiments/*/',
    [
      ...WIRE,
      ...CONTRACT,
      ...TENSORFLOW,
      'OWN',
      'worker/assets',
      'worker/macrotask',
      'worker/layers/',
    ].concat(['worker/training/', 'worker/data/', 'worker/formats/']),
  ],
];

/** @returns whether a file may import what it names so; `undefined` for a file that no room of the table holds */
export function mayImport(file: string, specifier: string): boolean | undefined {
  const path = withoutEnding(file);
  const rule = RULES.find(([room]) => starIn(room, path) !== undefined);
  if (!rule) return undefined;
  const [room, allowed] = rule;
  const own = room.replace('*', starIn(room, path)!);
  const target = specifier.startsWith('.') ? fileAt(posix.join(posix.dirname(file), specifier)) : specifier;
  return allowed.some((one) => starIn(one === 'OWN' ? own : one, target) !== undefined);
}

/** What the star of a pattern stands for where the path fits it, '' without a star; `undefined` where it does not. */
function starIn(pattern: string, path: string): string | undefined {
  const source = pattern.replace(/[.+?^${}()|[\]\\]/g, '\\$&').replace('*', '([^/]+)');
  const found = new RegExp(`^${source}${pattern.endsWith('/') ? '' : '$'}`).exec(path);
  return found ? (found[1] ?? '') : undefined;
}

const files = new Set(
  ['src', 'worker', 'demo', 'scripts', 'bench', 'test'].flatMap((folder) =>
    readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
      .map((name) => `${folder}/${name.replaceAll('\\', '/')}`)
      .filter((name) => /\.(ts|mjs)$/.test(name) && !name.startsWith('worker/kernels/assembly/')),
  ),
);

/** All code of the repository but AssemblyScript's. */
export const code: readonly string[] = [...files].sort();

const withoutEnding = (path: string) => path.replace(/(\.d)?\.(ts|mjs|js)$/, '');

/** The file that an import means, without its ending; what is no file as it stands. */
function fileAt(path: string): string {
  return withoutEnding(pathOf(path) ?? path);
}

function pathOf(path: string): string | undefined {
  const tried = /\.mjs$/.test(path)
    ? [path]
    : [`${path}.ts`, `${path}.d.ts`, `${path}/index.ts`, `${path}.mjs`];
  return tried.find((one) => files.has(one));
}

/** Every way to import: types, values, re-exports, side effects, and on demand. */
const IMPORT = /(?:\bfrom|\bimport)\s*\(?\s*(['"])([^'"\n]+)\1/g;

/** What a source imports, as it names it. Comments do not count, but for the types that JavaScript takes in them. */
export function importsOf(source: string): string[] {
  const bare = source.replace(/^\s*\/\/.*$/gm, '').replace(/^\s*\*(?!.*import\().*$/gm, '');
  return [...bare.matchAll(IMPORT)].map(([, , specifier]) => specifier!);
}

/** The files that each file of the repository imports, both with their endings. */
export function importGraph(): Map<string, string[]> {
  return new Map(
    code.map((file) => {
      const targets = importsOf(readFileSync(join(root, file), 'utf8'))
        .filter((specifier) => specifier.startsWith('.'))
        .map((specifier) => pathOf(posix.join(posix.dirname(file), specifier)))
        .filter((path) => path !== undefined);
      return [file, targets];
    }),
  );
}

/** Groups of files that import each other in a circle. */
export function circles(graph: ReadonlyMap<string, readonly string[]>): string[][] {
  const found: string[][] = [];
  const order = new Map<string, number>();
  const lowest = new Map<string, number>();
  const open: string[] = [];
  const visit = (file: string) => {
    order.set(file, order.size);
    lowest.set(file, order.get(file)!);
    open.push(file);
    for (const target of graph.get(file) ?? []) {
      if (!order.has(target)) visit(target);
      if (open.includes(target)) lowest.set(file, Math.min(lowest.get(file)!, lowest.get(target)!));
    }
    if (lowest.get(file) !== order.get(file)) return;
    const circle = open.splice(open.indexOf(file));
    if (circle.length > 1) found.push(circle.sort());
  };
  for (const file of graph.keys()) if (!order.has(file)) visit(file);
  return found;
}
