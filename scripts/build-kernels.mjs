// Compiles worker/kernels/assembly to build/kernels/kernels-simd.wasm and kernels-relaxed-simd.wasm, and writes
// what TypeScript knows of them.
import { mkdir, readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import asc from 'assemblyscript/asc';
import { writeBorder } from './assembly-border.mjs';

const LIMIT = 64 * 1024; // bytes a binary may have
const DATA_SECTION = 11;
const START_SECTION = 8;

const root = fileURLToPath(new URL('..', import.meta.url));

/** Compiles both binaries and returns their paths and sizes. Throws where one breaks the rules. */
export async function buildKernels() {
  await mkdir(`${root}build/kernels`, { recursive: true });
  const binaries = [await build('simd', 0), await build('relaxed-simd', 1)];
  writeBorder(await readFile(`${root}build/kernels/kernels-simd.d.ts`, 'utf8'));
  return binaries;
}

async function build(name, relaxed) {
  const path = `build/kernels/kernels-${name}.wasm`;
  const { error, stderr } = await asc.main([
    `${root}worker/kernels/assembly/index.ts`,
    ...['--outFile', `${root}${path}`, '--textFile', `${root}${path.replace('.wasm', '.wat')}`],
    ...[
      '-O3',
      '--shrinkLevel',
      '1',
      '--noAssert',
      '--runtime',
      'stub',
      '--use',
      `RELAXED=${relaxed}`,
      '--use',
      'abort=',
    ],
    ...['--bindings', 'raw'],
    ...['--enable', 'simd', '--enable', 'threads', ...(relaxed ? ['--enable', 'relaxed-simd'] : [])],
    ...[
      '--importMemory',
      '--noExportMemory',
      '--sharedMemory',
      '--initialMemory',
      '1',
      '--maximumMemory',
      '65536',
    ],
  ]);
  if (error) throw new Error(`${error.message}\n${stderr.toString()}`);
  const binary = await readFile(`${root}${path}`);
  check(path, binary);
  return { path, bytes: binary.byteLength };
}

/** The module lives in a heap that belongs to TensorFlow.js: it must not bring memory of its own. */
function check(path, binary) {
  if (binary.byteLength > LIMIT)
    throw new Error(`${path} has ${binary.byteLength} bytes, more than ${LIMIT}.`);
  for (const section of sections(binary)) {
    if (section === DATA_SECTION) throw new Error(`${path} has static data.`);
    if (section === START_SECTION) throw new Error(`${path} has a start function.`);
  }
  if (!WebAssembly.validate(binary)) return; // Node.js without relaxed SIMD; the other binary imports the same
  const imports = WebAssembly.Module.imports(new WebAssembly.Module(binary));
  const foreign = imports.filter(({ module, name }) => module !== 'env' || name !== 'memory');
  if (foreign.length) throw new Error(`${path} imports ${foreign.map(({ name }) => name).join(', ')}.`);
}

function* sections(binary) {
  for (let at = 8; at < binary.length; ) {
    yield binary[at++];
    let size = 0;
    for (let shift = 0; ; shift += 7) {
      const byte = binary[at++];
      size |= (byte & 127) << shift;
      if (byte < 128) break;
    }
    at += size;
  }
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  for (const { path, bytes } of await buildKernels()) console.log(`${path} ${bytes} bytes`);
}
