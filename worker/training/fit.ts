// The supervised loop: epochs of batches, each a step of the optimizer, then validation.
import * as tf from '@tensorflow/tfjs-core';
import { type LayersModel, Sequential } from '@tensorflow/tfjs-layers';
import { execute, FeedDict } from '@tensorflow/tfjs-layers/dist/engine/executor';
import { TrainingError } from '../../src/errors';
import type { Metrics } from '../../src/protocol';
import { withValidation } from '../declare';
import type { ExperimentEvent } from '../experiment';
import { BestWeights, type IsBetter } from './best-weights';
import { chanceWarning } from './chance';
import { type Order, type Taken, type Trained, trainEpochs } from './epochs';
import type { Examples } from './examples';
import { createLoads } from './loads';
import { metricName, validated } from './metric-name';
import { categoricalAccuracy, crossEntropy, MeanMetrics } from './metrics';
import type { Objective } from './objective';
import { changesGradients, clipped, decayWeights, type GradientOptions, learningRateOf } from './optimizers';
import { parameterCounts } from './parameter-counts';
import { type Schedule, setLearningRate } from './schedule';
import { SummedCounts } from './summed-counts';

export interface FitOptions<Sample = never> {
  /** Name of the phase in events and result. */
  phase: string;
  epochs: number;
  batchSize: number;
  optimizer: tf.Optimizer;
  /** Shuffles the examples of each epoch. */
  random: Order;
  /** One an output; class probabilities by categorical cross-entropy where absent. */
  objectives?: readonly Objective[];
  /** What is done to gradients before each step. */
  gradients?: GradientOptions;
  /** What a step counts for in the work of the run; 1 where absent. */
  work?: number;
  /** Whether the network ends with the weights of its best epoch where there are test examples, not of the last. */
  restoreBest?: boolean;
  /** What makes an epoch better than another; its accuracy, then its loss, over the test examples where absent. */
  isBetter?: IsBetter;
  /** What to yield after each epoch, counted from 1, such as samples. */
  afterEpoch?(epoch: number): AsyncIterable<ExperimentEvent<Sample>>;
  /** Sees the metrics of each epoch; the training ends where it says so. */
  ends?(metrics: Metrics, epoch: number): boolean;
  /** Sets the optimizer's learning rate before each step; as it stands where absent. */
  learningRate?: Schedule;
  /** Sees each batch of the validation, true classes and probabilities: [batch, classes]; both are disposed after. */
  onValidation?(y: tf.Tensor, p: tf.Tensor): void;
  /** Wraps what a step computes, such as to seed what draws at random in it. */
  around?<T>(compute: () => T): T;
}

/** What an epoch of `fit` is measured by, where it says nothing else. */
export const fitMetrics = withValidation({ loss: 'loss', accuracy: 'fraction' });

const CLASSES: Objective = {
  loss: crossEntropy,
  measures: [{ name: 'accuracy', kind: 'fraction', rises: true, of: categoricalAccuracy }],
};

/** A batch of validation, forward only, takes about this share of a training step. */
const VALIDATION_WORK = 1 / 3;

/** What `fit` adds to a run's plan. */
export function fitPlan(
  { train, test }: { train: Pick<Examples, 'count'>; test: Pick<Examples, 'count'> },
  { epochs, batchSize, work = 1 }: Pick<FitOptions, 'epochs' | 'batchSize' | 'work'>,
): { steps: number; work: number } {
  const steps = epochs * Math.ceil(train.count / batchSize);
  const validations = epochs * Math.ceil(test.count / batchSize);
  return { steps, work: work * (steps + VALIDATION_WORK * validations) };
}

/**
 * Trains the trainable weights of a network.
 * @throws TrainingError when the loss is no longer a number.
 */
