// Metrics that are no mean of batches, such as F1: what they are made of is added up on the backend, and read once.
import * as tf from '@tensorflow/tfjs-core';
import type { Metrics } from '../../src/protocol';
import { metricName } from './metric-name';
import type { Objective } from './objective';

export class SummedCounts {
  readonly #objectives: readonly Objective[];
  readonly #sums = new Map<string, tf.Tensor>();

  constructor(objectives: readonly Objective[]) {
    this.#objectives = objectives;
  }

  /** Adds one batch; leaves its tensors to the caller. */
  add(targets: readonly tf.Tensor[], outputs: readonly tf.Tensor[]): void {
    for (const [i, { name, measures }] of this.#objectives.entries()) {
      for (const { name: metric, counts } of measures) {
        if (!counts) continue;
        const key = metricName(name, metric);
        const before = this.#sums.get(key);
        const sum = tf.keep(
          tf.tidy(() => {
            const now = counts(targets[i]!, outputs[i]!);
            return before ? tf.add(before, now) : now;
          }),
        );
        before?.dispose();
        this.#sums.set(key, sum);
      }
    }
  }

  /** Reads the metrics and starts again. */
  async read(): Promise<Metrics> {
    const metrics: Metrics = {};
    for (const { name, measures } of this.#objectives) {
      for (const { name: metric, ofCounts } of measures) {
        const key = metricName(name, metric);
        const sum = this.#sums.get(key);
        if (sum && ofCounts) metrics[key] = ofCounts(await sum.data());
      }
    }
    this.dispose();
    return metrics;
  }

  dispose(): void {
    for (const sum of this.#sums.values()) sum.dispose();
    this.#sums.clear();
  }
}
