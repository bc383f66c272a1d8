// Who may import whom: every file holds to the table, the table bites, and the page's bundle holds nothing of the worker.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { build } from 'esbuild';
import { root } from '../../scripts/run.mjs';
import { expect, test } from '../fixtures';
import { circles, code, importGraph, importsOf, mayImport } from '../import-rules';

type Imports = [file: string, specifiers: string[]][];

const FORBIDDEN: Imports = [
  ['src/lab.ts', ['../worker/session/session', '../worker/experiments', '@tensorflow/tfjs-core']],
  ['src/protocol.ts', ['./errors', 'comlink']],
  ['demo/main.ts', ['../src/lab', '../src', '../worker/experiment', '../dist/index.js', 'trainlab/wasm']],
  ['demo/views/view.ts', ['../../src/protocol', 'comlink', '@tensorflow/tfjs-core']],
  ['worker/index.ts', ['./experiments/transfer', './backend/choose', 'comlink']],
  [
    'worker/own/module.ts',
    ['../session/session', '../experiments', '../serve', '../backend/choose', 'comlink'],
  ],
  ['worker/session/session.ts', ['comlink', '../../src', '../../src/lab', '../../src/run', '../experiments']],
  [
    'worker/backend/choose.ts',
    ['../session/session', '../experiments', '../data/mnist', '../training/fit', 'comlink'],
  ],
  [
    'worker/kernels/ops/convolution.ts',
    [
      ...['../../session/session', '../../../src/protocol', '../../../src', '../../training/fit'],
      ...['../../experiment', 'comlink'],
    ],
  ],
  ['worker/kernels/cpu/random.ts', ['../../backend/open', '../../../src/errors']],
  ['worker/layers/antirectifier.ts', ['../training/fit', '../experiment', '../../src/errors', 'comlink']],
  [
    'worker/training/fit.ts',
    ['../session/session', '../session/drive', '../experiments/transfer/network', '../backend/choose'],
  ],
  ['worker/data/mnist.ts', ['../experiments', '../backend/open', 'comlink', '../../src/model']],
  ['worker/formats/tfjs/load-layers.ts', ['../../experiments/deepdream', '../../session/models', 'comlink']],
  [
    'worker/experiments/deepdream/inception-v3/index.ts',
    ['../../transfer', '../../../backend/open', '../../../session/session', '../../../../src/lab', 'comlink'],
  ],
  [
    'worker/experiments/transfer/transfer.ts',
    [
      ...['../addition/network', '../addition', '../index', '../../session/control', '../../session/options'],
      ...['../../backend/choose', '../../kernels/index', '../../../src/lab', 'comlink'],
    ],
  ],
];

const ALLOWED: Imports = [
  ['src/lab.ts', ['./run', './protocol', 'comlink']],
  ['src/types.ts', ['../worker/experiment', '../worker/experiments']],
  ['demo/main.ts', ['trainlab', './views/view', 'uplot']],
  ['worker/index.ts', ['./serve', './experiments', './own/toolbox', '@tensorflow/tfjs-layers']],
  ['worker/serve.ts', ['./session/session', './own/module', 'comlink']],
  ['worker/own/toolbox.ts', ['../training/fit', '../data/digits', '@tensorflow/tfjs-core']],
  ['worker/session/session.ts', ['../backend/choose', './drive', '../../src/errors', '../../src/protocol']],
  ['worker/backend/choose.ts', ['../kernels', '../../src/protocol', '@tensorflow/tfjs-core']],
  ['worker/kernels/cpu/random.ts', ['../runtime/kernel', '../ops/random-bits', '@tensorflow/tfjs-core']],
  [
    'worker/layers/antirectifier.ts',
    ['./index', '../kernels/patches/antirectifier', '@tensorflow/tfjs-core', '@tensorflow/tfjs-layers'],
  ],
  ['worker/training/fit.ts', ['../experiment', './random', '../../src/errors', '@tensorflow/tfjs-layers']],
  ['worker/data/mnist.ts', ['../training/examples', '../../src/errors']],
  ['worker/formats/tfjs/load-layers.ts', ['../../data/source', './model-files', '../../../src/errors']],
  [
    'worker/experiments/deepdream/inception-v3/index.ts',
    ['../../../data/source', '../canvas', '../../../formats/keras/match', '../../../../src/errors'],
  ],
  ['worker/experiments/transfer/transfer.ts', ['./network', '../../data/mnist', '../../../src/protocol']],
];

test('every file imports only what its room may', () => {
  const held = code.filter((file) => /^(src|demo|worker)\//.test(file));
  const unknown = held.filter((file) => mayImport(file, 'anything') === undefined);
  expect(unknown, 'files in no room of the table').toEqual([]);
  const refused = held.flatMap((file) =>
    importsOf(readFileSync(join(root, file), 'utf8'))
      .filter((specifier) => !mayImport(file, specifier))
      .map((specifier) => `${file}: ${specifier}`),
  );
  expect(refused).toEqual([]);
});

test('the table refuses what may not be imported, and nothing else', () => {
  const asked = (imports: Imports) =>
    imports.flatMap(([file, specifiers]) =>
      specifiers.map((specifier) => [`${file}: ${specifier}`, mayImport(file, specifier)] as const),
    );
  expect(asked(FORBIDDEN).filter(([, allowed]) => allowed !== false)).toEqual([]);
  expect(asked(ALLOWED).filter(([, allowed]) => allowed !== true)).toEqual([]);
});

test('no way to import is overlooked', () => {
  const source = `
    import type { A } from './a';
    import { b } from "./b";
    import {
      c,
      type D,
    } from './c';
    import './d';
    export { e } from './e';
    export * from './f';
    export const g = () => import('./g');
    let h: import('./h').H;
    // import { no } from './no';
  `;
  expect(importsOf(source)).toEqual(['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h'].map((name) => `./${name}`));
  expect(importsOf("/** @typedef {import('./a').A} A */\n/**\n * @param {import('./b').B} b\n */")).toEqual([
    './a',
    './b',
  ]);
});

test('no files import each other in a circle', () => {
  expect(
    circles(
      new Map([
        ['a', ['b']],
        ['b', ['c', 'd']],
        ['c', ['a']],
        ['d', []],
      ]),
    ),
  ).toEqual([['a', 'b', 'c']]);
  expect(circles(importGraph())).toEqual([]);
});

test('no chunk imports an entry', () => {
  const dist = join(root, 'dist');
  const names = readdirSync(dist).filter((name) => name.endsWith('.js'));
  const entries = names.filter((name) => !/^(page|worker|thread|wasm|layers)-/.test(name));
  // `trainlab/tfjs` is an entry itself: it shares the classes of the page's own, which a copy would not.
  const wrong = names
    .filter((name) => name !== 'tfjs.js')
    .flatMap((name) =>
      importsOf(readFileSync(join(dist, name), 'utf8'))
        .filter((specifier) => entries.includes(specifier.replace('./', '')))
        .map((specifier) => `${name}: ${specifier}`),
    );
  expect(entries).toContain('worker.js');
  expect(wrong).toEqual([]);
});

test('from the worker, the page takes types alone: its bundle holds Comlink and src', async () => {
  const options = { absWorkingDir: root, bundle: true, write: false, metafile: true, format: 'esm' } as const;
  const { metafile } = await build({ ...options, entryPoints: ['src/index.ts'] });
  const foreign = Object.keys(metafile.inputs).filter((path) => !/^(src|node_modules\/comlink)\//.test(path));
  expect(foreign).toEqual([]);
});
