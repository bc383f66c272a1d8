// What the tests of InceptionV3 do in a worker: load weight files, and look at what becomes of them.
import * as tf from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-core/dist/register_all_gradients';
import { type LayersModel, model, type SymbolicTensor } from '@tensorflow/tfjs-layers';
import { WeightsError } from '../../src/errors';
import { open as openCpu } from '../../worker/backend/cpu';
import { open as openWasm } from '../../worker/backend/wasm';
import { open as openWebgpu } from '../../worker/backend/webgpu';
import { CACHE_NAME } from '../../worker/data/download-cache';
import { loadInceptionV3 } from '../../worker/experiments/deepdream/inception-v3';
import { build } from '../../worker/experiments/deepdream/inception-v3/build';
import { kerasOrder } from '../../worker/experiments/deepdream/inception-v3/keras-order';
import { planInceptionV3 } from '../../worker/experiments/deepdream/inception-v3/plan';

const openers = { cpu: openCpu, wasm: openWasm, webgpu: openWebgpu };
type Backend = keyof typeof openers;

async function use(backend: Backend, threads = 1): Promise<void> {
  await openers[backend]({ backends: [backend], assetsUrl: `${location.origin}/dist/`, threads });
  await tf.setBackend(backend);
}

/** An address, bytes, or bytes as a file of that name. */
export type Source = string | Uint8Array | { bytes: Uint8Array; name: string };

export interface Loading {
  weights: Source;
  width?: number;
  upTo?: string;
  /** Aborts after that many reports. */
  abortAfter?: number;
}

export interface Loaded {
  /** Names and channels of all layers, in the network's order. */
  layers: [name: string, channels: number][];
  parameters: number;
  /** Sum of the values of each weight, by layer. */
  sums: Record<string, number[]>;
  /** What it gives for a grey picture of 75 × 80 pixels: its shape and whether all is finite. */
  output: { shape: number[]; finite: boolean };
}

/** Loads and disposes one network after the other; of each the network or the error, and what was heard and left. */
export async function load(backend: Backend, loadings: Loading[]) {
  await use(backend);
  const results = [];
  for (const { abortAfter, weights, ...options } of loadings) {
    const before = tf.memory();
    const reports: { fraction: number; message: string }[] = [];
    const abort = new AbortController();
    const onProgress = (fraction: number, message: string) => {
      reports.push({ fraction, message });
      if (reports.length === abortAfter) abort.abort(new Error('enough'));
    };
    const source = typeof weights === 'object' && 'name' in weights ? fileOf(weights) : weights;
    let network: Loaded | undefined;
    let error: Record<string, unknown> | undefined;
    try {
      const loaded = await loadInceptionV3({ weights: source, signal: abort.signal, onProgress, ...options });
      network = await look(loaded);
      loaded.dispose();
    } catch (thrown) {
      const { name, message } = thrown as Error;
      error = { name, message, ...(thrown instanceof WeightsError ? thrown.fields : {}) };
    }
    const after = tf.memory();
    const left = { tensors: after.numTensors - before.numTensors, bytes: after.numBytes - before.numBytes };
    const cache = await globalThis.caches?.open(CACHE_NAME);
    const kept = (await cache?.keys())?.map(({ url }) => new URL(url).pathname);
    results.push({ network, error, reports, left, kept });
  }
  return results;
}

function fileOf({ bytes, name }: { bytes: Uint8Array; name: string }): File {
  return new File([bytes as Uint8Array<ArrayBuffer>], name);
}

async function look(network: LayersModel): Promise<Loaded> {
  const sums: Record<string, number[]> = {};
  for (const { name, weights } of network.layers) {
    if (weights.length > 0)
      sums[name] = weights.map((one) => tf.tidy(() => tf.sum(one.read()).dataSync()[0]!));
  }
  const output = tf.tidy(() => network.predict(tf.fill([1, 75, 80, 3], 0.25)) as tf.Tensor);
  const finite = (await output.data()).every(Number.isFinite);
  output.dispose();
  return {
    layers: layersOf(network),
    parameters: network.countParams(),
    sums,
    output: { shape: output.shape, finite },
  };
}

