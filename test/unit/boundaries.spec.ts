// Who may import whom: each rule in biome.json bites, and the page's bundle holds nothing of the worker.
import { spawnSync } from 'node:child_process';
import { cpSync, mkdirSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { build } from 'esbuild';
import { root } from '../../scripts/run.mjs';
import { expect, test } from '../fixtures';

type Imports = [file: string, specifiers: string[]][];

const FORBIDDEN: Imports = [
  ['src/lab.ts', ['../worker/session', '../worker/experiments', '@tensorflow/tfjs-core']],
  ['src/protocol.ts', ['./errors', 'comlink']],
  ['demo/main.ts', ['../src/lab', '../src', '../worker/experiment', '../dist/index.js', 'trainlab/wasm']],
  ['demo/views/view.ts', ['../../src/protocol', 'comlink', '@tensorflow/tfjs-core']],
  ['worker/index.ts', ['./experiments', './backend/choose']],
  ['worker/session.ts', ['comlink', '../src', '../src/lab', '../src/run']],
  [
    'worker/backend/choose.ts',
    ['../session', '../experiments', '../datasets/mnist', '../training/fit', 'comlink'],
  ],
  [
    'worker/kernels/ops/convolution.ts',
    ['../session', '../../src/protocol', '../../src', '../training/fit', '../experiment', 'comlink'],
  ],
  ['worker/kernels/cpu/random.ts', ['../../backend/open', '../../../src/errors']],
  ['worker/layers/antirectifier.ts', ['../training/fit', '../kernels', '../../src/errors', 'comlink']],
  [
    'worker/training/fit.ts',
    ['../session', '../drive', '../experiments/transfer/network', '../backend/choose'],
  ],
  ['worker/datasets/mnist.ts', ['../experiments', '../backend/open', 'comlink', '../../src/model']],
  [
    'worker/networks/inception-v3/index.ts',
    ['../../experiments/transfer', '../../backend/open', '../../session', '../../../src/lab', 'comlink'],
  ],
  [
    'worker/networks/embedded/index.ts',
    ['../../experiments', '../../backend/open', 'comlink', '../../session'],
  ],
  [
    'worker/experiments/transfer/transfer.ts',
    [
      ...[
        '../addition/network',
        '../addition',
        '../index',
        '../../session',
        '../../control',
        '../../options',
      ],
      ...['../../backend/choose', '../../kernels/index', '../../../src/lab', 'comlink'],
    ],
  ],
];

const ALLOWED: Imports = [
  ['src/lab.ts', ['./run', './protocol', 'comlink']],
  ['src/types.ts', ['../worker/experiment', '../worker/experiments']],
  ['demo/main.ts', ['trainlab', './views/view', 'uplot']],
  ['worker/index.ts', ['./session', 'comlink']],
  ['worker/session.ts', ['./backend/choose', './experiments', '../src/errors', '../src/protocol']],
  ['worker/backend/choose.ts', ['../kernels', '../../src/protocol', '@tensorflow/tfjs-core']],
  ['worker/kernels/cpu/random.ts', ['../runtime/kernel', '../ops/random-bits', '@tensorflow/tfjs-core']],
  [
    'worker/layers/antirectifier.ts',
    ['./index', '../kernels/patches/antirectifier', '@tensorflow/tfjs-core', '@tensorflow/tfjs-layers'],
  ],
  ['worker/training/fit.ts', ['../experiment', './random', '../../src/errors', '@tensorflow/tfjs-layers']],
  ['worker/datasets/mnist.ts', ['../training/examples', '../../src/errors']],
  ['worker/networks/inception-v3/index.ts', ['../../datasets/source', '../../../src/errors']],
  ['worker/networks/embedded/index.ts', ['./weights', '../../training/random', '../../../src/errors']],
  ['worker/experiments/transfer/transfer.ts', ['./network', '../../datasets/mnist', '../../../src/protocol']],
];

test('what may not be imported is refused, in every way to import it', () => {
  const lines = FORBIDDEN.flatMap(([file, specifiers]) =>
    snippet(specifiers).map((line) => `${file}: ${line}`),
  );
  expect(refused(FORBIDDEN, test.info().outputPath('forbidden'))).toEqual(lines);
});

test('what may be imported is not refused', () => {
  expect(refused(ALLOWED, test.info().outputPath('allowed'))).toEqual([]);
});

test('from the worker, the page takes types alone: its bundle holds Comlink and src', async () => {
  const options = { absWorkingDir: root, bundle: true, write: false, metafile: true, format: 'esm' } as const;
  const { metafile } = await build({ ...options, entryPoints: ['src/index.ts'] });
  const foreign = Object.keys(metafile.inputs).filter((path) => !/^(src|node_modules\/comlink)\//.test(path));
  expect(foreign).toEqual([]);
});

function snippet(specifiers: string[]): string[] {
  return specifiers.flatMap((specifier, i) => [
    `import type { A${i} } from '${specifier}';`,
    `import { b${i} } from '${specifier}';`,
    `export { c${i} } from '${specifier}';`,
    `export const d${i} = () => import('${specifier}');`,
  ]);
}

/** Writes files with such imports into a folder that has our rules, and returns the lines that these refuse. */
function refused(imports: Imports, folder: string): string[] {
  mkdirSync(folder, { recursive: true });
  cpSync(join(root, 'biome.json'), join(folder, 'biome.json'));
  for (const [file, specifiers] of imports) {
    mkdirSync(dirname(join(folder, file)), { recursive: true });
    writeFileSync(join(folder, file), snippet(specifiers).join('\n'));
  }
  const biome = join(root, 'node_modules/@biomejs/biome/bin/biome');
  const rule = '--only=style/noRestrictedImports';
  const options = ['--vcs-enabled=false', '--max-diagnostics=none', '--reporter=rdjson'];
  const { stdout, stderr } = spawnSync(process.execPath, [biome, 'lint', rule, ...options, '.'], {
    cwd: folder,
  });
  if (stdout.length === 0) throw new Error(String(stderr));
  const { diagnostics }: { diagnostics: Diagnostic[] } = JSON.parse(String(stdout));
  const found = new Set(diagnostics.map(({ location: { path, range } }) => `${path}:${range.start.line}`));
  return imports.flatMap(([file, specifiers]) =>
    snippet(specifiers).flatMap((line, i) => (found.has(`${file}:${i + 1}`) ? [`${file}: ${line}`] : [])),
  );
}

interface Diagnostic {
  location: { path: string; range: { start: { line: number } } };
}
