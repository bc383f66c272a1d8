import type * as tfjs from '@tensorflow/tfjs-core';
import type { Tensor } from '@tensorflow/tfjs-core';
import type { CaseFile, KernelCase } from './case';
import type { Random } from './random';

type Core = typeof tfjs;
type Unary = (tf: Core, x: Tensor) => Tensor;
type Binary = (tf: Core, a: Tensor, b: Tensor) => Tensor;

/** Each with the interval that its inputs are drawn from. */
const unaries: [string, Unary, number, number][] = [
  ['neg', (tf, x) => tf.neg(x), -9, 9],
  ['abs', (tf, x) => tf.abs(x), -9, 9],
  ['square', (tf, x) => tf.square(x), -9, 9],
  ['sqrt', (tf, x) => tf.sqrt(x), -1, 100],
  ['rsqrt', (tf, x) => tf.rsqrt(x), 0.01, 100],
  ['reciprocal', (tf, x) => tf.reciprocal(x), 0.1, 100],
  ['exp', (tf, x) => tf.exp(x), -110, 5],
  ['exp upwards', (tf, x) => tf.exp(x), 60, 100],
  ['log', (tf, x) => tf.log(x), -0.1, 3],
  ['log of the tiny', (tf, x) => tf.log(tf.mul(x, 1e-38)), 1e-3, 3],
  ['sigmoid', (tf, x) => tf.sigmoid(x), -100, 100],
  ['tanh', (tf, x) => tf.tanh(x), -12, 12],
  ['tanh near 0', (tf, x) => tf.tanh(x).div(x), -1, 1],
  ['relu', (tf, x) => tf.relu(x), -9, 9],
  ['relu6', (tf, x) => tf.relu6(x), -9, 9],
  ['leakyRelu', (tf, x) => tf.leakyRelu(x, 0.3), -9, 9],
  ['elu', (tf, x) => tf.elu(x), -9, 9],
  ['step', (tf, x) => tf.step(x, 0.25), -9, 9],
  ['clipByValue', (tf, x) => tf.clipByValue(x, -2, 3.5), -9, 9],
];

/** Not differentiable on the CPU backend, or not worth it. */
const withoutGradient = new Set(['step', 'exp upwards', 'tanh near 0', 'log of the tiny']);

/** f' and f'': TensorFlow.js' own second gradients throw, or leave a part out where an output was saved. */
const derivatives: Record<string, [(x: number) => number, (x: number) => number]> = {
  square: [(x) => 2 * x, () => 2],
  exp: [Math.exp, Math.exp],
  relu: [(x) => (x > 0 ? 1 : 0), () => 0],
  relu6: [(x) => (x > 0 && x <= 6 ? 1 : 0), () => 0],
  clipByValue: [(x) => (x >= -2 && x <= 3.5 ? 1 : 0), () => 0],
  leakyRelu: [(x) => (x > 0 ? 1 : 0.3), () => 0],
  elu: [(x) => (x < 0 ? Math.exp(x) : 1), (x) => (x < 0 ? Math.exp(x) : 0)],
  sigmoid: [(x) => logistic(x) * logistic(-x), (x) => logistic(x) * logistic(-x) * (1 - 2 * logistic(x))],
  tanh: [(x) => 1 - Math.tanh(x) ** 2, (x) => -2 * Math.tanh(x) * (1 - Math.tanh(x) ** 2)],
};

function logistic(x: number): number {
  return 1 / (1 + Math.exp(-x));
}

const binaries: [string, Binary][] = [
  ['add', (tf, a, b) => tf.add(a, b)],
  ['sub', (tf, a, b) => tf.sub(a, b)],
  ['mul', (tf, a, b) => tf.mul(a, b)],
  ['div', (tf, a, b) => tf.div(a, b)],
  ['maximum', (tf, a, b) => tf.maximum(a, b)],
  ['minimum', (tf, a, b) => tf.minimum(a, b)],
  ['squaredDifference', (tf, a, b) => tf.squaredDifference(a, b)],
];

const special = [NaN, -Infinity, Infinity, -0, 0, 1e-45, -1e-45, 3e38, -3e38, 1, -1, 6, 88.8, -103.9];

