// The page's entry, the worker with a chunk for each backend, `trainlab/wasm` with its threads,
// `trainlab/layers`, and the demo.
import { copyFile, cp, mkdir } from 'node:fs/promises';
import { isBuiltin } from 'node:module';
import commonjs from '@rollup/plugin-commonjs';
import resolve from '@rollup/plugin-node-resolve';
import esbuild from 'rollup-plugin-esbuild';
import { buildKernels } from './scripts/build-kernels.mjs';

const plugins = [
  resolve({ browser: true, extensions: ['.mjs', '.js', '.ts'] }),
  // Emscripten's modules ask for Node's own where they run there: no page can import those.
  commonjs({ ignore: isBuiltin }),
  esbuild({ target: 'es2022', minify: true, legalComments: 'none' }),
];

/** TensorFlow.js' modules refer to each other in circles, and to Node's modules where they run there. */
function onwarn(warning, warn) {
  if (['CIRCULAR_DEPENDENCY', 'THIS_IS_UNDEFINED', 'EVAL'].includes(warning.code)) return;
  if (warning.plugin === 'esbuild' && /Converting "require"/.test(warning.message)) return;
  warn(warning);
}

/** The binaries lie beside the bundles, where `new URL('./x.wasm', import.meta.url)` looks for them. */
const binaries = {
  name: 'binaries',
  async buildStart() {
    await mkdir('dist', { recursive: true });
    const kernels = await buildKernels();
    const stock = ['simd', 'threaded-simd'].map(
      (build) => `node_modules/@tensorflow/tfjs-backend-wasm/wasm-out/tfjs-backend-wasm-${build}.wasm`,
    );
    for (const path of [...kernels.map(({ path }) => path), ...stock]) {
      await copyFile(path, `dist/${path.slice(path.lastIndexOf('/') + 1)}`);
    }
  },
};

/** The demo's page and styles; what it imports as `trainlab` is the built package, served as `./dist/`. */
const demoFiles = {
  name: 'demo-files',
  async buildEnd() {
    await cp('demo/index.html', 'build/demo/index.html');
    await cp('demo/styles', 'build/demo/styles', { recursive: true });
    await copyFile('node_modules/uplot/dist/uPlot.min.css', 'build/demo/uplot.css');
  },
};

/** All files of a bundle lie flat in `dist`, so that each finds the others by its own address. */
const output = (prefix, sourcemap = true) => ({
  dir: 'dist',
  format: 'es',
  sourcemap,
  entryFileNames: '[name].js',
  chunkFileNames: `${prefix}-[name].js`,
});

export default [
  { input: { index: 'src/index.ts' }, output: output('page'), plugins, onwarn },
  {
    input: { worker: 'worker/index.ts' }, // Its map would be TensorFlow.js' sources, ten times the size of the package.
    output: output('worker', false),
    plugins: [binaries, ...plugins],
    onwarn,
  },
  { input: { 'kernel-thread': 'worker/kernels/runtime/thread.ts' }, output: output('thread'), plugins, onwarn },
  {
    input: { wasm: 'worker/kernels/index.ts' },
    external: /^@tensorflow\/[^/]+$/,
    output: output('wasm'),
    plugins,
    onwarn,
  },
  {
    input: { layers: 'worker/layers/index.ts' },
    external: /^@tensorflow\/[^/]+$/,
    output: output('layers'),
    plugins,
    onwarn,
  },
  {
    input: { main: 'demo/main.ts' },
    external: 'trainlab',
    output: { ...output('demo'), dir: 'build/demo' },
    plugins: [...plugins, demoFiles],
    onwarn,
  },
];
