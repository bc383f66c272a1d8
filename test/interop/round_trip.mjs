// node test/interop/round_trip.mjs FOLDER PYTHON [NAME ...]: from the browser to two processes and back. By hand.
//
// Trains small models here, exports each as a project, and runs its train.py with the Python of an environment that has
// keras and torch: on one machine (--fresh and not), and as two processes. Then it loads what came back, and says how
// right it is. It also holds what Keras answers to the exported weights against what the page answers.
import { execFileSync } from 'node:child_process';
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { chromium } from '@playwright/test';
import { findBrowser, launchOptions } from '../../scripts/browser.mjs';
import { SITE, serve } from '../../scripts/serve.mjs';

const [folder, python, ...wanted] = process.argv.slice(2);
if (!folder || !python) throw new Error('Usage: node test/interop/round_trip.mjs FOLDER PYTHON [NAME ...]');

/** @type {Record<string, object>} */
const OPTIONS = {
  fit: {},
  transfer: { epochs: 1, examples: 1000, batchSize: 64, seed: 3 },
  cifar10: { epochs: 1, examples: 500, batchSize: 50, seed: 3 },
  antirectifier: { epochs: 1, examples: 1000, batchSize: 64, seed: 3 },
  addition: { epochs: 2, questions: 1000, seed: 3 },
  acgan: { epochs: 1, examples: 200, batchSize: 20, latentSize: 20, width: 0.05, seed: 3 },
};
const EPOCHS = '2';

const server = await serve(SITE);
const browser = await chromium.launch(launchOptions(await findBrowser()));
const launcher = join(dirname(python), 'torchrun');
try {
  const page = await browser.newPage({ baseURL: server.origin });
  await page.goto('/blank.html');
  for (const name of wanted.length > 0 ? wanted : Object.keys(OPTIONS)) await roundTrip(page, name);
} finally {
  await browser.close();
  await server.close();
}

/**
 * @param {import('@playwright/test').Page} page
 * @param {string} name
 */
async function roundTrip(page, name) {
  const made = await page.evaluate(train, { name, options: OPTIONS[name] ?? {} });
  const at = join(folder ?? '', name);
  rmSync(at, { recursive: true, force: true });
  mkdirSync(at, { recursive: true });
  for (const [file, bytes] of Object.entries(made.files))
    writeFileSync(join(at, file), Buffer.from(bytes, 'base64'));
  const exported = readFileSync(join(at, 'model.keras'));
  console.log(`${name}: here ${JSON.stringify(made.metrics)}`);
  const data = made.arrays ? ['--data', 'mine.npz'] : [];
  if (made.arrays) {
    const code = `import json, sys, numpy as np
arrays = json.load(sys.stdin)
np.savez("mine.npz", x=np.array(arrays["x"]).reshape(-1, 2), y=np.array(arrays["y"]))`;
    execFileSync(python, ['-c', code], { cwd: at, input: JSON.stringify(made.arrays) });
  }
  const runs = {
    'one process, going on': [python, 'train.py', '--epochs', EPOCHS, ...data],
    'one process, fresh': [python, 'train.py', '--fresh', '--epochs', EPOCHS, ...data],
    'two processes, fresh': [
      launcher,
      '--nproc-per-node',
      '2',
      'train.py',
      '--fresh',
      '--epochs',
      EPOCHS,
      ...data,
    ],
    'two processes, going on': [launcher, '--nproc-per-node', '2', 'train.py', '--epochs', EPOCHS, ...data],
  };
  for (const [run, [command = '', ...rest]] of Object.entries(runs)) {
    writeFileSync(join(at, 'model.keras'), exported);
    const env = { ...process.env, OMP_NUM_THREADS: '1', KERAS_BACKEND: process.env.KERAS_BACKEND ?? 'torch' };
    const told = execFileSync(command, rest, {
      cwd: at,
      env,
      encoding: 'utf8',
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    const last = told
      .trimEnd()
      .split('\n')
      .filter((line) => line.includes(': epoch '))
      .at(-1);
    console.log(`${name}: ${run}: ${last}`);
  }
  const back = readFileSync(join(at, 'model.keras')).toString('base64');
  console.log(`${name}: back ${JSON.stringify(await page.evaluate(open, back))}`);
}

/** Runs in the page. @param {{ name: string, options: object }} what */
async function train({ name, options }) {
  /** @type {any} */
  const { createLab } = await import(String('/dist/index.js'));
  const lab = await createLab({ backends: ['wasm'] });
  Object.assign(window, { lab });
  let result;
  let arrays;
  if (name === 'fit') {
    const x = Float32Array.from({ length: 2000 }, (_, i) => Math.sin(12.9898 * i * i) % 1);
    const y = Int32Array.from({ length: 1000 }, (_, i) =>
      (x[2 * i] ?? 0) * (x[2 * i + 1] ?? 0) > 0 ? 1 : 0,
    );
    arrays = { x: [...x], y: [...y] };
    const network = [
      { type: 'dense', units: 16, activation: 'relu' },
      { type: 'dense', units: 2, activation: 'softmax' },
    ];
    const more = { epochs: 2, seed: 3, validation: 0.2, learningRate: { schedule: 'cosine', initial: 0.01 } };
    result = await lab.fit(network, { x: { data: x, shape: [1000, 2] }, y }, more);
  } else result = await lab.train(name, options);
  const { model, metrics } = result;
  const { files } = await model.export('project');
  /** @type {Record<string, string>} */
  const found = {};
  for (const [file, blob] of Object.entries(files)) {
    const bytes = new Uint8Array(await blob.arrayBuffer());
    let binary = '';
    for (let i = 0; i < bytes.length; i += 0x8000)
      binary += String.fromCharCode(...bytes.subarray(i, i + 0x8000));
    found[file] = btoa(binary);
  }
  return { metrics, files: found, arrays };
}

/** Runs in the page. @param {string} text of the file */
async function open(text) {
  const bytes = Uint8Array.from(atob(text), (one) => one.charCodeAt(0));
  const { lab } = /** @type {any} */ (window);
  const model = await lab.load(new File([bytes], 'model.keras'));
  const { experiment, metrics, history } = await model.record();
  const drawing = new ImageData(40, 40);
  for (let y = 5; y < 35; y++) drawing.data[4 * (40 * y + 20) + 3] = 255;
  /** @type {Record<string, unknown>} */
  const inputs = {
    addition: '12+34',
    acgan: { digit: 3, seed: 1 },
    fit: { data: [0.5, 0.5], shape: [1, 2] },
  };
  const prediction = await model.predict(inputs[experiment] ?? drawing);
  lab.terminate();
  return {
    experiment,
    metrics,
    epochs: history.length,
    prediction: JSON.stringify(prediction).slice(0, 100),
  };
}