export const cases: CaseFile = (random) => [
  ...unaries.flatMap((unary) => unaryCases(random, unary)),
  ...binaries.flatMap((binary) => binaryCases(random, binary)),
  ...otherCases(random),
];

function unaryCases(random: Random, [name, f, low, high]: (typeof unaries)[number]): KernelCase[] {
  const lengths = [0, 1, 2, 3, 5, random.integer(6, 400), random.integer(30_000, 90_000)];
  const list = lengths.map((length): KernelCase => {
    const x = random.floats([length], low, high);
    return { name: `${name} [${length}]`, run: (tf) => f(tf, tf.tensor(x)) };
  });
  list.push({ name: `${name} of special numbers`, run: (tf) => f(tf, tf.tensor(special)) });
  if (withoutGradient.has(name)) return list;
  const x = random.floats([4001], low, high);
  const dy = random.floats([4001]);
  list.push({
    name: `gradient of ${name}`,
    run: (tf) => tf.grad((t) => f(tf, t))(tf.tensor(x), tf.tensor(dy)),
  });
  const slopes = derivatives[name];
  if (!slopes) return list;
  const [slope, bend] = slopes;
  list.push({
    name: `second gradient of ${name}`,
    run: (tf) => {
      // d/dx Σ x (dy f'(x))² = (dy f')² + 2 x dy² f' f''
      if (tf.getBackend() === 'cpu') {
        return tf.tensor(
          x.map((t, i) => (dy[i]! * slope(t)) ** 2 + 2 * t * dy[i]! ** 2 * slope(t) * bend(t)),
        );
      }
      const gradient = (t: Tensor) => tf.grad((u) => f(tf, u))(t, tf.tensor(dy));
      return tf.grad((t) => gradient(t).square().mul(t))(tf.tensor(x));
    },
  });
  list.push({
    name: `pure second gradient of ${name}`,
    run: (tf) => {
      if (tf.getBackend() === 'cpu') return tf.tensor(x.map((t, i) => dy[i]! * bend(t)));
      const gradient = (t: Tensor) => tf.grad((u) => f(tf, u))(t, tf.tensor(dy));
      return tf.grad((t) => gradient(t))(tf.tensor(x));
    },
  });
  return list;
}

/** A shape, and the shapes of two operands that broadcast to it. */
function broadcast(random: Random): [number[], number[]] {
  const shape = Array.from({ length: random.integer(1, 5) }, () => random.integer(1, 9));
  const thin = () => {
    const dropped = random.chance(0.4) ? random.integer(0, shape.length) : 0;
    return shape.map((size) => (random.chance(0.3) ? 1 : size)).slice(dropped);
  };
  return random.chance(0.5) ? [shape, thin()] : [thin(), thin()];
}

function binaryCases(random: Random, [name, f]: (typeof binaries)[number]): KernelCase[] {
  const shapes: [number[], number[]][] = [
    [[0], [0]],
    [[0, 3], [3]],
    [[7], []],
    [[], [7]],
    [[], []],
    [[1, 1, 1], [5]],
    [[70_001], [70_001]],
    [[70_001], [1]],
    [[1], [70_001]],
    [[1111, 37], [37]],
    [
      [1111, 37],
      [1111, 1],
    ],
    [
      [1, 37],
      [1111, 1],
    ],
    [
      [32, 5, 7, 16],
      [32, 1, 1, 16],
    ],
    [
      [2, 1, 3, 1, 4],
      [1, 5, 3, 6, 1],
    ],
    [
      [2, 1, 3, 1, 4, 2],
      [1, 5, 1, 6, 1, 2],
    ],
    ...Array.from({ length: 20 }, () => broadcast(random)),
  ];
  return shapes.flatMap(([left, right]): KernelCase[] => {
    const a = random.floats(left, 0.5, 3);
    const b = random.floats(right, 0.5, 3);
    const both = `[${left}] and [${right}]`;
    const small = a.length < 20_000;
    const forward: KernelCase = {
      name: `${name} ${both}`,
      run: (tf) => f(tf, tf.tensor(a, left), tf.tensor(b, right)),
    };
    const gradient: KernelCase = {
      name: `gradients of ${name} ${both}`,
      run: (tf) => tf.grads((s, t) => f(tf, s!, t!))([tf.tensor(a, left), tf.tensor(b, right)]),
    };
    // TensorFlow.js' own gradients of the last three throw where they would have to sum over a broadcast.
    const summed = ['maximum', 'minimum', 'squaredDifference'].includes(name) && `${left}` !== `${right}`;
    return small && a.length && !summed ? [forward, gradient] : [forward];
  });
}

