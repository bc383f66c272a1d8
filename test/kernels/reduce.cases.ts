import type * as tfjs from '@tensorflow/tfjs-core';
import type { Tensor } from '@tensorflow/tfjs-core';
import type { CaseFile, KernelCase } from './case';
import type { Random } from './random';

type Core = typeof tfjs;
type Reduction = (tf: Core, x: Tensor, axis?: number[], keepDims?: boolean) => Tensor;

const reductions: [string, Reduction][] = [
  ['sum', (tf, x, axis, keepDims) => tf.sum(x, axis, keepDims)],
  ['mean', (tf, x, axis, keepDims) => tf.mean(x, axis, keepDims)],
  ['max', (tf, x, axis, keepDims) => tf.max(x, axis, keepDims)],
  ['min', (tf, x, axis, keepDims) => tf.min(x, axis, keepDims)],
];

export const cases: CaseFile = (random) => [
  ...reductions.flatMap((reduction) => reductionCases(random, reduction)),
  ...softmaxCases(random),
  ...batchNormCases(random),
  ...segmentCases(random),
];

function reductionCases(random: Random, [name, f]: (typeof reductions)[number]): KernelCase[] {
  const fixed: [number[], number[] | undefined][] = [
    [[], undefined],
    [[1], undefined],
    [[70_001], undefined],
    [[300, 257], undefined],
    [
      [40, 37, 61],
      [0, 1],
    ],
    [[5000, 10], [0]],
    [[128, 700], [0]],
    [[3, 40_000], [1]],
    [
      [5, 4, 6, 3],
      [0, 2],
    ],
    [
      [5, 4, 6, 3],
      [1, 3],
    ],
    [
      [2, 3, 2, 3, 2, 3],
      [0, 2, 4],
    ],
    [[4, 1, 3], [1]],
    [[0, 3], [0]],
    [[3, 0], [0]],
  ];
  const drawn = Array.from({ length: 16 }, (): [number[], number[]] => {
    const shape = Array.from({ length: random.integer(1, 5) }, () => random.integer(1, 12));
    return [shape, shape.flatMap((_, axis) => (random.chance(0.5) ? [axis] : []))];
  });
  return [...fixed, ...drawn].flatMap(([shape, axes]): KernelCase[] => {
    const x = random.floats(shape, -1, 3);
    const keepDims = random.chance(0.5);
    const at = `[${shape}] over [${axes ?? 'all'}]${keepDims ? ', kept' : ''}`;
    // TensorFlow.js reads an empty list of axes as all of them in some places and as none in others.
    const axis = axes?.length ? axes : undefined;
    const forward: KernelCase = {
      name: `${name} ${at}`,
      run: (tf) => f(tf, tf.tensor(x, shape), axis, keepDims),
    };
    if (x.length === 0 || x.length > 5000) return [forward];
    const gradient = (tf: Core, t: Tensor) => tf.grad((u) => f(tf, u, axis, keepDims).square())(t);
    const first = { name: `gradient of ${name} ${at}`, run: (tf: Core) => gradient(tf, tf.tensor(x, shape)) };
    // TensorFlow.js cannot differentiate the comparison in the gradient of a maximum.
    if (name === 'max' || name === 'min') return [forward, first];
    return [
      forward,
      first,
      {
        name: `second gradient of ${name} ${at}`,
        run: (tf) => tf.grad((t) => gradient(tf, t).square())(tf.tensor(x, shape)),
      },
    ];
  });
}

function softmaxCases(random: Random): KernelCase[] {
  const shapes = [[1], [2], [3], [4], [128, 10], [11, 4, 12], [3, 1000], [200, 65], [0, 3]];
  return shapes.flatMap((shape): KernelCase[] => {
    const x = random.floats(shape, -6, 6);
    const dy = random.floats(shape);
    const of = (tf: Core, t: Tensor) => tf.softmax(t);
    const list: KernelCase[] = [
      { name: `softmax [${shape}]`, run: (tf) => tf.softmax(tf.tensor(x, shape)) },
      { name: `logSoftmax [${shape}]`, run: (tf) => tf.logSoftmax(tf.tensor(x, shape)) },
    ];
    if (x.length === 0) return list;
    return [
      ...list,
      {
        name: `gradient of softmax [${shape}]`,
        run: (tf) => tf.grad((t) => of(tf, t))(tf.tensor(x, shape), tf.tensor(dy, shape)),
      },
      {
        // On the CPU backend composed of operations whose second gradients are whole.
        name: `second gradient of softmax [${shape}]`,
        run: (tf) => {
          const whole = (t: Tensor) => {
            const powers = tf.exp(t);
            return powers.div(powers.sum(-1, true));
          };
          const first = (t: Tensor) =>
            tf.getBackend() === 'cpu'
              ? softmaxGradient(tf, whole, t, tf.tensor(dy, shape))
              : tf.grad((u) => of(tf, u))(t, tf.tensor(dy, shape));
          return tf.grad((t) => first(t).square())(tf.tensor(x, shape));
        },
      },
      {
        name: `softmax cross entropy [${shape}]`,
        run: (tf) =>
          tf.grad((t) => tf.losses.softmaxCrossEntropy(tf.softmax(tf.tensor(dy, shape)), t))(
            tf.tensor(x, shape),
          ),
      },
    ];
  });
}

