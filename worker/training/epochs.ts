// The frame of every training: epochs of steps over shuffled examples, each epoch followed by its validation.
import * as tf from '@tensorflow/tfjs-core';
import type { EpochRecord, Metrics, PhaseResult } from '../../src/protocol';
import type { ExperimentEvent, TrainContext } from '../experiment';
import type { BestWeights } from './best-weights';
import { MeanMetrics, type MeanState } from './metrics';
import type { ParameterCounts } from './parameter-counts';
import type { Random, RandomState } from './random';

export interface Epochs<Sample = never> {
  /** Name of the phase in events and result. */
  phase: string;
  epochs: number;
  batchSize: number;
  /** Number of training examples. */
  count: number;
  /** Shuffles the examples of each epoch. */
  order: Random;
  counts: ParameterCounts;
  /** What a step counts for in the work of the run; 1 where absent. */
  work?: number;
  /** Takes a step, numbered from 0 over all epochs, on the examples of these indices, and gives its metrics. */
  step(indices: Uint32Array, number: number): Record<string, tf.Scalar>;
  /**
   * Sees the means of an epoch, counted from 1, before it is validated.
   * @throws TrainingError to end the training
   */
  check(training: Metrics, epoch: number): void;
  /** The metrics of an epoch besides those of its training. */
  validate(training: Metrics): AsyncGenerator<ExperimentEvent<never>, Metrics, void>;
  /** Sees each epoch, and gives the network the weights of the best one at the end; those of the last where absent. */
  best?: BestWeights;
  /** What to yield after each epoch, such as samples. */
  afterEpoch?(epoch: number): AsyncIterable<ExperimentEvent<Sample>>;
  /** Takes in where the training stands, as part of the run's checkpoints. */
  keep?: TrainContext['keep'];
}

/** Where a training stands: between two steps, or two epochs. */
interface Position {
  /** From 1, of the step that comes next. */
  epoch: number;
  /** How many of the epoch's steps are done. */
  batch: number;
  /** Of the order, before it shuffled the epoch's examples. */
  order: RandomState;
  means: MeanState;
  history: EpochRecord[];
  /** Of the epoch so far. */
  durationMs: number;
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
  check,
  validate,
  best,
  afterEpoch,
  keep,
}: Epochs<Sample>): AsyncGenerator<ExperimentEvent<Sample>, Trained, void> {
  const history: EpochRecord[] = [];
  const means = new MeanMetrics();
  const batches = Math.ceil(count / batchSize);
  let [epoch, batch, before, start] = [1, 0, order.state, performance.now()];
  keep?.(`${phase}: position`, {
    save: async (): Promise<Position> => ({
      ...{ epoch, batch, order: before, means: await means.state() },
      ...{ history: [...history], durationMs: performance.now() - start },
    }),
    load(position: Position) {
      ({ epoch, batch, order: before } = position);
      order.state = before;
      means.load(position.means);
      history.splice(0, history.length, ...position.history);
      start = performance.now() - position.durationMs;
    },
  });
  if (best) keep?.(`${phase}: best`, best.part);
  // Of a phase that a checkpoint has behind it, the network has gone on since.
  const wasFinished = epoch > epochs;
  try {
    if (!wasFinished) yield { type: 'phase', name: phase, ...counts };
    while (epoch <= epochs) {
      if (batch === 0) start = performance.now();
      before = order.state;
      const shuffled = order.permutation(count);
      while (batch < batches) {
        batch++;
        const indices = shuffled.subarray((batch - 1) * batchSize, batch * batchSize);
        const metrics = step(indices, (epoch - 1) * batches + batch - 1);
        means.add(metrics, indices.length);
        yield { type: 'step', phase, epoch, epochs, batch, batches, metrics, work };
      }
      const training = await means.read();
      check(training, epoch);
      const metrics = { ...training, ...(yield* validate(training)) };
      const record = { phase, epoch, metrics, durationMs: performance.now() - start };
      history.push(record);
      best?.see(epoch, metrics);
      yield { type: 'epoch', epochs, best: best?.epoch, ...record };
      if (afterEpoch) yield* afterEpoch(epoch);
      [epoch, batch, before] = [epoch + 1, 0, order.state];
      if (epoch > epochs) best?.restore();
      yield { type: 'epoch-end' };
    }
  } finally {
    means.dispose();
    // Also where the run is stopped.
    if (!wasFinished) best?.restore();
  }
  const kept = best?.epoch ?? epochs;
  const { metrics } = history[kept - 1]!;
  const durationMs = history.reduce((sum, record) => sum + record.durationMs, 0);
  return { phase: { name: phase, epoch: kept, metrics, durationMs, ...counts }, history };
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
