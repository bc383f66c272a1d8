// Bundles the harness with every cases file, and serves it with the headers that isolation needs.
import { cp, mkdir, readdir, readFile } from 'node:fs/promises';
import { createServer } from 'node:http';
import { extname } from 'node:path';
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { buildKernels } from '../../scripts/build-kernels.mjs';

const root = fileURLToPath(new URL('../..', import.meta.url));
const stock = `${root}node_modules/@tensorflow/tfjs-backend-wasm/wasm-out`;

/**
 * Builds binaries, thread and test script into one folder.
 * @param folder where to, created when missing
 * @param pattern which files of test/kernels become part of the bundle; each exports `cases` or `checks`
 */
export async function bundleKernelTests(folder, pattern = /\.(cases|checks)\.ts$/) {
  await bundleKernels(folder);
  await bundleEntry(folder, 'kernel-tests.js', await entryOf(pattern, './serve', 'serve'));
}

/** A script that imports every matching file and hands them all, by name, to `receive`. */
async function entryOf(pattern, module, receive) {
  const files = (await readdir(`${root}test/kernels`)).filter((name) => pattern.test(name));
  const imports = files.map((name, index) => `import * as file${index} from './${name}';`);
  const entries = files.map((name, index) => `${JSON.stringify(name.split('.')[0])}: file${index}`);
  return `${imports.join('\n')}\nimport { ${receive} } from '${module}';\n${receive}({ ${entries.join(', ')} });`;
}

/** The binaries and the thread: what a bundle of ours loads at run time. */
export async function bundleKernels(folder) {
  await mkdir(folder, { recursive: true });
  await buildKernels();
  for (const name of ['kernels-simd.wasm', 'kernels-relaxed-simd.wasm']) {
    await cp(`${root}build/kernels/${name}`, `${folder}/${name}`);
  }
  for (const name of [
    'tfjs-backend-wasm.wasm',
    'tfjs-backend-wasm-simd.wasm',
    'tfjs-backend-wasm-threaded-simd.wasm',
  ]) {
    await cp(`${stock}/${name}`, `${folder}/${name}`);
  }
  await build({
    ...options,
    entryPoints: ['worker/kernels/runtime/thread.ts'],
    outfile: `${folder}/kernel-thread.js`,
  });
}

const options = { bundle: true, format: 'esm', target: 'es2022', logLevel: 'error', absWorkingDir: root };

/** Bundles one file of the repository as `name` in the folder. */
export async function bundleFile(folder, path, name) {
  // Jasmine looks for Node's `global` when it is bundled; TensorFlow.js says that its specs have no side effects.
  const forSpecs = { define: { global: 'globalThis' }, ignoreAnnotations: true };
  await build({ ...options, ...forSpecs, entryPoints: [path], outfile: `${folder}/${name}` });
}

async function bundleEntry(folder, name, contents) {
  const stdin = { contents, resolveDir: `${root}test/kernels`, loader: 'ts' };
  await build({ ...options, stdin, outfile: `${folder}/${name}` });
}

const types = { '.js': 'text/javascript', '.wasm': 'application/wasm', '.html': 'text/html' };

/** Serves a folder and an empty page, by default with the headers that make the page cross-origin isolated. */
export async function serveFolder(folder, { isolated = true } = {}) {
  const headers = isolated
    ? { 'cross-origin-opener-policy': 'same-origin', 'cross-origin-embedder-policy': 'require-corp' }
    : {};
  const server = createServer(async ({ url }, response) => {
    const path = new URL(url, 'http://localhost').pathname;
    if (path === '/favicon.ico') return response.writeHead(204).end();
    if (path === '/')
      return response.writeHead(200, { ...headers, 'content-type': 'text/html' }).end('<!doctype html>');
    try {
      const body = await readFile(`${folder}${path}`);
      response.writeHead(200, { ...headers, 'content-type': types[extname(path)] ?? 'text/plain' }).end(body);
    } catch {
      response.writeHead(404, headers).end();
    }
  });
  await new Promise((resolve) => server.listen(0, '127.0.0.1', resolve));
  return { url: `http://127.0.0.1:${server.address().port}/`, close: () => server.close() };
}