function otherCases(random: Random): KernelCase[] {
  const x = random.floats([4099], -3, 3);
  const y = random.floats([4099], -3, 3);
  const z = random.floats([4099], -3, 3);
  const types = ['float32', 'int32', 'bool'] as const;
  return [
    { name: 'addN of one', run: (tf) => tf.addN([tf.tensor(x)]) },
    { name: 'addN of two', run: (tf) => tf.addN([tf.tensor(x), tf.tensor(y)]) },
    { name: 'addN of four', run: (tf) => tf.addN([x, y, z, x].map((values) => tf.tensor(values))) },
    {
      name: 'gradient of addN',
      run: (tf) =>
        tf.grads((a, b, c) => tf.addN([a!, b!, c!]).square())([x, y, z].map((values) => tf.tensor(values))),
    },
    { name: 'add of NaN', run: (tf) => tf.add(tf.tensor(special), tf.tensor(special)) },
    { name: 'maximum with NaN', run: (tf) => tf.maximum(tf.tensor(special), tf.scalar(1)) },
    { name: 'minimum with NaN', run: (tf) => tf.minimum(tf.scalar(NaN), tf.tensor(special)) },
    {
      name: 'add of integers',
      run: (tf) => tf.add(tf.tensor([1, 2, 3], [3], 'int32'), tf.scalar(2, 'int32')),
    },
    { name: 'shapes that do not broadcast', run: (tf) => tf.add(tf.ones([2, 3]), tf.ones([4])) },
    ...types.flatMap((from) =>
      types.map(
        (to): KernelCase => ({
          name: `cast ${from} to ${to}`,
          run: (tf) => tf.cast(tf.cast(tf.tensor(x), from), to),
        }),
      ),
    ),
    {
      name: 'cast of large integers to bool',
      run: (tf) => tf.cast(tf.tensor([0, 256, -(2 ** 31), 1], [4], 'int32'), 'bool'),
    },
    ...comparisonCases(random),
    { name: 'gradient of cast', run: (tf) => tf.grad((t) => tf.cast(t, 'float32').square())(tf.tensor(x)) },
  ];
}

function comparisonCases(random: Random): KernelCase[] {
  const names = ['greater', 'greaterEqual', 'less', 'lessEqual', 'equal', 'notEqual'] as const;
  const shapes: [number[], number[]][] = [
    [[0], [0]],
    [[1], [1]],
    [[3], []],
    [[], [7]],
    [[40_001], [40_001]],
    [[40_001], [1]],
    [[5, 6], [6]],
    [
      [2, 3, 4],
      [2, 1, 4],
    ],
  ];
  return shapes.flatMap(([left, right]) => {
    // Few different numbers, so that some are equal, and some that are not numbers.
    const draw = (shape: number[]) =>
      random.floats(shape, 0, 4).map((x) => (random.chance(0.05) ? Number.NaN : Math.floor(x)));
    const a = draw(left);
    const b = draw(right);
    return [
      ...names.map(
        (name): KernelCase => ({
          name: `${name} [${left}] and [${right}]`,
          run: (tf) => tf[name](tf.tensor(a, left), tf.tensor(b, right)),
        }),
      ),
      {
        name: `logic and where [${left}] and [${right}]`,
        run: (tf: Core) => {
          const [p, q] = [tf.tensor(a, left), tf.tensor(b, right)];
          const [more, less] = [tf.greater(p, 1), tf.less(q, 3)];
          return [
            tf.logicalAnd(more, less),
            tf.logicalOr(more, less),
            tf.logicalNot(more),
            tf.logicalXor(more, less),
            tf.where(more, p, q),
          ];
        },
      },
    ];
  });
}
