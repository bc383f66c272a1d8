import type * as tfjs from '@tensorflow/tfjs-core';
import type { Tensor } from '@tensorflow/tfjs-core';
import type { CaseFile, KernelCase } from './case';
import type { Random } from './random';

type Core = typeof tfjs;

/** Every other operation whose gradient TensorFlow.js knows; what it asks of the backend must be there. */
interface Entry {
  readonly name: string;
  readonly f: (tf: Core, ...inputs: Tensor[]) => Tensor;
  /** Shapes of the inputs; default: one of [3, 5]. */
  readonly shapes?: number[][];
  readonly low?: number;
  readonly high?: number;
}

const operations: Entry[] = [
  { name: 'acos', f: (tf, x) => tf.acos(x), low: -0.9, high: 0.9 },
  { name: 'acosh', f: (tf, x) => tf.acosh(x), low: 1.1, high: 3 },
  { name: 'asin', f: (tf, x) => tf.asin(x), low: -0.9, high: 0.9 },
  { name: 'asinh', f: (tf, x) => tf.asinh(x) },
  { name: 'atan', f: (tf, x) => tf.atan(x) },
  { name: 'atanh', f: (tf, x) => tf.atanh(x), low: -0.9, high: 0.9 },
  { name: 'ceil', f: (tf, x) => tf.ceil(x) },
  { name: 'cos', f: (tf, x) => tf.cos(x) },
  { name: 'cosh', f: (tf, x) => tf.cosh(x) },
  { name: 'erf', f: (tf, x) => tf.erf(x), low: -1, high: 1 },
  { name: 'expm1', f: (tf, x) => tf.expm1(x) },
  { name: 'floor', f: (tf, x) => tf.floor(x) },
  { name: 'log1p', f: (tf, x) => tf.log1p(x), low: -0.5 },
  { name: 'logSigmoid', f: (tf, x) => tf.logSigmoid(x) },
  { name: 'reciprocal', f: (tf, x) => tf.reciprocal(x), low: 0.5 },
  { name: 'round', f: (tf, x) => tf.round(x) },
  { name: 'selu', f: (tf, x) => tf.selu(x) },
  { name: 'sign', f: (tf, x) => tf.sign(x) },
  { name: 'sin', f: (tf, x) => tf.sin(x) },
  { name: 'sinh', f: (tf, x) => tf.sinh(x) },
  { name: 'softplus', f: (tf, x) => tf.softplus(x) },
  { name: 'step', f: (tf, x) => tf.step(x) },
  { name: 'tan', f: (tf, x) => tf.tan(x), low: -1, high: 1 },
  { name: 'atan2', f: (tf, a, b) => tf.atan2(a!, b!), shapes: [[3, 5], [5]], low: 0.3 },
  { name: 'mod', f: (tf, a, b) => tf.mod(a!, b!), shapes: [[3, 5], [5]], low: 0.3 },
  { name: 'pow', f: (tf, a, b) => tf.pow(a!, b!), shapes: [[3, 5], [5]], low: 0.3 },
  { name: 'prelu', f: (tf, a, b) => tf.prelu(a!, b!), shapes: [[3, 5], [5]] },
  {
    name: 'maximum',
    f: (tf, a, b) => tf.maximum(a!, b!),
    shapes: [
      [3, 5],
      [3, 5],
    ],
  },
  {
    name: 'where',
    f: (tf, a, b) => tf.where(tf.tensor([1, 0, 0, 1, 1], [5], 'bool'), a!, b!),
    shapes: [
      [3, 5],
      [3, 5],
    ],
  },
  { name: 'clipByValue', f: (tf, x) => tf.clipByValue(x, -0.5, 0.7) },
  { name: 'cumsum', f: (tf, x) => tf.cumsum(x, 1, true, true) },
  { name: 'prod', f: (tf, x) => tf.prod(x, 1) },
  { name: 'logSumExp', f: (tf, x) => tf.logSumExp(x, 1) },
  { name: 'euclideanNorm', f: (tf, x) => tf.norm(x, 'euclidean', 1) },
  { name: 'moments', f: (tf, x) => tf.moments(x, [0]).variance },
  { name: 'broadcastTo', f: (tf, x) => tf.broadcastTo(x.reshape([3, 1, 5]), [3, 4, 5]) },
  { name: 'tile', f: (tf, x) => tf.tile(x, [2, 3]) },
  {
    name: 'pad',
    f: (tf, x) =>
      tf.pad(x, [
        [1, 2],
        [0, 1],
      ]),
  },
  {
    name: 'mirrorPad',
    f: (tf, x) =>
      tf.mirrorPad(
        x,
        [
          [0, 0],
          [0, 0],
        ],
        'reflect',
      ),
  },
  { name: 'reverse', f: (tf, x) => tf.reverse(x, 1) },
  {
    name: 'concat',
    f: (tf, a, b) => tf.concat([a!, b!], 1),
    shapes: [
      [3, 5],
      [3, 2],
    ],
  },
  {
    name: 'stack',
    f: (tf, a, b) => tf.stack([a!, b!], 1),
    shapes: [
      [3, 5],
      [3, 5],
    ],
  },
  { name: 'unstack', f: (tf, x) => tf.unstack(x, 1)[2]! },
  { name: 'split', f: (tf, x) => tf.split(x, [2, 3], 1)[1]! },
  { name: 'transpose', f: (tf, x) => tf.transpose(x, [1, 2, 0]), shapes: [[2, 3, 4]] },
  { name: 'expandDims', f: (tf, x) => tf.expandDims(x, 1) },
  { name: 'oneHot', f: (tf, x) => tf.oneHot(tf.cast(tf.abs(x), 'int32'), 3).mul(x.expandDims(2)) },
  {
    name: 'spaceToBatchND',
    f: (tf, x) =>
      tf.spaceToBatchND(
        x,
        [2, 2],
        [
          [0, 0],
          [2, 0],
        ],
      ),
    shapes: [[2, 4, 6, 3]],
  },
  {
    name: 'batchToSpaceND',
    f: (tf, x) =>
      tf.batchToSpaceND(
        x,
        [2, 2],
        [
          [0, 1],
          [1, 0],
        ],
      ),
    shapes: [[8, 3, 4, 3]],
  },
  {
    name: 'localResponseNormalization',
    f: (tf, x) => tf.localResponseNormalization(x as never, 2),
    shapes: [[2, 3, 4, 6]],
  },
  {
    name: 'dilation2d',
    f: (tf, x, k) => tf.dilation2d(x as never, k as never, 1, 'valid', 1),
    shapes: [
      [2, 6, 6, 3],
      [2, 2, 3],
    ],
  },
  {
    name: 'conv3d',
    f: (tf, x, k) => tf.conv3d(x as never, k as never, 1, 'same'),
    shapes: [
      [2, 4, 5, 4, 2],
      [2, 3, 2, 2, 3],
    ],
  },
  {
    name: 'strided conv3d',
    f: (tf, x, k) => tf.conv3d(x as never, k as never, [1, 2, 2], 'valid'),
    shapes: [
      [1, 4, 6, 7, 3],
      [2, 3, 2, 3, 4],
    ],
  },
  {
    name: 'dilated dilation2d',
    f: (tf, x, k) => tf.dilation2d(x as never, k as never, 2, 'same', 1),
    shapes: [
      [2, 7, 6, 3],
      [3, 2, 3],
    ],
  },
  { name: 'maxPool3d', f: (tf, x) => tf.maxPool3d(x as never, 2, 1, 'valid'), shapes: [[2, 4, 5, 4, 2]] },
  { name: 'avgPool3d', f: (tf, x) => tf.avgPool3d(x as never, 2, 1, 'valid'), shapes: [[2, 4, 5, 4, 2]] },
  {
    name: 'absoluteDifference',
    f: (tf, a, b) => tf.losses.absoluteDifference(a!, b!),
    shapes: [
      [3, 5],
      [3, 5],
    ],
  },
  {
    name: 'cosineDistance',
    f: (tf, a, b) => tf.losses.cosineDistance(a!, b!, 1),
    shapes: [
      [3, 5],
      [3, 5],
    ],
  },
  {
    name: 'hingeLoss',
    f: (tf, a, b) => tf.losses.hingeLoss(tf.step(a!), b!),
    shapes: [
      [3, 5],
      [3, 5],
    ],
  },
  {
    name: 'huberLoss',
    f: (tf, a, b) => tf.losses.huberLoss(a!, b!),
    shapes: [
      [3, 5],
      [3, 5],
    ],
  },
  {
    name: 'logLoss',
    f: (tf, a, b) => tf.losses.logLoss(a!, b!),
    shapes: [
      [3, 5],
      [3, 5],
    ],
    low: 0.1,
    high: 0.9,
  },
  {
    name: 'meanSquaredError',
    f: (tf, a, b) => tf.losses.meanSquaredError(a!, b!),
    shapes: [
      [3, 5],
      [3, 5],
    ],
  },
  {
    name: 'sigmoidCrossEntropy',
    f: (tf, a, b) => tf.losses.sigmoidCrossEntropy(tf.sigmoid(a!), b!),
    shapes: [
      [3, 5],
      [3, 5],
    ],
  },
  {
    name: 'softmaxCrossEntropy',
    f: (tf, a, b) => tf.losses.softmaxCrossEntropy(tf.softmax(a!), b!),
    shapes: [
      [3, 5],
      [3, 5],
    ],
  },
];

