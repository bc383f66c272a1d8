// The table of bundlers and frameworks: how each builds its fixture, and what serves it. Another one is a folder in
// fixtures/ with package.json, lock, sources and configuration, and an entry here.
import { PORT } from './project';

export interface Way {
  /** A script of an installed package, or of the fixture, and its arguments. */
  build?: string[];
  /** A server of the bundler's own ... */
  start?: string[];
  /** ... or a folder that the build has made, on a static host. */
  folder?: string;
  /** Where that host has it. */
  under?: string;
  /** What follows the server's address, page by page. */
  pages?: string[];
  /** In `npm test`, too. */
  quick?: true;
}

export interface Bundler {
  /** Of the folder below fixtures/ that holds package.json and its lock. */
  fixture: string;
  /** Of the folder below fixtures/ that has the sources, where it is another one. */
  sources?: string;
  /** What its page trains: page/train.js where absent, kernels/fit.js, or the first of its labs alone. */
  trains?: 'kernels' | 'lab alone';
  /** What its server has written into the page. */
  rendered?: string;
  ways: Record<string, Way>;
}

const vite = (args: string[]) => ['vite/bin/vite.js', ...args];
const viteDev = vite(['--host', '127.0.0.1', '--strictPort', '--port', PORT]);
const next = (...args: string[]) => ['next/dist/bin/next', ...args];
const nextStart = next('start', '-H', '127.0.0.1', '-p', PORT);
const webpack = (...args: string[]) => ['webpack-cli/bin/cli.js', ...args];

/** Of kernels/main.js. */
const HERE_AND_IN_WORKER = ['', '?worker'];

export const bundlers: Record<string, Bundler> = {
  'Vite 8': {
    fixture: 'vite-8',
    sources: 'vite',
    ways: {
      development: { start: viteDev, quick: true },
      'build, on a sub-path': { build: vite(['build', '--base', '/a/b/']), folder: 'dist', under: '/a/b/' },
    },
  },
  'Vite 7': {
    fixture: 'vite-7',
    sources: 'vite',
    ways: { development: { start: viteDev }, build: { build: vite(['build']), folder: 'dist', quick: true } },
  },
  'Vite 5': {
    fixture: 'vite-5',
    sources: 'vite',
    ways: { development: { start: viteDev }, build: { build: vite(['build']), folder: 'dist' } },
  },
  'webpack 5': {
    fixture: 'webpack',
    ways: {
      development: {
        start: webpack('serve', '--mode', 'development', '--host', '127.0.0.1', '--port', PORT),
      },
      production: { build: webpack('build', '--mode', 'production'), folder: 'public', quick: true },
    },
  },
  Rspack: {
    fixture: 'rspack',
    sources: 'webpack',
    ways: {
      production: {
        build: ['@rspack/cli/bin/rspack.js', 'build', '-c', 'webpack.config.js', '--mode', 'production'],
        folder: 'public',
      },
    },
  },
  Rollup: {
    fixture: 'rollup',
    ways: { build: { build: ['rollup/dist/bin/rollup', '-c'], folder: 'public' } },
  },
  esbuild: {
    fixture: 'esbuild',
    ways: {
      'build, and a bundled worker': {
        build: ['build.js'],
        folder: 'public',
        pages: ['', '?bundled'],
        quick: true,
      },
    },
  },
  'Parcel 2': {
    fixture: 'parcel',
    ways: {
      development: {
        start: ['parcel/lib/bin.js', 'serve', 'index.html', '--host', '127.0.0.1', '--port', PORT],
      },
      production: { build: ['parcel/lib/bin.js', 'build', 'index.html'], folder: 'dist' },
    },
  },
  'Next 16': {
    fixture: 'next',
    rendered: '<p id="server">UnsupportedEnvironmentError</p>',
    ways: {
      'Turbopack, development': { start: next('dev', '-H', '127.0.0.1', '-p', PORT) },
      Turbopack: { build: next('build'), start: nextStart, quick: true },
      webpack: { build: next('build', '--webpack'), start: nextStart },
    },
  },
  'SvelteKit 2': {
    fixture: 'sveltekit',
    ways: {
      development: { start: vite(['dev', ...viteDev.slice(1)]) },
      build: { build: vite(['build']), folder: 'build' },
    },
  },
  'React, StrictMode': {
    fixture: 'react',
    trains: 'lab alone',
    ways: { development: { start: viteDev } },
  },
  'trainlab/wasm with tfjs-core': {
    fixture: 'kernels-core',
    sources: 'kernels',
    trains: 'kernels',
    ways: {
      'Vite 8, development': { start: viteDev, pages: HERE_AND_IN_WORKER },
      'Vite 8, build': { build: vite(['build']), folder: 'dist', pages: HERE_AND_IN_WORKER },
      webpack: {
        build: webpack('build', '--mode', 'production'),
        folder: 'public',
        pages: HERE_AND_IN_WORKER,
      },
      esbuild: { build: ['build.js'], folder: 'public', pages: HERE_AND_IN_WORKER },
    },
  },
  'trainlab/wasm with @tensorflow/tfjs': {
    fixture: 'kernels-union',
    sources: 'kernels',
    trains: 'kernels',
    ways: {
      'Vite 8, development': { start: viteDev, pages: HERE_AND_IN_WORKER },
      'Vite 8, build': { build: vite(['build']), folder: 'dist', pages: HERE_AND_IN_WORKER },
    },
  },
  'trainlab/wasm with tfjs-core, Vite 7': {
    fixture: 'kernels-vite-7',
    sources: 'kernels',
    trains: 'kernels',
    ways: { development: { start: viteDev, pages: HERE_AND_IN_WORKER } },
  },
};
