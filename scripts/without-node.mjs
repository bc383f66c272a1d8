// A build step: TensorFlow.js and what it brings along have branches for Node.js, which bundlers would try to
// resolve or to polyfill in every page that bundles this package. They are cut here.
import { isBuiltin } from 'node:module';
import { transform } from 'esbuild';

const NOTHING = '\0nothing';

/** What stands for Node's own globals in a browser; esbuild then drops the branches that ask for them. */
const define = {
  process: 'undefined',
  Buffer: 'undefined',
  __filename: 'undefined',
  __dirname: 'undefined',
  global: 'globalThis',
  // Emscripten looks there for its own address; ours are given by `locateFile`.
  'document.currentScript': 'undefined',
};

/** @type {{ file: RegExp, change(code: string): string }[]} */
const changes = [
  // Only a server has use for it.
  { file: /tfjs-core\/dist\/platforms\/platform_node\.js$/, change: () => 'export {};' },
  // The source of Emscripten's own threads, as a string: ours are others.
  {
    file: /tfjs-backend-wasm-threaded-simd\.worker\.js$/,
    change: () => "export const wasmWorkerContents = '';",
  },
  // Bun and Deno are browsers to us. Two copies of TensorFlow.js share their environment: the second leaves it as is.
  {
    file: /tfjs-core\/dist\/platforms\/platform_browser\.js$/,
    change: replace("if (env().get('IS_BROWSER'))", 'if (!env().platform)'),
  },
  // The page may have imported the stock backend too: registering its kernels twice is a warning each.
  {
    file: /tfjs-backend-wasm\/dist\/register_all_kernels\.js$/,
    change: (code) =>
      replace(
        'registerKernel(kernelConfig);',
        "if (!getKernel(kernelConfig.kernelName, 'wasm')) registerKernel(kernelConfig);",
      )(replace('import { registerKernel }', 'import { getKernel, registerKernel }')(code)),
  },
  // Whether it runs in Node, Emscripten asks many times: the answer is known.
  {
    file: /tfjs-backend-wasm\/wasm-out\/tfjs-backend-wasm(-threaded-simd)?\.js$/,
    change: (code) =>
      code.replace(/var ENVIRONMENT_IS_NODE=[^;]*;/, '').replaceAll('ENVIRONMENT_IS_NODE', 'false'),
  },
  // A broken file may say that a number is repeated a billion times, or that a page has so many.
  {
    file: /hyparquet\/src\/encoding\.js$/,
    change: replace(
      'const count = header >>> 1\n',
      'const count = Math.min(header >>> 1, output.length - seen)\n',
    ),
  },
  {
    file: /hyparquet\/src\/column\.js$/,
    change: replace(
      'const header = parquetHeader(reader)\n',
      `const header = parquetHeader(reader)
      const page = header.data_page_header ?? header.data_page_header_v2 ?? header.dictionary_page_header
      if (!(page?.num_values >= 0 && page.num_values <= columnDecoder.num_values)) {
        throw new Error('a page has more values than its column')
      }\n`,
    ),
  },
];

/** @returns {import('rollup').Plugin} */
export function withoutNode() {
  return {
    name: 'without-node',
    resolveId: (id) => (isBuiltin(id) || id === 'node-fetch' ? NOTHING : null),
    load: (id) => (id === NOTHING ? 'export default {};' : null),
    async transform(code, id) {
      if (!/\/node_modules\/.*\.js$/.test(id)) return null;
      const changed = changes
        .filter(({ file }) => file.test(id))
        .reduce((before, { change }) => change(before), code);
      if (changed === code && !Object.keys(define).some((name) => code.includes(name))) return null;
      const result = await transform(changed, { define, minifySyntax: true, target: 'es2022' });
      return { code: result.code, map: null };
    },
  };
}

/**
 * @param {string} what
 * @param {string} by
 * @returns {(code: string) => string}
 */
function replace(what, by) {
  return (code) => {
    if (!code.includes(what)) throw new Error(`A library has changed: no "${what}" is left to replace.`);
    return code.replace(what, by);
  };
}