/** Held against numerical derivatives too: what runs through gradients of ours. */
const differentiable: Entry[] = [
  { name: 'relu', f: (tf, x) => tf.relu(x) },
  { name: 'relu6', f: (tf, x) => tf.relu6(tf.mul(x, 5)) },
  { name: 'leakyRelu', f: (tf, x) => tf.leakyRelu(x, 0.2) },
  { name: 'elu', f: (tf, x) => tf.elu(x) },
  { name: 'sigmoid', f: (tf, x) => tf.sigmoid(x) },
  { name: 'tanh', f: (tf, x) => tf.tanh(x) },
  { name: 'exp', f: (tf, x) => tf.exp(x) },
  { name: 'softmax', f: (tf, x) => tf.softmax(x) },
  { name: 'sum', f: (tf, x) => tf.sum(x, 0) },
  { name: 'mean', f: (tf, x) => tf.mean(x, 1) },
  { name: 'batchNorm', f: (tf, x) => batchNorm(tf, x) },
  { name: 'gather', f: (tf, x) => tf.gather(x, tf.tensor1d([2, 0, 2], 'int32')) },
];

function batchNorm(tf: Core, x: Tensor): Tensor {
  const { mean, variance } = tf.moments(x, 0);
  const ones = tf.ones<tfjs.Rank.R1>([5]);
  return tf.batchNorm(x, mean as tfjs.Tensor1D, variance as tfjs.Tensor1D, ones, ones, 0.1);
}