export async function* fit<Sample = never>(
  network: LayersModel,
  { train, test }: { train: Examples; test: Examples },
  options: FitOptions<Sample>,
): AsyncGenerator<ExperimentEvent<Sample>, Trained, void> {
  const { phase, epochs, batchSize, optimizer, learningRate, work, random, afterEpoch, ends } = options;
  const { objectives = [CLASSES], around = (compute) => compute() } = options;
  const counts = new SummedCounts(objectives);
  const loads = createLoads(train);
  const best = bestOf(network, test.count, options);
  const take = (indices: Uint32Array, number: number, loaded: unknown): Taken => {
    if (learningRate) setLearningRate(optimizer, learningRate(number));
    return around(() =>
      trainStep(network, train, { indices, loaded, optimizer, objectives, counts, options }),
    );
  };
  try {
    const trained = yield* trainEpochs<Sample>({
      ...{ phase, epochs, batchSize, work, order: random, count: train.count, best, ends, afterEpoch },
      counts: parameterCounts(network),
      stream: train.stream,
      step(indices, number, next) {
        if (!train.load) return take(indices, number, undefined);
        return loads
          .take(indices, next)
          .then((loaded) => (loaded ? take(indices, number, loaded) : undefined));
      },
      check({ loss }, epoch) {
        if (Number.isFinite(loss)) return;
        throw new TrainingError(
          `The loss is ${loss} in epoch ${epoch} of ${phase}: try a lower learning rate.`,
        );
      },
      async *validate() {
        const exact = await counts.read();
        const validation = yield* evaluate(network, test, {
          batchSize,
          objectives,
          work,
          ...onlyHear(options),
        });
        const named = Object.entries(validation).map(([name, value]) => [validated(name), value]);
        return { ...exact, ...Object.fromEntries(named) };
      },
    });
    const told = { phase, metrics: trained.phase.metrics, history: trained.history };
    const warning = await chanceWarning(told, { train, test }, batchSize);
    if (warning) yield { type: 'warning', message: warning };
    return trained;
  } finally {
    best?.dispose();
    counts.dispose();
    loads.end();
  }
}

function bestOf(
  network: LayersModel,
  validated: number,
  { epochs, restoreBest, isBetter }: Pick<FitOptions, 'epochs' | 'restoreBest' | 'isBetter'>,
): BestWeights | undefined {
  // Of one epoch there is nothing to choose.
  if (!restoreBest || epochs === 1) return undefined;
  return isBetter || validated > 0 ? new BestWeights(network, isBetter) : undefined;
}

const onlyHear = ({ onValidation }: Pick<FitOptions, 'onValidation'>) => ({ onValidation });

/** The outputs of a network, computed as `model.fit` of TensorFlow.js layers does it. */
export function forward(network: LayersModel, x: tf.Tensor | tf.Tensor[], training: boolean): tf.Tensor[] {
  const values = [x].flat();
  const feeds = network.inputs.map((key, i) => ({ key, value: values[i]! }));
  return execute(network.outputs, new FeedDict(feeds), { training }) as tf.Tensor[];
}

interface Penalized {
  calculateLosses(): tf.Scalar[];
  /** A Sequential's layers are in a model of its own. */
  model?: Penalized;
}

/** What regularizers add to the loss. */
function penalties(network: LayersModel): tf.Scalar[] {
  if (network instanceof Sequential && !network.built) network.build();
  const { model = network as unknown as Penalized } = network as unknown as Penalized;
  return model.calculateLosses();
}

interface Step {
  indices: Uint32Array;
  loaded: unknown;
  optimizer: tf.Optimizer;
  objectives: readonly Objective[];
  counts: SummedCounts;
  options: Pick<FitOptions, 'gradients'>;
}

function trainStep(
  network: LayersModel,
  examples: Examples,
  { indices, loaded, optimizer, objectives, counts, options }: Step,
): Taken {
  return tf.tidy(() => {
    const { x, y, weights } = examples.batch(indices, loaded);
    const targets = [y].flat();
    const variables = network.trainableWeights.map((weight) => weight.read() as tf.Variable);
    let outputs: tf.Tensor[] = [];
    let losses: tf.Scalar[] = [];
    const { value: loss, grads } = optimizer.computeGradients(() => {
      // What is made in here is tidied up.
      outputs = forward(network, x, true).map((output) => tf.keep(output));
      const each = lossesOf(objectives, targets, outputs, weights);
      if (objectives.length > 1) losses = each.map((one) => tf.keep(tf.clone(one)));
      return [weightedSum(objectives, each), ...penalties(network)].reduce((sum, one) => tf.add(sum, one));
    }, variables);
    const gradients = variables.map(({ name }) => grads[name] ?? null);
    applyGradients(optimizer, variables, gradients, options.gradients ?? {});
    constrain(network);
    counts.add(targets, outputs);
    const metrics = { loss, ...measured(objectives, targets, outputs, losses) };
    tf.dispose([outputs, losses]);
    return { metrics, examples: outputs[0]!.shape[0] ?? indices.length };
  });
}

