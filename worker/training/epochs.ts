// The frame of every training: epochs of steps over shuffled examples, each epoch followed by its validation.
import * as tf from '@tensorflow/tfjs-core';
import type { EpochRecord, Metrics, PhaseResult } from '../../src/protocol';
import type { ExperimentEvent } from '../experiment';
import type { BestWeights } from './best-weights';
import { MeanMetrics } from './metrics';
import type { ParameterCounts } from './parameter-counts';
import type { Random } from './random';

export interface Epochs<Sample = never> {
  /** Name of the phase in events and result. */
  phase: string;
  epochs: number;
  batchSize: number;
  /** Number of training examples. */
  count: number;
  /** Shuffles the examples of each epoch, or draws them: `count` numbers of examples. */
  order: Order;
  counts: ParameterCounts;
  /** What a step counts for in the work of the run; 1 where absent. */
  work?: number;
  /**
   * Takes a step, numbered from 0 over all epochs, on the examples of these indices.
   * @param next those of the next step in this epoch
   * @returns `undefined` where a stream has ended
   */
  step(
    indices: Uint32Array,
    number: number,
    next: Uint32Array | undefined,
  ): Taken | undefined | Promise<Taken | undefined>;
  /** The examples come in batches of their own: so many an epoch, or until there are no more. */
  stream?: { steps: number | undefined };
  /**
   * Sees the means of an epoch, counted from 1, before it is validated.
   * @throws TrainingError to end the training
   */
  check(training: Metrics, epoch: number): void;
  /** The metrics of an epoch besides those of its training. */
  validate(training: Metrics): AsyncGenerator<ExperimentEvent<never>, Metrics, void>;
  /** Sees the metrics of each epoch; no other follows where it says so. */
  ends?(metrics: Metrics, epoch: number): boolean;
  /** Sees each epoch, and gives the network the weights of the best one at the end; those of the last where absent. */
  best?: BestWeights;
  /** What to yield after each epoch, such as samples. */
  afterEpoch?(epoch: number): AsyncIterable<ExperimentEvent<Sample>>;
}

/** Numbers of examples in the order in which an epoch takes them. */
export type Order = Pick<Random, 'permutation'>;

/** A step that was taken. */
export interface Taken {
  metrics: Record<string, tf.Scalar>;
  /** How many examples it was; as many as there were indices where absent. */
  examples?: number;
}

export interface Trained {
  phase: PhaseResult;
  history: EpochRecord[];
}

export async function* trainEpochs<Sample = never>({
  phase,
  epochs,
  batchSize,
  count,
  order,
  counts,
  work = 1,
  step,
  stream,
  check,
  validate,
  ends,
  best,
  afterEpoch,
}: Epochs<Sample>): AsyncGenerator<ExperimentEvent<Sample>, Trained, void> {
  const history: EpochRecord[] = [];
  const means = new MeanMetrics();
  let number = 0;
  yield { type: 'phase', name: phase, ...counts };
  try {
    for (let epoch = 1; epoch <= epochs; epoch++) {
      const start = performance.now();
      const shuffled = stream ? new Uint32Array() : order.permutation(count);
      const known = stream ? stream.steps : Math.ceil(count / batchSize);
      const slices = slicesOf(shuffled, batchSize);
      for (let batch = 1; batch <= (known ?? Number.POSITIVE_INFINITY); batch++) {
        const indices = slices(batch - 1) ?? shuffled;
        const taken = await step(indices, number, slices(batch));
        if (!taken) break;
        number++;
        const { metrics, examples = indices.length } = taken;
        means.add(metrics, examples);
        yield { type: 'step', phase, epoch, epochs, batch, batches: known ?? 0, metrics, work };
      }
      const training = await means.read();
      check(training, epoch);
      const metrics = { ...training, ...(yield* validate(training)) };
      const record = { phase, epoch, metrics, durationMs: performance.now() - start };
      history.push(record);
      best?.see(epoch, metrics);
      yield { type: 'epoch', epochs, best: best?.epoch, ...record };
      if (afterEpoch) yield* afterEpoch(epoch);
      if (ends?.(metrics, epoch)) break;
    }
  } finally {
    means.dispose();
    // Also where the run is stopped.
    best?.restore();
  }
  const epoch = best?.epoch ?? history.length;
  const { metrics } = history[epoch - 1]!;
  const durationMs = history.reduce((sum, record) => sum + record.durationMs, 0);
  return { phase: { name: phase, epoch, metrics, durationMs, ...counts }, history };
}

/** The batches of an order, counted from 0, each the same array whenever it is asked for. */
function slicesOf(order: Uint32Array, size: number): (batch: number) => Uint32Array | undefined {
  const made = new Map<number, Uint32Array>();
  return (batch) => {
    if (batch * size >= order.length) return undefined;
    const slice = made.get(batch) ?? order.subarray(batch * size, (batch + 1) * size);
    made.clear();
    made.set(batch, slice);
    return slice;
  };
}

/**
 * The means of metrics over all examples, batch by batch; nothing where there are none.
 * @param measure gives the metrics of the examples of these indices; what else it makes is disposed
 */
export async function* meansOver(
  { count, batchSize, work }: { count: number; batchSize: number /** Of a batch. */; work: number },
  measure: (indices: Uint32Array) => Record<string, tf.Scalar>,
): AsyncGenerator<ExperimentEvent<never>, Metrics, void> {
  const means = new MeanMetrics();
  const all = Uint32Array.from({ length: count }, (_, i) => i);
  try {
    for (let from = 0; from < count; from += batchSize) {
      const indices = all.subarray(from, from + batchSize);
      tf.tidy(() => means.add(measure(indices), indices.length));
      yield { type: 'work', work };
    }
    return await means.read();
  } finally {
    means.dispose();
  }
}
