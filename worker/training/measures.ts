// What an epoch is measured by besides its loss: metrics by name, each of one batch or counted over all.
import * as tf from '@tensorflow/tfjs-core';
import type { MetricDescription } from '../../src/protocol';
import { BINARY, CATEGORICAL, lossNamed, lossOf, SPARSE } from './losses';

export interface Measure {
  name: string;
  kind: MetricDescription['kind'];
  /** Whether more of it is better. */
  rises: boolean;
  /** Of one batch. */
  of(target: tf.Tensor, output: tf.Tensor): tf.Scalar;
  /** Where the mean of batches is not the whole's: what is added up over them, [3, classes]. */
  counts?(target: tf.Tensor, output: tf.Tensor): tf.Tensor2D;
  /** The metric, from what was added up. */
  ofCounts?(counts: ArrayLike<number>): number;
}

export const measureNames: readonly string[] = [
  ...['accuracy', 'binaryAccuracy', 'categoricalAccuracy', 'sparseCategoricalAccuracy', 'topK5'],
  ...['precision', 'recall', 'f1', 'the name of a loss, such as mse'],
];

/**
 * @param loss of the same output: it tells what the targets are
 * @param width of the output's last axis
 * @returns `undefined` if there is none of that name
 */
export function measureNamed(name: string, loss: string, width: number): Measure | undefined {
  const camel = name.replace(/_([a-z0-9])/g, (_, letter: string) => letter.toUpperCase());
  const sparse = loss === SPARSE;
  const fraction = (of: Measure['of']): Measure => ({ name, kind: 'fraction', rises: true, of });
  const top = /^topK?(\d+)$/i.exec(camel) ?? /^top(\d+)(?:Categorical)?Accuracy$/i.exec(camel);
  if (top) {
    const k = Math.min(Number(top[1]), width);
    return k > 0 ? fraction((y, p) => topAccuracy(classesOf(y, p, sparse), p, k)) : undefined;
  }
  switch (camel) {
    case 'acc':
    case 'accuracy':
      if (!sparse && loss !== CATEGORICAL && width === 1) return fraction(binaryAccuracy);
      if (loss === BINARY) return fraction(binaryAccuracy);
      return fraction((y, p) => classAccuracy(classesOf(y, p, sparse), p));
    case 'binaryAccuracy':
      return fraction(binaryAccuracy);
    case 'categoricalAccuracy':
      return fraction((y, p) => classAccuracy(classesOf(y, p, false), p));
    case 'sparseCategoricalAccuracy':
      return fraction((y, p) => classAccuracy(classesOf(y, p, true), p));
    case 'precision':
    case 'recall':
    case 'f1': {
      const score = scores[camel];
      const counts = (y: tf.Tensor, p: tf.Tensor) => outcomes(y, p, loss);
      return {
        ...fraction((y, p) => batchScore(counts(y, p), camel)),
        counts,
        ofCounts: (all) => macro(all, score),
      };
    }
  }
  const asLoss = lossNamed(name);
  if (!asLoss) return undefined;
  const cost = lossOf(asLoss);
  return { name, kind: 'loss', rises: false, of: (y, p) => tf.mean(cost(y, p)) };
}

/** The true classes, [batch, ...], of class numbers or of shares of classes. */
function classesOf(y: tf.Tensor, p: tf.Tensor, sparse: boolean): tf.Tensor {
  return sparse ? tf.reshape(tf.cast(y, 'int32'), p.shape.slice(0, -1)) : tf.argMax(y, -1);
}

const share = (right: tf.Tensor): tf.Scalar => tf.mean(tf.cast(right, 'float32'));

function classAccuracy(classes: tf.Tensor, p: tf.Tensor): tf.Scalar {
  return share(tf.equal(classes, tf.argMax(p, -1)));
}

function binaryAccuracy(y: tf.Tensor, p: tf.Tensor): tf.Scalar {
  return share(tf.equal(tf.reshape(tf.greater(y, 0.5), p.shape), tf.greater(p, 0.5)));
}

/** Whether fewer than k classes are likelier than the true one: ties count for it. */
function topAccuracy(classes: tf.Tensor, p: tf.Tensor, k: number): tf.Scalar {
  const width = p.shape.at(-1)!;
  const truth = tf.cast(tf.oneHot(tf.cast(tf.reshape(classes, [-1]), 'int32'), width), 'float32');
  const rows = tf.reshape(p, [-1, width]);
  const own = tf.sum(tf.mul(truth, rows), -1, true);
  const likelier = tf.sum(tf.cast(tf.greater(rows, own), 'float32'), -1);
  return share(tf.less(likelier, k));
}

/**
 * True positives, what was taken for positive, and what is: [3, classes]. The likeliest class counts as taken; of
 * yes or no, what is above a half.
 */
function outcomes(y: tf.Tensor, p: tf.Tensor, loss: string): tf.Tensor2D {
  const width = p.shape.at(-1)!;
  const exclusive = (loss === SPARSE || loss === CATEGORICAL) && width > 1;
  const oneHot = (classes: tf.Tensor) =>
    tf.cast(tf.oneHot(tf.cast(tf.reshape(classes, [-1]), 'int32'), width), 'float32');
  const positive = (of: tf.Tensor) => tf.reshape(tf.cast(tf.greater(of, 0.5), 'float32'), [-1, width]);
  const truth = exclusive ? oneHot(classesOf(y, p, loss === SPARSE)) : positive(y);
  const taken = exclusive ? oneHot(tf.argMax(p, -1)) : positive(p);
  return tf.stack([tf.sum(tf.mul(truth, taken), 0), tf.sum(taken, 0), tf.sum(truth, 0)]) as tf.Tensor2D;
}

/** Of true positives, what was taken, and what is. 0 where there is nothing. */
const scores = {
  precision: (right: number, taken: number, _: number) => (taken > 0 ? right / taken : 0),
  recall: (right: number, _: number, real: number) => (real > 0 ? right / real : 0),
  f1: (right: number, taken: number, real: number) => (taken + real > 0 ? (2 * right) / (taken + real) : 0),
} as const;

/** The mean of all classes that there are, or were taken; of yes or no, that of yes. */
function macro(counts: ArrayLike<number>, score: (typeof scores)[keyof typeof scores]): number {
  const classes = counts.length / 3;
  let sum = 0;
  let seen = 0;
  for (let i = 0; i < classes; i++) {
    const [right, taken, real] = [counts[i]!, counts[classes + i]!, counts[2 * classes + i]!];
    if (taken + real === 0) continue;
    sum += score(right, taken, real);
    seen++;
  }
  return seen > 0 ? sum / seen : 0;
}

function batchScore(counts: tf.Tensor2D, name: keyof typeof scores): tf.Scalar {
  const [right, taken, real] = tf.unstack(counts) as [tf.Tensor, tf.Tensor, tf.Tensor];
  const by = { precision: taken, recall: real, f1: tf.div(tf.add(taken, real), 2) }[name];
  const seen = tf.cast(tf.greater(tf.add(taken, real), 0), 'float32');
  return tf.divNoNan(tf.sum(tf.divNoNan(right, by)), tf.sum(seen));
}
