// The supervised loop: epochs of batches, each a step of the optimizer, then validation.
import * as tf from '@tensorflow/tfjs-core';
import type { LayersModel } from '@tensorflow/tfjs-layers';
import { TrainingError } from '../../src/errors';
import type { Metrics } from '../../src/protocol';
import { withValidation } from '../declare';
import type { ExperimentEvent, TrainContext } from '../experiment';
import { BestWeights } from './best-weights';
import { meansOver, type Trained, trainEpochs } from './epochs';
import type { Examples } from './examples';
import { categoricalAccuracy, crossEntropy } from './metrics';
import { parameterCounts } from './parameter-counts';
import { optimizerPart } from './parts';
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
  /** Whether the network ends with the weights of its best epoch where there are test examples, not of the last. */
  restoreBest?: boolean;
  /** What to yield after each epoch, counted from 1, such as samples. */
  afterEpoch?(epoch: number): AsyncIterable<ExperimentEvent<Sample>>;
  /** Takes in what belongs to the run's checkpoints, but for the network. */
  keep?: TrainContext['keep'];
  /** Sets the optimizer's learning rate before each step; as it stands where absent. */
  learningRate?: Schedule;
  /** Sees each batch of the validation, true classes and probabilities: [batch, classes]; both are disposed after. */
  onValidation?(y: tf.Tensor, p: tf.Tensor): void;
}

/** What an epoch of `fit` is measured by. */
export const fitMetrics = withValidation({ loss: 'loss', accuracy: 'fraction' });

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
): AsyncGenerator<ExperimentEvent<Sample>, Trained, void> {
  const { phase, epochs, batchSize, optimizer, learningRate, work, random, restoreBest, afterEpoch, keep } =
    options;
  keep?.(`${phase}: optimizer`, optimizerPart(optimizer, network));
  // Of one epoch there is nothing to choose.
  const best = restoreBest && epochs > 1 && test.count > 0 ? new BestWeights(network) : undefined;
  try {
    return yield* trainEpochs({
      ...{
        phase,
        epochs,
        batchSize,
        work,
        order: random,
        count: train.count,
        counts: parameterCounts(network),
      },
      step(indices, number) {
        if (learningRate) setLearningRate(optimizer, learningRate(number));
        return trainStep(network, train, indices, optimizer);
      },
      check({ loss }, epoch) {
        if (Number.isFinite(loss)) return;
        throw new TrainingError(
          `The loss is ${loss} in epoch ${epoch} of ${phase}: try a lower learning rate.`,
        );
      },
      validate: () => evaluate(network, test, options),
      best,
      afterEpoch,
      keep,
    });
  } finally {
    best?.dispose();
  }
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
function evaluate(
  network: LayersModel,
  examples: Examples,
  { batchSize, work = 1, onValidation }: FitOptions<unknown>,
): AsyncGenerator<ExperimentEvent<never>, Metrics, void> {
  const { count } = examples;
  return meansOver({ count, batchSize, work: work * VALIDATION_WORK }, (indices) => {
    const { x, y } = examples.batch(indices);
    const p = network.apply(x, { training: false }) as tf.Tensor;
    onValidation?.(y, p);
    return { valLoss: crossEntropy(y, p), valAccuracy: categoricalAccuracy(y, p) };
  });
}
