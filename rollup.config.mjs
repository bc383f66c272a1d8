// The page's entry, the worker, `trainlab/wasm` with its threads,
// `trainlab/layers`, `trainlab/experiment`, and the demo.
import { copyFile, cp, mkdir, rm } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import commonjs from '@rollup/plugin-commonjs';
import resolve from '@rollup/plugin-node-resolve';
import esbuild from 'rollup-plugin-esbuild';
import { buildKernels } from './scripts/build-kernels.mjs';
import { withoutNode } from './scripts/without-node.mjs';

const minified = { target: 'es2022', minify: true, legalComments: 'none' };

const plugins = [
  withoutNode(),
  resolve({ browser: true, extensions: ['.mjs', '.js', '.ts'] }),
  commonjs(),
  esbuild(minified),
];

/** Names of the page's classes reach people in errors and consoles. In the worker, keeping names costs time. */
const pagePlugins = [...plugins.slice(0, -1), esbuild({ ...minified, keepNames: true })];

/** What the worker loads by an address that comes at run time is nothing for a page's bundler to look for. */
const leaveImports = {
  name: 'leave-imports',
  renderChunk: (code) => ({
    code: code.replace(
      /(?<![.\w$])import\(([\w$.]+)\)/g,
      'import(/* webpackIgnore: true */ /* turbopackIgnore: true */ /* @vite-ignore */ $1)',
    ),
    map: null,
  }),
};

/** TensorFlow.js' modules refer to each other in circles. */
function onwarn(warning, warn) {
  if (['CIRCULAR_DEPENDENCY', 'THIS_IS_UNDEFINED', 'EVAL'].includes(warning.code)) return;
  warn(warning);
}

/** Before anything is built: this writes sources, which must not be newer than what is made of them. */
const kernels = {
  name: 'kernels',
  async buildStart() {
    await buildKernels();
  },
};

/** The binaries lie beside the bundles, where `new URL('./x.wasm', import.meta.url)` looks for them. */
const binaries = {
  name: 'binaries',
  async buildStart() {
    await mkdir('dist', { recursive: true });
    const own = ['simd', 'relaxed-simd'].map((build) => `build/kernels/kernels-${build}.wasm`);
    const stock = ['simd', 'threaded-simd'].map(
      (build) => `node_modules/@tensorflow/tfjs-backend-wasm/wasm-out/tfjs-backend-wasm-${build}.wasm`,
    );
    const network = 'worker/experiments/deepdream/embedded-network/dream-network.bin';
    for (const path of [...own, ...stock, network]) {
      await copyFile(path, `dist/${path.slice(path.lastIndexOf('/') + 1)}`);
    }
  },
};

/** What an earlier build left behind must not be published. */
const emptyDist = { name: 'empty-dist', buildStart: () => rm('dist', { recursive: true, force: true }) };

/** The demo's page and styles; what it imports as `trainlab` is the built package, served as `./dist/`. */
const demoFiles = {
  name: 'demo-files',
  async buildEnd() {
    await cp('demo/index.html', 'build/demo/index.html');
    await cp('demo/styles', 'build/demo/styles', { recursive: true });
    await copyFile('node_modules/uplot/dist/uPlot.min.css', 'build/demo/uplot.css');
  },
};

/** Whoever takes kernels or layers alone brings these along. */
const PEERS = ['@tensorflow/tfjs-core', '@tensorflow/tfjs-layers'];

const ENTRY = fileURLToPath(new URL('src/index.ts', import.meta.url));

/** All files of a bundle lie flat in `dist`, so that each finds the others by its own address. */
const output = (sourcemap = true) => ({
  dir: 'dist',
  format: 'es',
  sourcemap,
  entryFileNames: '[name].js',
  // One file an entry: a worker in parts fails in bundlers that write workers as one script, and where one part
  // is reached by two addresses (a query, a redirect) it is evaluated twice.
  inlineDynamicImports: true,
});

export default [
  {
    input: { index: 'src/index.ts' },
    output: output(),
    plugins: [emptyDist, kernels, ...pagePlugins],
    onwarn,
  },
  {
    // It shares classes with the page's entry, which it therefore imports and does not repeat.
    input: { tfjs: 'src/tfjs/index.ts' },
    external: [ENTRY],
    output: { ...output(), paths: { [ENTRY]: './index.js' } },
    plugins: pagePlugins,
    onwarn,
  },
  {
    input: { worker: 'worker/index.ts' }, // Its map would be TensorFlow.js' sources, ten times the size of the package.
    output: output(false),
    plugins: [binaries, ...plugins, leaveImports],
    onwarn,
  },
  // What is loaded on demand: each library a file beside the worker's, found by its own literal address.
  ...['csv', 'gzip', 'hdf5', 'parquet', 'zip', 'zip-writer'].map((name) => ({
    input: { [`worker-${name}`]: `worker/on-demand/${name}.ts` },
    output: output(false),
    plugins,
    onwarn,
  })),
  { input: { 'kernel-thread': 'worker/kernels/runtime/thread.ts' }, output: output(), plugins, onwarn },
  {
    input: { wasm: 'worker/kernels/index.ts' },
    external: PEERS,
    output: output(false),
    plugins,
    onwarn,
  },
  {
    input: { layers: 'worker/layers/index.ts' },
    external: PEERS,
    output: output(),
    plugins,
    onwarn,
  },
  { input: { experiment: 'worker/own/author.ts' }, output: output(), plugins, onwarn },
  {
    input: { main: 'demo/main.ts' },
    external: 'trainlab',
    output: { ...output(), dir: 'build/demo' },
    plugins: [...plugins, demoFiles],
    onwarn,
  },
];
