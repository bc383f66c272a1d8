// What the tests of the embedded network look at from inside: its layers, its accuracy, its weights in bytes.
import * as tf from '@tensorflow/tfjs-core';
import { model as modelOf, type SymbolicTensor } from '@tensorflow/tfjs-layers';
import { drawMotifs, motifClasses } from '../../scripts/dream-network/motifs/draw-motifs';
import { setAssetsFolder } from '../../worker/assets';
import { open } from '../../worker/backend/wasm';
import { embeddedLayers, loadEmbeddedNetwork } from '../../worker/experiments/deepdream/embedded-network';
import { packWeights, unpackWeights } from '../../worker/experiments/deepdream/embedded-network/quantised';
import { layerShapes } from './shapes';

async function useWasm(): Promise<void> {
  setAssetsFolder(`${location.origin}/dist/`);
  await open({ backends: ['wasm'], assetsUrl: `${location.origin}/dist/`, threads: 1 });
  await tf.setBackend('wasm');
}

export async function describe() {
  await useWasm();
  const before = tf.memory().numTensors;
  const network = await loadEmbeddedNetwork();
  const described = {
    layers: layerShapes(network),
    parameters: network.countParams(),
    metadata: network.getUserDefinedMetadata(),
    motifClasses,
    embeddedLayers,
    finite: network.getWeights().every((weight) => weight.dataSync().every(Number.isFinite)),
  };
  network.dispose();
  return { ...described, left: tf.memory().numTensors - before };
}

/** Of freshly drawn motifs, how many it tells. */
export async function accuracy(count: number, side: number, seed: string) {
  await useWasm();
  const network = await loadEmbeddedNetwork();
  const drawing = drawMotifs(count, side, seed);
  let drawn = drawing.next();
  while (!drawn.done) drawn = drawing.next();
  const { images, labels } = drawn.value;
  const x = tf.tensor4d(
    Float32Array.from(images, (byte) => byte / 127.5 - 1),
    [count, side, side, 3],
  );
  const output = network.predict(x, { batchSize: 64 }) as tf.Tensor;
  const guesses = (tf.argMax(output, -1) as tf.Tensor).dataSync();
  network.dispose();
  return guesses.filter((guess, i) => guess === labels[i]).length / count;
}

/** The shapes that a picture takes on its way, whatever its size. */
export async function shapesAt(height: number, width: number) {
  await useWasm();
  const network = await loadEmbeddedNetwork();
  const outputs = network.layers.map(({ output }) => output as SymbolicTensor);
  const all = modelOf({ inputs: network.inputs, outputs }).predict(tf.zeros([1, height, width, 3]));
  return (all as tf.Tensor[]).map(({ shape }, i) => [network.layers[i]!.name, shape] as const);
}

/** Packs and unpacks known weights: the largest error, of the step of its channel. */
export async function packed() {
  await useWasm();
  const weights = [
    tf.randomNormal([3, 3, 4, 8], 0, 1, 'float32', 1),
    tf.tensor1d([0.1, -2.5]),
    tf.ones([2, 3]),
  ];
  const bytes = await packWeights(weights);
  const shapes = weights.map(({ shape }) => shape);
  const again = unpackWeights(bytes, shapes);
  const steps = tf.div(tf.sub(tf.max(weights[0]!, [0, 1, 2]), tf.min(weights[0]!, [0, 1, 2])), 255);
  const error = tf.max(tf.div(tf.abs(tf.sub(again[0]!, weights[0]!)), steps)).dataSync()[0]!;
  let refusal = '';
  try {
    unpackWeights(bytes.subarray(1), shapes);
  } catch (problem) {
    refusal = (problem as Error).message;
  }
  const [, bias, flat] = again.map((weight) => [...weight.dataSync()]);
  return { length: bytes.length, error, bias, flat, refusal };
}
