// Loss and accuracy of class probabilities, and their mean over an epoch.
import * as tf from '@tensorflow/tfjs-core';
import type { Metrics } from '../../src/protocol';

/** Keeps the logarithm finite; Keras' own value. */
const EPSILON = 1e-7;

/**
 * Categorical cross-entropy, −Σ y log p, averaged over all axes but the last.
 * @param y one-hot classes and `p` probabilities, both [..., classes]
 */
export function crossEntropy(y: tf.Tensor, p: tf.Tensor): tf.Scalar {
  const rows = p.size / p.shape.at(-1)!;
  return tf.div(tf.sum(tf.mul(y, tf.log(tf.add(p, EPSILON)))), -rows);
}

/**
 * Binary cross-entropy, −y log p − (1 − y) log(1 − p), averaged over all elements.
 * @param y targets from 0 to 1 and `p` probabilities, of one shape
 */
export function binaryCrossEntropy(y: tf.Tensor, p: tf.Tensor): tf.Scalar {
  const gains = tf.mul(y, tf.log(tf.add(p, EPSILON)));
  const others = tf.mul(tf.sub(1, y), tf.log(tf.add(tf.sub(1, p), EPSILON)));
  return tf.neg(tf.mean(tf.add(gains, others)));
}

/** Share of the rows whose likeliest class is the true one; both [..., classes]. */
export function categoricalAccuracy(y: tf.Tensor, p: tf.Tensor): tf.Scalar {
  return tf.mean(tf.cast(tf.equal(tf.argMax(y, -1), tf.argMax(p, -1)), 'float32'));
}

/** Where a mean stands. */
export interface MeanState {
  /** In the order of the names; empty where nothing was added. */
  sums: Float32Array;
  names: readonly string[];
  count: number;
}

/** The mean of metrics over batches of different sizes, summed on the backend and read back once. */
export class MeanMetrics {
  #sum: tf.Tensor | undefined;
  #names: string[] = [];
  #count = 0;

  /** Adds the metrics of one batch of `count` examples; leaves them to the caller. */
  add(metrics: Record<string, tf.Scalar>, count: number): void {
    const previous = this.#sum;
    this.#names = Object.keys(metrics);
    // Kept, since the caller may be inside a tidy of its own.
    this.#sum = tf.keep(
      tf.tidy(() => {
        const weighted = tf.mul(tf.stack(Object.values(metrics)), count);
        return previous ? tf.add(previous, weighted) : weighted;
      }),
    );
    previous?.dispose();
    this.#count += count;
  }

  /** What was added so far, as plain numbers. */
  async state(): Promise<MeanState> {
    const sums = Float32Array.from((await this.#sum?.data()) ?? []);
    return { sums, names: this.#names, count: this.#count };
  }

  load({ sums, names, count }: MeanState): void {
    this.dispose();
    if (names.length > 0 && count > 0) this.#sum = tf.keep(tf.tensor1d(sums));
    this.#names = [...names];
    this.#count = count;
  }

  /** Reads the means and starts again. */
  async read(): Promise<Metrics> {
    const sums = (await this.#sum?.data()) ?? [];
    const entries = this.#names.map((name, i) => [name, sums[i]! / this.#count] as const);
    this.dispose();
    return Object.fromEntries(entries);
  }

  dispose(): void {
    this.#sum?.dispose();
    this.#sum = undefined;
    this.#count = 0;
  }
}