/** Keras' whole network, with all channels but without weights of a file. */
export async function buildWhole() {
  await use('cpu');
  const network = await build(kerasOrder(planInceptionV3().at(-1)!));
  return { layers: layersOf(network), parameters: network.countParams() };
}

function layersOf(network: LayersModel): [name: string, channels: number][] {
  return network.layers.map(({ name, outputShape }) => [name, outputShape.at(-1) as number]);
}

/** Two loads, in a place without a Cache API. */
export async function loadWithoutCache(loading: Loading) {
  Object.defineProperty(globalThis, 'caches', { value: undefined });
  return load('wasm', [loading, loading]);
}

/**
 * What layers of a reduced network give for the picture of test/golden/inception_v3_reduced.py, and the gradient of the
 * sum of their mean squares by the picture; all in short.
 */
export async function outputsOf(backend: Backend, weights: Uint8Array, width: number, names: string[]) {
  await use(backend);
  const inner = innerOf(await loadInceptionV3({ weights, width }), names);
  const values = Float32Array.from({ length: 75 * 80 * 3 }, (_, i) => Math.sin(0.31 * i));
  const picture = tf.tensor(values, [1, 75, 80, 3]);
  const before = tf.memory().numTensors;
  const outputs = tf.tidy(() => inner.apply(picture) as tf.Tensor[]);
  const gradient = tf.tidy(() =>
    tf.grad((x) => tf.addN((inner.apply(x) as tf.Tensor[]).map((y) => tf.mean(tf.square(y)))))(picture),
  );
  const short: Record<string, { shape: number[]; norm: number; projection: number }> = {};
  for (const [i, tensor] of [...outputs, gradient].entries()) {
    const given = [...(await tensor.data())];
    const projection = given.reduce((sum, value, k) => sum + value * Math.cos(0.37 * k), 0);
    short[names[i] ?? 'gradient'] = { shape: tensor.shape, norm: Math.hypot(...given), projection };
  }
  tf.dispose([outputs, gradient]);
  return { short, left: tf.memory().numTensors - before };
}

/** The network with the outputs of some of its layers. */
function innerOf(network: LayersModel, names: string[]): LayersModel {
  const outputs = names.map((name) => network.getLayer(name).output as SymbolicTensor);
  return model({ inputs: network.inputs, outputs });
}

/**
 * What layers give for a picture, against given values.
 * @returns for each layer the largest absolute difference, and the largest absolute value
 */
export async function compare(
  weights: string,
  values: string,
  shapes: Record<string, number[]>,
  { upTo, threads }: { upTo: string; threads: number },
) {
  await use('wasm', threads);
  const start = performance.now();
  const network = await loadInceptionV3({ weights, upTo });
  const loadMs = performance.now() - start;

  const all = new Float32Array(await (await fetch(values)).arrayBuffer());
  let at = 0;
  const [picture, ...expected] = Object.values(shapes).map((shape) => {
    const size = shape.reduce((a, b) => a * b, 1);
    at += size;
    return tf.tensor(all.subarray(at - size, at), shape);
  });
  const names = Object.keys(shapes).slice(1);
  const inner = innerOf(network, names);
  const times: number[] = [];
  let given: tf.Tensor[] = [];
  for (let i = 0; i < 4; i++) {
    tf.dispose(given);
    const begin = performance.now();
    given = inner.predict(picture!) as tf.Tensor[];
    await given.at(-1)!.data();
    times.push(performance.now() - begin);
  }
  const largest = (x: tf.Tensor) => tf.tidy(() => tf.max(tf.abs(x)).dataSync()[0]!);
  const layers = names.map((name, i) => ({
    name,
    shape: given[i]!.shape,
    difference: largest(tf.sub(given[i]!, expected[i]!)),
    largest: largest(expected[i]!),
  }));
  return { layers, loadMs, forwardMs: Math.min(...times), own: layersOf(network) };
}