export const cases: CaseFile = (random) => [
  ...operations.map((entry) => gradientCase(random, entry)),
  ...differentiable.map((entry) => numericalCase(random, entry)),
];

function gradientCase(random: Random, { name, f, shapes = [[3, 5]], low = -2, high = 2 }: Entry): KernelCase {
  const values = shapes.map((shape) => random.floats(shape, low, high));
  return {
    name: `gradients of ${name}`,
    run: (tf) => {
      const inputs = values.map((value, i) => tf.tensor(value, shapes[i]));
      soil(tf);
      return [f(tf, ...inputs), ...tf.grads((...all) => f(tf, ...all).square())(inputs)];
    },
  };
}

/** Leaves numbers in the heap where the next tensors will lie: a kernel must not add to what it finds. */
function soil(tf: Core): void {
  tf.tidy(() => {
    for (let size = 1; size < 2000; size = Math.ceil(size * 1.2)) tf.fill([size], 1234);
  });
}

/** On the CPU backend the central difference, elsewhere the gradient, of a weighted sum of the outputs. */
function numericalCase(random: Random, { name, f, shapes: [shape] = [[3, 5]] }: Entry): KernelCase {
  const x = random.floats(shape!, 0.1, 1).map((value) => (random.chance(0.5) ? value : -value));
  const weights = random.floats([60]);
  const step = 1e-2;
  return {
    name: `numerical gradient of ${name}`,
    tolerance: 1e-3,
    run: (tf) => {
      const loss = (t: Tensor) => {
        const y = f(tf, t);
        return y.mul(tf.tensor(weights.subarray(0, y.size), y.shape)).sum();
      };
      if (tf.getBackend() !== 'cpu') return tf.grad(loss)(tf.tensor(x, shape));
      const at = (i: number, change: number) => {
        const moved = x.slice();
        moved[i]! += change;
        return loss(tf.tensor(moved, shape)).dataSync()[0]!;
      };
      const slopes = Array.from(x, (_, i) => (at(i, step) - at(i, -step)) / (2 * step));
      return tf.tensor(slopes, shape);
    },
  };
}
