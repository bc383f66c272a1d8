// The package as it is published: what a page loads, what a server can import, what types it gives.
import { execFile } from 'node:child_process';
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { basename, join } from 'node:path';
import { promisify } from 'node:util';
import { brotliCompressSync } from 'node:zlib';
import { build } from 'esbuild';
import { root } from '../../scripts/run.mjs';
import { expect, test } from '../fixtures';

const execute = promisify(execFile);
const dist = (name: string) => join(root, 'dist', name);

test('the page’s entry has at most 14 kB and no TensorFlow.js', () => {
  const source = readFileSync(dist('index.js'));
  expect(brotliCompressSync(source).length).toBeLessThanOrEqual(14 * 1024);
  expect(source.toString()).not.toMatch(/tensorflow|numTensors|registerKernel/i);
  const imports = [...source.toString().matchAll(/(?:from|import)\s*\(?\s*["']([^"']+)["']/g)];
  expect(imports.map(([, name]) => name)).toEqual([]);
});

test('no bundle imports what a page cannot resolve', async () => {
  const names = readdirSync(join(root, 'dist')).filter((one) => one.endsWith('.js'));
  const { metafile } = await build({
    ...{ entryPoints: names.map(dist), bundle: true, external: ['*'], format: 'esm', outdir: 'nowhere' },
    ...{ write: false, metafile: true, logLevel: 'error' },
  });
  for (const [path, { imports }] of Object.entries(metafile.inputs)) {
    const name = basename(path);
    const imported = imports.map((one) => one.path).filter((id) => !id.startsWith('.'));
    // `trainlab/wasm` and `trainlab/layers` are for pages that bring their own TensorFlow.js.
    const own = ['wasm.js', 'layers.js'].includes(name);
    const foreign = imported.filter((id) => !own || !id.startsWith('@tensorflow/'));
    expect(foreign, name).toEqual([]);
  }
  expect(Object.keys(metafile.inputs)).toHaveLength(names.length);
});

test('the worker is one file of at most 430 kB, and no page loads more than it uses', async ({ labPage }) => {
  const source = readFileSync(dist('worker.js'));
  expect(brotliCompressSync(source).length).toBeLessThanOrEqual(430 * 1024);
  const { metafile } = await build({
    ...{ entryPoints: [dist('worker.js')], bundle: true, external: ['*'], format: 'esm' },
    ...{ write: false, metafile: true, logLevel: 'error' },
  });
  expect(Object.values(metafile.inputs).flatMap(({ imports }) => imports)).toEqual([]);
  const loaded: string[] = [];
  labPage.context().on('request', (request) => loaded.push(new URL(request.url()).pathname));
  await labPage.evaluate(async () => {
    const lab = await window.trainlab.createLab({ backends: ['cpu', 'wasm'] });
    lab.terminate();
  });
  expect(loaded).toEqual(['/dist/worker.js']);
});

test('nothing of Node.js is left for a bundler to resolve or to polyfill', () => {
  for (const name of readdirSync(join(root, 'dist')).filter((one) => one.endsWith('.js'))) {
    const source = readFileSync(dist(name), 'utf8');
    const left = source.match(
      /\brequire\s*\(|\b__(?:file|dir)name\b|\bprocess\.(?:versions|argv|on|env|hrtime)\b|\bperf_hooks\b/g,
    );
    expect(left, name).toBe(null);
  }
});

test('the network to dream on is a file of at most 1 MB, loaded only to be used', async ({ labPage }) => {
  expect(readFileSync(dist('dream-network.bin')).length).toBeLessThanOrEqual(1e6);
  const loaded: string[] = [];
  labPage.context().on('request', (request) => loaded.push(new URL(request.url()).pathname));
  const network = () => loaded.filter((path) => path === '/dist/dream-network.bin').length;
  await labPage.evaluate(async () => {
    const lab = await window.trainlab.createLab({ backends: ['wasm'] });
    await lab.train('antirectifier', { epochs: 1, examples: 100, hiddenSize: 8 });
    lab.terminate();
  });
  expect(network()).toBe(0);
  const layers = await labPage.evaluate(async () => {
    const lab = await window.trainlab.createLab({ backends: ['wasm'], assetsUrl: '/dist/' });
    const { layers: found } = await lab.inspect();
    lab.terminate();
    return found.map(({ name, coefficient }) => [name, coefficient]);
  });
  expect(network()).toBe(1);
  expect(layers).toContainEqual(['conv4', 6]);
});

test('the WASM kernels have at most 64 kB each', () => {
  for (const name of ['kernels-simd.wasm', 'kernels-relaxed-simd.wasm']) {
    expect(readFileSync(dist(name)).length, name).toBeLessThanOrEqual(64 * 1024);
  }
});

test('a bundler keeps what `trainlab/layers` registers, also where nothing is taken from it', async () => {
  const options = { absWorkingDir: root, bundle: true, write: false, format: 'esm' } as const;
  const { outputFiles } = await build({
    ...options,
    stdin: { contents: "import 'trainlab/layers';", resolveDir: root },
    external: ['@tensorflow/*'],
  });
  expect(outputFiles[0]!.text).toMatch(/registerClass\(/);
});

test('what `exports` names is there', () => {
  const { exports } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'));
  const paths = Object.values(exports).flatMap((entry) =>
    typeof entry === 'string' ? entry : Object.values(entry as object),
  );
  for (const path of paths.filter((one) => !one.includes('*')))
    expect(existsSync(join(root, path)), path).toBe(true);
});

test('a server may import it; createLab() there says what it needs', async () => {
  const code = `
    import { createLab, UnsupportedEnvironmentError } from ${JSON.stringify(dist('index.js'))};
    const error = await createLab().catch((e) => e);
    console.log(JSON.stringify([error instanceof UnsupportedEnvironmentError, error.name, error.message]));`;
  const { stdout } = await execute(process.execPath, ['--input-type=module', '-e', code]);
  const [known, name, message] = JSON.parse(stdout);
  expect([known, name]).toEqual([true, 'UnsupportedEnvironmentError']);
  expect(message).toContain('browser');
});

// Each line of the source either compiles, or is expected not to.
const consumer = `
import { createLab, type Result } from 'trainlab';
const lab = await createLab({ backends: ['wasm'], threads: 2 });
const run = lab.train('transfer', { epochs: 5, seed: 1, signal: new AbortController().signal });
run.on('epoch', ({ epoch, metrics }) => [epoch.toFixed(), metrics.loss.toFixed()]);
// @ts-expect-error no such metric
run.on('epoch', ({ metrics }) => metrics.valAcuracy);
lab.on('epoch', ({ metrics }) => metrics.anything?.toFixed());
run.on('progress', ({ fraction, eta }) => [fraction.toFixed(), eta?.toFixed()]);
for await (const event of run) if (event.type === 'status') event.message.trim();
const { model, phases, hyperparameters, metrics } = await run;
metrics.valAccuracy.toFixed();
// @ts-expect-error no such metric
metrics.valAcuracy;
const compared = await lab.train('antirectifier', { compare: true, preset: 'full' });
compared.metrics.twinLoss?.toFixed();
// @ts-expect-error not every run has it
compared.metrics.twinLoss.toFixed();
lab.train('acgan', { data: 'mnist/' }).on('sample', ({ sample }) => sample.losses.generator.test.loss.toFixed());
lab.train('cifar10').then(({ output }) => output.confusion[0]![0]!.toFixed());
lab.train('addition').then(({ model }) => model.predict('1+2')).then(({ confidence }) => confidence.toFixed());
phases[0]!.trainableParameters.toFixed();
hyperparameters.batchSize.toFixed();
const { label, probabilities } = await model.predict(new ImageData(1, 1));
// Digits are numbers, classes of a data set are text.
const name: string | number = label;
name.toString() + probabilities[0]!.probability.toFixed();
const pictures = await lab.dataset(document.createElement('input').files!, { size: 32 });
lab.train('cifar10', { data: pictures }).then(({ model }) => model.predict(document.createElement('video')));
// @ts-expect-error no such option
lab.dataset(new Blob(), { sizes: 32 });
const all: Result = await lab.train('transfer') as Result;
all.metrics;
const dreaming = lab.train('deepdream', {
  image: document.createElement('canvas'),
  network: model,
  layers: { mixed3: 0.5 },
  guide: new URL('a.png', location.href),
  octaves: 2,
});
dreaming.on('sample', ({ sample }) => sample.image.width + sample.loss);
const dreamt = await dreaming;
dreamt.output.image.data.at(0)?.toFixed();
lab.train('deepdream', { network: dreamt.model, objective: { layer: 'dense', channel: 3 }, range: [0, 1] });
lab.train('deepdream', { network: { files: document.createElement('input').files! } });
lab.train('deepdream', { network: { architecture: 'inception-v3', weights: new Blob() } });
(await dreaming.stop())?.output.octaves[0]!.losses;
(await dreamt.model.predict(new OffscreenCanvas(1, 1))).width;
(await lab.inspect({ url: 'model.json' })).layers[0]!.parameters.toFixed();
// @ts-expect-error no such architecture
lab.train('deepdream', { network: { architecture: 'vgg16', weights: 'a.h5' } });
// @ts-expect-error no picture
lab.train('deepdream', { image: 5 });
// @ts-expect-error it takes no data
lab.train('deepdream', { data: 'a.png' });
// @ts-expect-error an option of deepdream
lab.train('transfer', { image: 'a.png' });
// @ts-expect-error no such experiment
lab.train('transfers');
// @ts-expect-error no such option
lab.train('transfer', { epoch: 5 });
// @ts-expect-error no such preset
lab.train('transfer', { preset: 'quikc' });
// @ts-expect-error it makes its own data
lab.train('addition', { data: 'a.csv' });
// @ts-expect-error a number is needed
lab.train('transfer', { epochs: '5' });
// @ts-expect-error an option of another experiment
lab.train('transfer', { latentSize: 100 });
// @ts-expect-error no such event
run.on('epochs', () => {});
// @ts-expect-error no such field
run.on('epoch', ({ accuracy }) => accuracy);
// @ts-expect-error not a drawing
model.predict('seven');
// @ts-expect-error no such backend
createLab({ backends: ['webgl'] });
`;

// TensorFlow.js' own types do not hold against every compiler: who imports its layers skips them.
const layersConsumer = `
import { Antirectifier } from 'trainlab/layers';
new Antirectifier({ name: 'both_signs' }).computeOutputShape([null, 4]).slice();
`;

for (const resolution of ['bundler', 'nodenext']) {
  test(`types: a wrong name or option does not compile, and no type is skipped (${resolution})`, async () => {
    expect(await compiled(consumer, resolution, { skipLibCheck: false })).toBe('');
  });

  test(`types of the layers (${resolution})`, async () => {
    expect(await compiled(layersConsumer, resolution, { skipLibCheck: true })).toBe('');
  });
}

/** What the compiler says of a page that imports the package. */
async function compiled(source: string, resolution: string, options: object): Promise<string> {
  const parent = join(root, 'build/types-test');
  mkdirSync(parent, { recursive: true });
  const folder = mkdtempSync(join(parent, 'consumer-'));
  try {
    mkdirSync(join(folder, 'node_modules'));
    symlinkSync(root, join(folder, 'node_modules/trainlab'), 'junction');
    writeFileSync(join(folder, 'package.json'), '{ "type": "module" }');
    writeFileSync(join(folder, 'page.ts'), source);
    const compilerOptions = {
      strict: true,
      noEmit: true,
      target: 'ES2022',
      module: resolution === 'bundler' ? 'ESNext' : 'NodeNext',
      moduleResolution: resolution,
      lib: ['ES2022', 'DOM', 'DOM.AsyncIterable'],
      types: [],
      ...options,
    };
    writeFileSync(join(folder, 'tsconfig.json'), JSON.stringify({ compilerOptions, files: ['page.ts'] }));
    const compiler = join(root, 'node_modules/typescript/bin/tsc');
    return await execute(process.execPath, [compiler, '-p', folder]).then(
      ({ stdout }) => stdout,
      ({ stdout }) => stdout,
    );
  } finally {
    rmSync(folder, { recursive: true });
  }
}

test('the types of the page’s entry reach no TensorFlow.js, and hold no weights', () => {
  const reached = new Set([dist('types/src/index.d.ts')]);
  const packages: string[] = [];
  for (const path of reached) {
    const source = readFileSync(path, 'utf8');
    expect(source.length, path).toBeLessThan(40_000);
    for (const [, specifier] of source.matchAll(/(?:from|import\()\s*['"]([^'"]*)['"]/g)) {
      if (!specifier!.startsWith('.')) packages.push(specifier!);
      else reached.add(join(path, '..', specifier!.replace(/\.js$/, '.d.ts')));
    }
  }
  expect(reached).toContain(dist('types/worker/experiments/index.d.ts'));
  expect([...new Set(packages)]).toEqual([]);
});

test('the package holds only what it needs', () => {
  const names = readdirSync(join(root, 'dist'));
  expect(names.filter((name) => !/\.(js|map|wasm|bin)$|^types$/.test(name))).toEqual([]);
});