function lossesOf(
  objectives: readonly Objective[],
  targets: readonly tf.Tensor[],
  outputs: readonly tf.Tensor[],
  weights?: readonly (tf.Tensor | undefined)[],
): tf.Scalar[] {
  return objectives.map(({ loss }, i) => {
    const costs = loss(targets[i]!, outputs[i]!);
    const weight = weights?.[i];
    return tf.mean(weight ? tf.mul(costs, broadcast(weight, costs)) : costs);
  });
}

/** Weights of examples, [batch], beside what each row of them costs. */
function broadcast(weight: tf.Tensor, { rank }: tf.Tensor): tf.Tensor {
  return rank <= weight.rank
    ? weight
    : tf.reshape(weight, [...weight.shape, ...new Array(rank - weight.rank).fill(1)]);
}

function weightedSum(objectives: readonly Objective[], losses: readonly tf.Scalar[]): tf.Scalar {
  return objectives
    .map(({ weight = 1 }, i) => (weight === 1 ? losses[i]! : (tf.mul(losses[i]!, weight) as tf.Scalar)))
    .reduce((sum, one) => tf.add(sum, one));
}

/** The metrics of one batch besides the whole loss. */
function measured(
  objectives: readonly Objective[],
  targets: readonly tf.Tensor[],
  outputs: readonly tf.Tensor[],
  losses: readonly tf.Scalar[],
): Record<string, tf.Scalar> {
  const metrics: Record<string, tf.Scalar> = {};
  for (const [i, { name, measures }] of objectives.entries()) {
    if (name !== undefined) metrics[metricName(name, 'loss')] = tf.clone(losses[i]!);
    for (const measure of measures) {
      metrics[metricName(name, measure.name)] = measure.of(targets[i]!, outputs[i]!);
    }
  }
  return metrics;
}

function applyGradients(
  optimizer: tf.Optimizer,
  variables: readonly tf.Variable[],
  gradients: readonly (tf.Tensor | null)[],
  how: GradientOptions,
): void {
  const changes = changesGradients(how);
  const used = changes ? clipped(gradients, how) : gradients;
  if (changes) decayWeights(variables, learningRateOf(optimizer), how.weightDecay);
  // TensorFlow.js takes a missing gradient for one that leaves the weight as it is.
  optimizer.applyGradients(variables.map(({ name }, i) => ({ name, tensor: used[i]! })));
  tf.dispose(gradients.filter((gradient) => gradient !== null));
}

function constrain(network: LayersModel): void {
  for (const weight of network.trainableWeights) {
    const { constraint } = weight as unknown as { constraint: { apply(value: tf.Tensor): tf.Tensor } | null };
    if (constraint) (weight.read() as tf.Variable).assign(constraint.apply(weight.read()));
  }
}

export interface EvaluateOptions {
  batchSize: number;
  objectives: readonly Objective[];
  /** What a training step counts for; 1 where absent. */
  work?: number;
  onValidation?: FitOptions['onValidation'];
}

/** The loss and every metric over all examples, at inference; nothing where there are none. */
export async function* evaluate(
  network: LayersModel,
  examples: Examples,
  { batchSize, objectives, work = 1, onValidation }: EvaluateOptions,
): AsyncGenerator<ExperimentEvent<never>, Metrics, void> {
  const all = Uint32Array.from({ length: examples.count }, (_, i) => i);
  const at = (from: number) => (from < all.length ? all.subarray(from, from + batchSize) : undefined);
  const means = new MeanMetrics();
  const counts = new SummedCounts(objectives);
  const loads = createLoads(examples);
  try {
    for (let from = 0; from < all.length; from += batchSize) {
      const indices = at(from)!;
      const loaded = examples.load && (await loads.take(indices, at(from + batchSize)));
      tf.tidy(() => {
        const { x, y } = examples.batch(indices, loaded);
        const targets = [y].flat();
        const outputs = forward(network, x, false);
        onValidation?.(targets[0]!, outputs[0]!);
        const losses = lossesOf(objectives, targets, outputs);
        const loss = [weightedSum(objectives, losses), ...penalties(network)].reduce((sum, one) =>
          tf.add(sum, one),
        );
        counts.add(targets, outputs);
        means.add({ loss, ...measured(objectives, targets, outputs, losses) }, indices.length);
      });
      yield { type: 'work', work: work * VALIDATION_WORK };
    }
    return { ...(await means.read()), ...(await counts.read()) };
  } finally {
    means.dispose();
    counts.dispose();
    loads.end();
  }
}
