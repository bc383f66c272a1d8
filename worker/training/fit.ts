// The supervised loop: epochs of batches, each a step of the optimizer, then validation.
import * as tf from '@tensorflow/tfjs-core';
import type { LayersModel } from '@tensorflow/tfjs-layers';
import { TrainingError } from '../../src/errors';
import type { EpochRecord, Metrics, PhaseResult } from '../../src/protocol';
import type { ExperimentEvent } from '../experiment';
import type { Examples } from './examples';
import { categoricalAccuracy, crossEntropy, MeanMetrics } from './metrics';
import { parameterCounts } from './parameter-counts';
import type { Random } from './random';
import { type Schedule, setLearningRate } from './schedule';

export interface FitOptions<Sample = never> {
  /** Name of the phase in events and result. */
  phase: string;
  epochs: number;
  batchSize: number;
  optimizer: tf.Optimizer;
  /** Shuffles the examples of each epoch. */
  random: Random;
  /** What a step counts for in the work of the run; 1 where absent. */
  work?: number;
  /** What to yield after each epoch, counted from 1, such as samples. */
  afterEpoch?(epoch: number): AsyncIterable<ExperimentEvent<Sample>>;
  /** Sets the optimizer's learning rate before each step; as it stands where absent. */
  learningRate?: Schedule;
  /** Sees each batch of the validation, true classes and probabilities: [batch, classes]; both are disposed after. */
  onValidation?(y: tf.Tensor, p: tf.Tensor): void;
}

export interface FitResult {
  phase: PhaseResult;
  history: EpochRecord[];
}

/** A batch of validation, forward only, takes about this share of a training step. */
const VALIDATION_WORK = 1 / 3;

/** What `fit` adds to a run's plan. */
export function fitPlan(
  { train, test }: { train: Examples; test: Examples },
  { epochs, batchSize, work = 1 }: Pick<FitOptions, 'epochs' | 'batchSize' | 'work'>,
): { steps: number; work: number } {
  const steps = epochs * Math.ceil(train.count / batchSize);
  const validations = epochs * Math.ceil(test.count / batchSize);
  return { steps, work: work * (steps + VALIDATION_WORK * validations) };
}

/**
 * Trains the trainable weights of a network that ends in class probabilities, by categorical cross-entropy.
 * @throws TrainingError when the loss is no longer a number.
 */
export async function* fit<Sample = never>(
  network: LayersModel,
  { train, test }: { train: Examples; test: Examples },
  options: FitOptions<Sample>,
): AsyncGenerator<ExperimentEvent<Sample>, FitResult, void> {
  const { phase, epochs, batchSize, optimizer, learningRate, work = 1, random } = options;
  const counts = parameterCounts(network);
  const history: EpochRecord[] = [];
  const means = new MeanMetrics();
  yield { type: 'phase', name: phase, ...counts };
  try {
    for (let epoch = 1; epoch <= epochs; epoch++) {
      const epochStart = performance.now();
      const order = random.permutation(train.count);
      const batches = Math.ceil(train.count / batchSize);
      for (let batch = 1; batch <= batches; batch++) {
        const indices = order.subarray((batch - 1) * batchSize, batch * batchSize);
        if (learningRate) setLearningRate(optimizer, learningRate((epoch - 1) * batches + batch - 1));
        const metrics = trainStep(network, train, indices, optimizer);
        means.add(metrics, indices.length);
        yield { type: 'step', phase, epoch, epochs, batch, batches, metrics, work };
      }
      const training = await means.read();
      if (!Number.isFinite(training.loss)) {
        throw new TrainingError(
          `The loss is ${training.loss} in epoch ${epoch} of ${phase}: try a lower learning rate.`,
        );
      }
      const metrics = { ...training, ...(yield* evaluate(network, test, options)) };
      const record = { phase, epoch, metrics, durationMs: performance.now() - epochStart };
      history.push(record);
      yield { type: 'epoch', epochs, ...record };
      if (options.afterEpoch) yield* options.afterEpoch(epoch);
    }
  } finally {
    means.dispose();
  }
  const { metrics } = history.at(-1)!;
  const durationMs = history.reduce((sum, record) => sum + record.durationMs, 0);
  return { phase: { name: phase, metrics, durationMs, ...counts }, history };
}

function trainStep(
  network: LayersModel,
  examples: Examples,
  indices: Uint32Array,
  optimizer: tf.Optimizer,
): Record<string, tf.Scalar> {
  return tf.tidy(() => {
    const { x, y } = examples.batch(indices);
    let accuracy: tf.Scalar | undefined;
    const loss = optimizer.minimize(
      () => {
        const p = network.apply(x, { training: true }) as tf.Tensor;
        // The optimizer tidies up what is made in here.
        accuracy = tf.keep(categoricalAccuracy(y, p));
        return crossEntropy(y, p);
      },
      true,
      network.trainableWeights.map((weight) => weight.read() as tf.Variable),
    );
    return { loss: loss!, accuracy: accuracy! };
  });
}

/** Mean `valLoss` and `valAccuracy` over all examples, at inference; nothing where there are none. */
async function* evaluate(
  network: LayersModel,
  examples: Examples,
  { batchSize, work = 1, onValidation }: FitOptions<unknown>,
): AsyncGenerator<ExperimentEvent<never>, Metrics, void> {
  const means = new MeanMetrics();
  const all = Uint32Array.from({ length: examples.count }, (_, i) => i);
  try {
    for (let from = 0; from < all.length; from += batchSize) {
      const indices = all.subarray(from, from + batchSize);
      tf.tidy(() => {
        const { x, y } = examples.batch(indices);
        const p = network.apply(x, { training: false }) as tf.Tensor;
        means.add({ valLoss: crossEntropy(y, p), valAccuracy: categoricalAccuracy(y, p) }, indices.length);
        onValidation?.(y, p);
      });
      yield { type: 'work', work: work * VALIDATION_WORK };
    }
    return await means.read();
  } finally {
    means.dispose();
  }
}