/** The gradient written out, so that it can be differentiated: saved outputs cannot (see isNested). */
function softmaxGradient(_tf: Core, softmax: (x: Tensor) => Tensor, x: Tensor, dy: Tensor): Tensor {
  return softmax(x).mul(dy.sub(softmax(x).mul(dy).sum(-1, true)));
}

function batchNormCases(random: Random): KernelCase[] {
  const shapes = [
    [7, 3],
    [4, 5, 6, 8],
    [2, 9, 9, 32],
    [3, 4, 5],
    [1000, 33],
  ];
  return shapes.flatMap((shape) =>
    [true, false].map((affine): KernelCase => {
      const channels = shape.slice(-1);
      const x = random.floats(shape, 2, 4);
      const [mean, offset, dy] = [
        random.floats(channels, 2, 4),
        random.floats(channels),
        random.floats(shape),
      ];
      const [variance, scale] = [random.floats(channels, 0.3, 2), random.floats(channels, 0.5, 2)];
      return {
        name: `batchNorm [${shape}]${affine ? '' : ' without scale and offset'}`,
        run: (tf) => {
          const all = affine ? [x, mean, variance, offset, scale] : [x, mean, variance];
          const inputs = all.map((values, i) => tf.tensor(values, i ? channels : shape));
          const norm = (...[a, m, v, o, s]: Tensor[]) =>
            tf.batchNorm(a!, m as never, v as never, o as never, s as never, 0.01);
          // TensorFlow.js cannot save a scale that is not there: it throws on every backend.
          const gradients = affine ? tf.grads(norm)(inputs, tf.tensor(dy, shape)) : [];
          return [norm(...inputs), ...gradients];
        },
      };
    }),
  );
}

function segmentCases(random: Random): KernelCase[] {
  const segment = [
    [10, 4, 3],
    [200, 10, 100],
    [7, 3, 1],
    [0, 3, 4],
    [50, 60, 129],
  ].map(([rows, segments, inner]): KernelCase => {
    const x = random.floats([rows!, inner!]);
    const ids = Int32Array.from({ length: rows! }, () => random.integer(-1, segments!));
    return {
      name: `unsortedSegmentSum of ${rows} rows of ${inner} in ${segments}`,
      run: (tf) => tf.unsortedSegmentSum(tf.tensor(x, [rows!, inner!]), tf.tensor1d(ids, 'int32'), segments!),
    };
  });
  const gather = Array.from({ length: 14 }, (_, i): KernelCase => {
    const shape = Array.from({ length: random.integer(1, 4) }, () => random.integer(1, 7));
    const batched = i % 4 === 3 && shape.length > 1;
    const axis = random.integer(batched ? 1 : 0, shape.length - 1);
    const indexShape = [...(batched ? [shape[0]!] : []), random.integer(0, 6)];
    const size = indexShape.reduce((a, b) => a * b, 1);
    const x = random.floats(shape);
    const ids = Int32Array.from({ length: size }, () => random.integer(0, shape[axis]! - 1));
    return {
      name: `gather [${shape}] by [${indexShape}] on axis ${axis}${batched ? ', batched' : ''}, and its gradient`,
      run: (tf) => {
        const pick = (t: Tensor) => tf.gather(t, tf.tensor(ids, indexShape, 'int32'), axis, batched ? 1 : 0);
        const t = tf.tensor(x, shape);
        return batched || size === 0 ? pick(t) : [pick(t), tf.grad((u) => pick(u).square())(t)];
      },
    };
  });
  return [
    ...segment,
    ...gather,
    { name: 'gather out of range', run: (tf) => tf.gather(tf.ones([3, 2]), tf.tensor1d([3], 'int32')) },
    {
      name: 'gather of integers',
      run: (tf) => tf.gather(tf.tensor1d([5, 6, 7], 'int32'), tf.tensor1d([2, 0, 2], 'int32')),
    },
    { name: 'sum of integers', run: (tf) => tf.sum(tf.tensor2d([1, 2, 3, 4], [2, 2], 'int32'), 0) },
    { name: 'mean of integers', run: (tf) => tf.mean(tf.tensor1d([1, 2], 'int32')) },
    { name: 'max with NaN', run: (tf) => tf.max(tf.tensor2d([1, NaN, 3, 4, 5, 6], [3, 2]), 0) },
    { name: 'sum of bools', run: (tf) => tf.sum(tf.tensor1d([true, true, false])) },
  ];
}
