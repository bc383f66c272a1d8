// What the tests of cifar10 look at from inside: the network's layers, and augmentation on each backend.
import * as tf from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-core/dist/register_all_gradients';
import { layers, sequential } from '@tensorflow/tfjs-layers';
import { open as openCpu } from '../../worker/backend/cpu';
import { open as openWasm } from '../../worker/backend/wasm';
import { open as openWebgpu } from '../../worker/backend/webgpu';
import { loadPictures } from '../../worker/data/pictures';
import { buildNetwork } from '../../worker/experiments/cifar10/network';
import { augmentedExamples } from '../../worker/training/augmentation';
import { ConfusionMatrix } from '../../worker/training/confusion-matrix';
import { type Examples, imageExamples } from '../../worker/training/examples';
import { fit } from '../../worker/training/fit';
import { Random } from '../../worker/training/random';
import { layerShapes } from './shapes';

const openers = { cpu: openCpu, wasm: openWasm, webgpu: openWebgpu };

async function use(backend: keyof typeof openers): Promise<void> {
  await openers[backend]({ backends: [backend], assetsUrl: `${location.origin}/dist/`, threads: 1 });
  await tf.setBackend(backend);
}

export async function shapes() {
  await use('cpu');
  const network = buildNetwork(10, new Random(1));
  return { layers: layerShapes(network), parameters: network.countParams() };
}

/** Pictures whose pixel (x, y) has the value 10 y + x in one channel, augmented. */
export async function augmented(
  backend: keyof typeof openers,
  count: number,
  how: { shift: number; flip: boolean },
  [height, width]: [number, number],
) {
  await use(backend);
  const values = Float32Array.from({ length: count * height * width }, (_, i) => {
    const pixel = i % (height * width);
    return 10 * Math.floor(pixel / width) + (pixel % width);
  });
  const plain: Examples<tf.Tensor> = {
    count,
    batch: () => ({ x: tf.tensor(values, [count, height, width, 1]), y: tf.zeros([count, 1]) }),
  };
  const before = tf.memory().numTensors;
  const { x, y } = augmentedExamples(plain, how, new Random(5)).batch(new Uint32Array(count));
  const pictures = [...(await x.data())];
  const left = tf.memory().numTensors - before - 2;
  tf.dispose([x, y]);
  return { pictures, left };
}

/** Trains a linear classifier on the pixels of embedded scenes. */
export async function linear(examples: number, epochs: number) {
  await use('wasm');
  const loading = loadPictures(undefined, {
    ...{ examples, seed: 1, signal: new AbortController().signal },
    datasetOf() {
      throw new Error('There is none.');
    },
  });
  const { train, test } = await returned(loading);
  const network = sequential({
    layers: [
      layers.dense({ inputShape: [3072], units: 10, activation: 'softmax', kernelInitializer: 'zeros' }),
    ],
  });
  const sets = { train: imageExamples(train, [3072], 10), test: imageExamples(test, [3072], 10) };
  const optimizer = tf.train.adam(0.001);
  const random = new Random(1);
  const { phase } = await returned(
    fit(network, sets, { phase: 'linear', epochs, batchSize: 64, optimizer, random }),
  );
  return phase.metrics as { accuracy: number; valAccuracy: number };
}

async function returned<T>(generator: AsyncGenerator<unknown, T, void>): Promise<T> {
  while (true) {
    const { done, value } = await generator.next();
    if (done) return value;
  }
}

export async function confusion(backend: keyof typeof openers) {
  await use(backend);
  const before = tf.memory().numTensors;
  const matrix = new ConfusionMatrix(3);
  const add = (labels: number[], guesses: number[]) =>
    tf.tidy(() =>
      matrix.add(tf.cast(tf.oneHot(labels, 3), 'float32'), tf.cast(tf.oneHot(guesses, 3), 'float32')),
    );
  add([0, 0, 1], [0, 2, 1]);
  add([2, 0], [1, 2]);
  const counts = await matrix.read();
  const again = await matrix.read();
  return { counts, again, left: tf.memory().numTensors - before };
}
