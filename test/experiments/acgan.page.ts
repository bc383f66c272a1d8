// What the tests of acgan look at from inside: layers, single steps, and the faster way through the generator.
import * as tf from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-core/dist/register_all_gradients';
import type { LayersModel } from '@tensorflow/tfjs-layers';
import { open } from '../../worker/backend/cpu';
import { generate, latentsOf } from '../../worker/experiments/acgan/generate';
import { buildNetworks } from '../../worker/experiments/acgan/network';
import {
  type AcganTrainer,
  acganStep,
  discriminatorStep,
  generatorStep,
  mixedTargets,
  type TargetOptions,
} from '../../worker/experiments/acgan/step';
import { Random } from '../../worker/training/random';
import { upsampledConv2d } from '../../worker/training/upsampled-conv';
import { layerShapes } from './shapes';

async function start(): Promise<void> {
  await open({ backends: ['cpu'] });
  await tf.setBackend('cpu');
}

export async function shapes() {
  await start();
  const { generator, discriminator } = buildNetworks(
    { latentSize: 100, classes: 10, width: 1 },
    new Random(1),
  );
  return { generator: layerShapes(generator), discriminator: layerShapes(discriminator) };
}

/** A trainer of tiny networks, and real pictures to train on. */
function tiny({ smoothing = 0, generatedClasses = false } = {}) {
  const random = new Random(3);
  const trainer: AcganTrainer = {
    ...buildNetworks({ latentSize: 8, classes: 10, width: 1 / 32 }, random.fork('weights')),
    optimizers: { generator: tf.train.adam(0.01, 0.5), discriminator: tf.train.adam(0.01, 0.5) },
    ...{ smoothing, generatedClasses, random },
  };
  const { classes } = latentsOf(Int32Array.of(0, 1, 2, 3), trainer.generator, random);
  return { trainer, real: { x: tf.randomUniform([4, 28, 28, 1], -1, 1, 'float32', 1), y: classes } };
}

const weightsOf = (network: LayersModel) => network.weights.map((weight) => [...weight.read().dataSync()]);
const changed = (before: number[][], after: number[][]) =>
  before.map((values, i) => values.some((value, k) => !Object.is(value, after[i]![k])));

/** Which weight tensors of both networks each half of a step changes. */
export async function changes() {
  await start();
  const { trainer, real } = tiny();
  const { generator, discriminator } = trainer;
  const halves = {
    discriminatorStep: () => discriminatorStep(trainer, real),
    generatorStep: () => generatorStep(trainer, 8),
  };
  return Object.entries(halves).map(([half, step]) => {
    const before = [weightsOf(generator), weightsOf(discriminator)] as const;
    tf.dispose(step());
    const after = [weightsOf(generator), weightsOf(discriminator)] as const;
    return { half, generator: changed(before[0], after[0]), discriminator: changed(before[1], after[1]) };
  });
}

/** Tensors that are there after each of some steps. */
export async function tensorsHeld(steps: number) {
  await start();
  const { trainer, real } = tiny();
  return Array.from({ length: steps }, () => {
    tf.dispose(acganStep(trainer, real));
    const { numTensors, numBytes } = tf.memory();
    return { tensors: numTensors, bytes: numBytes };
  });
}

/** Losses of the first step with and without label smoothing, from the same state. */
export async function smoothed() {
  await start();
  return [0, 0.1].map((smoothing) => {
    const { trainer, real } = tiny({ smoothing });
    return Object.fromEntries(
      Object.entries(acganStep(trainer, real)).map(([name, loss]) => [name, loss.dataSync()[0]!]),
    );
  });
}

/** What the discriminator is to say about two real pictures, a 1 and a 0, and two generated ones, a 0 and a 2. */
export async function targets(options: TargetOptions) {
  await start();
  const { real, classes } = mixedTargets(tf.oneHot([1, 0], 3), tf.oneHot([0, 2], 3), options);
  return { real: await real.array(), classes: await classes.array() };
}

/** The largest difference between the generator's layers and the faster way through them. */
export async function shortcut() {
  await start();
  const { generator } = buildNetworks({ latentSize: 8, classes: 10, width: 1 / 16 }, new Random(3));
  const { latents, classes } = latentsOf(Int32Array.of(4, 5, 9), generator, new Random(4));
  const digits = tf.tensor2d([4, 5, 9], [3, 1], 'int32');
  const expected = generator.apply([latents, digits]) as tf.Tensor;
  const spread = tf.moments(expected).variance.dataSync()[0]!;
  return { difference: distance(generate(generator, latents, classes), expected), spread };
}

/** Largest differences of upsampledConv2d and its gradients from enlarging first, by filter size. */
export async function upsampledConv(sizes: number[]) {
  await start();
  return sizes.map((size) => {
    const x = tf.randomUniform([2, 5, 6, 3], -1, 1, 'float32', 1) as tf.Tensor4D;
    const filter = tf.randomUniform([size, size, 3, 4], -1, 1, 'float32', 2) as tf.Tensor4D;
    const weights = tf.randomUniform([2, 10, 12, 4], -1, 1, 'float32', 3);
    const plain = (input: tf.Tensor, by: tf.Tensor) =>
      tf.conv2d(enlarged(input), by as tf.Tensor4D, 1, 'same') as tf.Tensor;
    const fast = (input: tf.Tensor, by: tf.Tensor) =>
      upsampledConv2d(input as tf.Tensor4D, by as tf.Tensor4D) as tf.Tensor;
    const [ours, theirs] = [fast, plain].map((conv) => [
      conv(x, filter),
      ...tf.grads((input, by) => tf.sum(tf.mul(weights, conv(input!, by!))))([x, filter]),
    ]);
    return ours!.map((tensor, i) => distance(tensor, theirs![i]!));
  });
}

/** Twice as high and wide, by operations whose gradients TensorFlow.js' CPU backend gets right for whole batches. */
function enlarged(x: tf.Tensor): tf.Tensor4D {
  const [batch, height, width, channels] = x.shape as [number, number, number, number];
  const rows = tf.reshape(x, [batch * height, width, channels]);
  const wide = tf.reshape(tf.stack([rows, rows], 2), [batch * height, 1, 2 * width * channels]);
  return tf.reshape(tf.concat([wide, wide], 1), [batch, 2 * height, 2 * width, channels]);
}

function distance(a: tf.Tensor, b: tf.Tensor): number {
  return tf.max(tf.abs(tf.sub(a, b))).dataSync()[0]!;
}
