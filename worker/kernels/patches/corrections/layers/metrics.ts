// Precision and recall of probabilities: tfjs-layers counts outputs that are exactly 1 or 0, Keras those above 0.5
// and the others.
import {
  cast,
  divNoNan,
  getBackend,
  greater,
  logicalAnd,
  notEqual,
  sum,
  type Tensor,
  tensor2d,
  tidy,
} from '@tensorflow/tfjs-core';
import { type Layer, replaceMethod } from './replace-method';

type Metric = (target: Tensor, output: Tensor) => Tensor;

interface Model {
  metricsTensors: [Metric, number][];
  readonly lossFunctions: Metric[];
}

const THRESHOLD = 0.5;

/**
 * Corrects the two wherever a model is compiled with them. They are functions, found by what they give: one of them
 * has no name that `compile` knows, and in a minified page neither has its own. Calls of them without a model stay
 * as they are, and on WebGPU all do.
 */
export function correctMetrics(): () => void {
  return replaceMethod<(args: object) => void>(
    'Model',
    'compile',
    (original) =>
      function (this: Layer, args) {
        original.call(this, args);
        const { metricsTensors, lossFunctions } = this as unknown as Model;
        for (const entry of metricsTensors) {
          if (!lossFunctions.includes(entry[0])) entry[0] = corrected(entry[0]);
        }
      },
  );
}

const known = new WeakMap<Metric, Metric>();

function corrected(metric: Metric): Metric {
  // To read a value at once there goes by way of a canvas, which not every adapter survives.
  if (getBackend() === 'webgpu') return metric;
  let right = known.get(metric);
  if (!right) {
    const value = metric.length === 2 ? sampleValue(metric) : Number.NaN;
    right = value === PRECISION ? precision : value === RECALL ? recall : metric;
    known.set(metric, right);
  }
  return right;
}

// Outputs of all kinds, each with how many of the targets are 1 and 0. What takes more than an exact 1 for
// positive, or more than an exact 0 for negative, gives other values than these two.
const samples: [output: number, ones: number, zeros: number][] = [
  [1, 3, 2],
  [0, 4, 6],
  [0.3, 7, 8],
  [0.9, 5, 9],
  [2, 11, 1],
  [-1, 1, 14],
];
const PRECISION = Math.fround(3 / (3 + 2));
const RECALL = Math.fround(3 / (3 + 4));

/** NaN where the function takes no such tensors, or the backend cannot be read at once. */
function sampleValue(metric: Metric): number {
  const rows = samples.flatMap(([output, ones, zeros]) => [
    ...Array.from({ length: ones }, () => [1, output]),
    ...Array.from({ length: zeros }, () => [0, output]),
  ]);
  const column = (i: number) =>
    tensor2d(
      rows.map((row) => row[i]!),
      [rows.length, 1],
    );
  try {
    return tidy(() => {
      const value = metric(column(0), column(1));
      return value.size === 1 ? value.dataSync()[0]! : Number.NaN;
    });
  } catch {
    return Number.NaN;
  }
}

function precision(target: Tensor, output: Tensor): Tensor {
  return shareFound(target, output, (_, positive) => positive);
}

function recall(target: Tensor, output: Tensor): Tensor {
  return shareFound(target, output, (isOne) => isOne);
}

/** How many of `all` are both 1 and taken for it; 0 where there are none. */
function shareFound(
  target: Tensor,
  output: Tensor,
  all: (isOne: Tensor, positive: Tensor) => Tensor,
): Tensor {
  return tidy(() => {
    const isOne = notEqual(target, 0);
    const positive = greater(output, THRESHOLD);
    const count = (found: Tensor) => sum(cast(found, 'float32'));
    return divNoNan(count(logicalAnd(isOne, positive)), count(all(isOne, positive)));
  });
}
