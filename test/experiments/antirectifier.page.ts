// What the tests of antirectifier look at from inside: the layer on each backend, the networks, saving and loading.
import * as tf from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-core/dist/public/chained_ops/register_all_chained_ops';
import '@tensorflow/tfjs-core/dist/register_all_gradients';
import { input, layers, loadLayersModel, model, sequential } from '@tensorflow/tfjs-layers';
import type { Pixels } from '../../src/protocol';
import { open as openCpu } from '../../worker/backend/cpu';
import { open as openWasm } from '../../worker/backend/wasm';
import { open as openWebgpu } from '../../worker/backend/webgpu';
import { prepareDrawing } from '../../worker/data/drawing';
import { buildNetwork, buildTwin } from '../../worker/experiments/antirectifier/network';
import { Antirectifier } from '../../worker/layers';
import { Random } from '../../worker/training/random';
import { layerShapes } from './shapes';

const openers = { cpu: openCpu, wasm: openWasm, webgpu: openWebgpu };

async function use(backend: keyof typeof openers): Promise<void> {
  await openers[backend]({ backends: [backend], assetsUrl: `${location.origin}/dist/`, threads: 1 });
  await tf.setBackend(backend);
}

export async function shapes() {
  await use('cpu');
  return [buildNetwork, buildTwin].map((build) => {
    const network = build({ hiddenSize: 256, dropout: 0.1 }, 10, new Random(1));
    return { layers: layerShapes(network), parameters: network.countParams() };
  });
}

/** What the layer makes of rows, and the gradient of its outputs, weighed, with respect to them. */
export async function applied(backend: keyof typeof openers, rows: number[][], weights: number[][]) {
  await use(backend);
  const layer = new Antirectifier();
  const output = (x: tf.Tensor) => layer.apply(x) as tf.Tensor;
  const x = tf.tensor2d(rows);
  const gradient = tf.grad((x) => tf.sum(tf.mul(output(x), tf.tensor2d(weights))));
  return {
    output: (await output(x).array()) as number[][],
    gradient: (await gradient(x).array()) as number[][],
  };
}

/** Shapes that the layer tells beforehand, and those it then has. */
export async function shapesOf(given: number[][]) {
  await use('cpu');
  return given.map((shape) => {
    const layer = new Antirectifier();
    return { told: layer.computeOutputShape(shape), found: (layer.apply(tf.ones(shape)) as tf.Tensor).shape };
  });
}

/** A page's own functional model with the layer in it: trained, saved, loaded, and asked by both. */
export async function savedAndLoaded() {
  await use('wasm');
  const [x, y] = [
    tf.randomNormal([32, 6], 0, 1, 'float32', 1),
    tf.randomUniform([32, 1], 0, 1, 'float32', 2),
  ];
  const rows = input({ shape: [6] });
  const hidden = layers.dense({ units: 5 }).apply(rows);
  const parts = new Antirectifier({ name: 'both_signs' }).apply(hidden);
  const own = model({ inputs: rows, outputs: layers.dense({ units: 1 }).apply(parts) as typeof rows });
  own.compile({ optimizer: 'sgd', loss: 'meanSquaredError' });
  await own.fit(x, y, { epochs: 2, yieldEvery: 'never' });
  await own.save('indexeddb://own');
  const loaded = await loadLayersModel('indexeddb://own');
  const again = sequential({ layers: [new Antirectifier({ inputShape: [4] })] });
  return {
    before: [...(own.predict(x) as tf.Tensor).dataSync()],
    after: [...(loaded.predict(x) as tf.Tensor).dataSync()],
    layer: loaded.getLayer('both_signs') instanceof Antirectifier,
    json: again.toJSON() as unknown as string,
  };
}

/** The model that a lab saved there: how it reads a drawing, and its layers. */
export async function loadedFrom(url: string, drawing: Pixels) {
  await use('wasm');
  const network = await loadLayersModel(url);
  const output = network.predict(tf.tensor2d(prepareDrawing(drawing), [1, 784])) as tf.Tensor;
  return { probabilities: [...output.dataSync()], layers: layerShapes(network) };
}
