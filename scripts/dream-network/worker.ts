// Trains the embedded network, in a worker: draws motifs, learns to tell them apart, packs the weights.
import * as tf from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-core/dist/register_all_gradients';
import type { LayersModel } from '@tensorflow/tfjs-layers';
import { open } from '../../worker/backend/wasm';
import { buildNetwork } from '../../worker/experiments/deepdream/embedded-network/network';
import { packWeights, unpackWeights } from '../../worker/experiments/deepdream/embedded-network/quantised';
import { augmentedExamples } from '../../worker/training/augmentation';
import { type Examples, imageExamples } from '../../worker/training/examples';
import { fit } from '../../worker/training/fit';
import type { LabelledImages } from '../../worker/training/labelled-images';
import { categoricalAccuracy } from '../../worker/training/metrics';
import { Random } from '../../worker/training/random';
import { drawMotifs, motifClasses } from './motifs/draw-motifs';
import { fold, normalised } from './normalised';

/** Side of the pictures that it learns from. */
const SIDE = 48;
const BATCH_SIZE = 32;
const LEARNING_RATE = 0.003;
/** By how much a step shrinks the kernels, as a share of the learning rate (Loshchilov and Hutter, 2017). */
const WEIGHT_DECAY = 0.03;

export interface TrainRequest {
  assetsUrl: string;
  threads: number;
  seed: number;
  examples: number;
  epochs: number;
}

export type Message =
  | { type: 'log'; text: string }
  | { type: 'done'; weights: Uint8Array; classes: readonly string[]; accuracy: number }
  | { type: 'failed'; error: string };

const log = (text: string) => postMessage({ type: 'log', text } satisfies Message);

self.onmessage = async ({ data }: MessageEvent<TrainRequest>) => {
  try {
    postMessage(await train(data));
  } catch (error) {
    postMessage({ type: 'failed', error: String((error as Error).stack ?? error) } satisfies Message);
  }
};

async function train({ assetsUrl, threads, seed, examples, epochs }: TrainRequest): Promise<Message> {
  const backend = await open({ backends: ['wasm'], assetsUrl, threads });
  await tf.setBackend('wasm');
  log(`WASM, ${backend.threads} threads, ${backend.device}; drawing ${examples} motifs`);
  const random = new Random(seed);
  const shape = [SIDE, SIDE, 3];
  const asExamples = (set: LabelledImages) => imageExamples(set, shape, motifClasses.length, [-1, 1]);
  const drawn = asExamples(draw(examples, seed));
  const test = asExamples(draw(1024, `test of ${seed}`));

  const network = buildNetwork(motifClasses);
  const twin = normalised(network, SIDE, random.fork('weights'));
  log(`${network.countParams()} parameters`);
  const optimizer = tf.train.adam(LEARNING_RATE);
  const steps = epochs * Math.ceil(examples / BATCH_SIZE);
  const learningRate = (step: number) => {
    const warm = Math.min(1, (step + 1) / 50);
    return LEARNING_RATE * warm * (0.01 + 0.99 * 0.5 * (1 + Math.cos((Math.PI * step) / steps)));
  };
  const start = performance.now();
  let step = 0;
  const augmented = augmentedExamples(drawn, { shift: 0.15, flip: true }, random.fork('augmentation'));
  const options = { phase: 'motifs', epochs, batchSize: BATCH_SIZE, optimizer, learningRate };
  for await (const event of fit(
    twin,
    { train: augmented, test },
    { ...options, random: random.fork('order') },
  )) {
    if (event.type === 'step') {
      for (const metric of Object.values(event.metrics)) metric.dispose();
      shrink(twin, WEIGHT_DECAY * learningRate(step++));
    } else if (event.type === 'epoch') {
      const { epoch, metrics } = event;
      const seconds = Math.round((performance.now() - start) / 1000);
      const [loss, valLoss] = [metrics.loss!.toFixed(3), metrics.valLoss!.toFixed(3)];
      log(
        `epoch ${epoch}: loss ${loss}, test loss ${valLoss}, accuracy ${metrics.valAccuracy}, ${seconds} s`,
      );
    }
  }

  fold(twin, network);
  const weights = await packWeights(network.getWeights());
  const unpacked = unpackWeights(
    weights,
    network.getWeights().map((weight) => weight.shape),
  );
  network.setWeights(unpacked);
  const accuracy = accuracyOf(network, test);
  return { type: 'done', weights, classes: motifClasses, accuracy };
}

function draw(count: number, seed: string | number): LabelledImages {
  const drawing = drawMotifs(count, SIDE, seed);
  while (true) {
    const { done, value } = drawing.next();
    if (done) return value;
  }
}

/** Weight decay, of kernels alone. */
function shrink(network: LayersModel, share: number): void {
  for (const { val } of network.trainableWeights.map((weight) => weight as unknown as { val: tf.Variable })) {
    if (val.rank > 1) val.assign(tf.tidy(() => tf.mul(val, 1 - share)));
  }
}

function accuracyOf(network: LayersModel, examples: Examples): number {
  return tf.tidy(() => {
    const { x, y } = examples.batch(Uint32Array.from({ length: examples.count }, (_, i) => i));
    const p = network.predict(x, { batchSize: 64 }) as tf.Tensor;
    return categoricalAccuracy(y as tf.Tensor, p).dataSync()[0]!;
  });
}
