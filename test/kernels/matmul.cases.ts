import type * as tfjs from '@tensorflow/tfjs-core';
import type { CaseFile, KernelCase } from './case';
import type { Random } from './random';

/** [m, depth, n]: the register tile is 6 or 4 by 8, blocks are 256 deep and 256 wide. */
const EDGES: readonly [number, number, number][] = [
  ...[1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13].map((m): [number, number, number] => [m, 5, 9]),
  ...[1, 2, 3, 4, 5, 7, 8, 9, 15, 16, 17, 23].map((n): [number, number, number] => [14, 6, n]),
  ...[1, 2, 3, 4, 255, 256, 257, 513].map((depth): [number, number, number] => [19, depth, 21]),
  ...(
    [
      [1, 300, 65],
      [70, 300, 1],
      [1, 1, 1],
      [13, 4, 256],
      [13, 4, 257],
      [30, 3, 700],
    ] as const
  ).map(([m, depth, n]): [number, number, number] => [m, depth, n]),
  ...(
    [
      [0, 3, 4],
      [3, 0, 4],
      [3, 4, 0],
      [1, 0, 4],
      [4, 0, 1],
    ] as const
  ).map(([m, depth, n]): [number, number, number] => [m, depth, n]),
];

/** The shapes of the six experiments, but for the largest. */
const OURS: readonly [number, number, number][] = [
  [128, 784, 256],
  [128, 512, 10],
  [32, 2304, 512],
  [128, 12, 512],
  [128, 128, 512],
  [10, 1254, 11],
];

export const cases: CaseFile = (random) => [
  ...[...EDGES, ...OURS].flatMap((shape) => transpositions.map((t) => plain(random, shape, t))),
  ...Array.from({ length: 60 }, () => batched(random)),
  ...Array.from({ length: 120 }, () => fused(random)),
  ...gradients(random),
  ...transpositions.map((t) => integers(random, t)),
  ...refused(random),
];

const transpositions = [0, 1, 2, 3].map((bits) => [(bits & 1) === 1, (bits & 2) === 2] as const);

function plain(
  random: Random,
  [m, depth, n]: readonly number[],
  [transposeA, transposeB]: readonly boolean[],
) {
  return product(random, [], [], m!, depth!, n!, transposeA!, transposeB!);
}

/** Broadcast in one dimension, as the CPU backend can: its batch index wraps around. */
function batched(random: Random): KernelCase {
  const batch = Array.from({ length: random.integer(1, 2) }, () => random.integer(1, 4));
  const one = random.chance(0.5) ? batch.map(() => 1) : [];
  const [outerA, outerB] = random.pick([
    [batch, batch],
    [one, batch],
    [batch, one],
  ] as const);
  const [m, depth, n] = [random.integer(1, 40), random.integer(1, 40), random.integer(1, 40)];
  return product(random, outerA, outerB, m, depth, n, random.chance(0.5), random.chance(0.5));
}

function product(
  random: Random,
  outerA: readonly number[],
  outerB: readonly number[],
  m: number,
  depth: number,
  n: number,
  transposeA: boolean,
  transposeB: boolean,
): KernelCase {
  const a = [...outerA, ...(transposeA ? [depth, m] : [m, depth])];
  const b = [...outerB, ...(transposeB ? [n, depth] : [depth, n])];
  const [aValues, bValues] = [random.floats(a), random.floats(b)];
  return {
    name: `matMul [${a}]${transposeA ? 'ᵀ' : ''} · [${b}]${transposeB ? 'ᵀ' : ''}`,
    run: (tf) => tf.matMul(tf.tensor(aValues, a), tf.tensor(bValues, b), transposeA, transposeB),
  };
}

const ACTIVATIONS = ['linear', 'relu', 'relu6', 'elu', 'sigmoid', 'leakyrelu', 'prelu'] as const;

function fused(random: Random): KernelCase {
  const batch = random.chance(0.3) ? [random.integer(1, 3)] : [];
  const [m, depth, n] = [
    random.pick([1, random.integer(2, 70)]),
    random.integer(1, 300),
    random.integer(1, 70),
  ];
  const [transposeA, transposeB] = [random.chance(0.3), random.chance(0.3)];
  const a = [...batch, ...(transposeA ? [depth, m] : [m, depth])];
  const b = [...(random.chance(0.5) ? batch : batch.map(() => 1)), ...(transposeB ? [n, depth] : [depth, n])];
  const outer = batch.length ? batch : [1]; // the kernel sees three dimensions
  const addends = [
    [],
    [1],
    [n],
    [m, n],
    [1, n],
    [m, 1],
    [...outer, m, n],
    [...outer, 1, n],
    [1, 1, 1],
    [...outer, m, 1],
  ];
  const activation = random.pick(ACTIVATIONS);
  const bias = random.chance(0.8) ? random.pick(addends) : undefined;
  const alpha = random.pick(addends.filter((shape) => shape.length > 0));
  const values = {
    a: random.floats(a),
    b: random.floats(b),
    bias: random.floats(bias ?? []),
    alpha: random.floats(alpha),
  };
  return {
    name: `fused [${a}]${transposeA ? 'ᵀ' : ''} · [${b}]${transposeB ? 'ᵀ' : ''} bias [${bias}] ${activation} [${alpha}]`,
    run: (tf) =>
      tf.fused.matMul({
        a: tf.tensor<tfjs.Rank>(values.a, a),
        b: tf.tensor<tfjs.Rank>(values.b, b),
        transposeA,
        transposeB,
        ...(bias ? { bias: tf.tensor(values.bias, bias) } : {}),
        activation,
        ...(activation === 'prelu' ? { preluActivationWeights: tf.tensor(values.alpha, alpha) } : {}),
        ...(activation === 'leakyrelu' ? { leakyreluAlpha: 0.3 } : {}),
      }),
  };
}

/** Through TensorFlow.js' own gradients, which ask for all four transpositions. */
function gradients(random: Random): KernelCase[] {
  return transpositions.map(([transposeA, transposeB]): KernelCase => {
    const [m, depth, n] = [random.integer(20, 60), random.integer(20, 60), random.integer(20, 60)];
    const a: [number, number] = transposeA ? [depth, m] : [m, depth];
    const b: [number, number] = transposeB ? [n, depth] : [depth, n];
    const values = [random.floats(a), random.floats(b), random.floats([n]), random.floats([m, n])] as const;
    return {
      name: `gradients [${a}]${transposeA ? 'ᵀ' : ''} · [${b}]${transposeB ? 'ᵀ' : ''} + bias`,
      run: (tf) => {
        const loss = (x: tfjs.Tensor, y: tfjs.Tensor, z: tfjs.Tensor) =>
          tf.fused.matMul({ a: x, b: y, transposeA, transposeB, bias: z });
        const gradient = tf.grads(loss as (...x: tfjs.Tensor[]) => tfjs.Tensor);
        const [x, y, z, dy] = [
          tf.tensor(values[0], a),
          tf.tensor(values[1], b),
          tf.tensor(values[2]),
          tf.tensor(values[3], [m, n]),
        ];
        return gradient([x, y, z], dy);
      },
    };
  });
}

function integers(random: Random, [transposeA, transposeB]: readonly [boolean, boolean]): KernelCase {
  const a = transposeA ? [3, 70, 20] : [3, 20, 70];
  const b = transposeB ? [30, 70] : [70, 30];
  const [x, y] = [random.floats(a, -9, 9), random.floats(b, -9, 9)];
  return {
    name: `int32 [${a}] · [${b}]`,
    tolerance: 0,
    run: (tf) => tf.matMul(tf.tensor(x, a, 'int32'), tf.tensor(y, b, 'int32'), transposeA, transposeB),
  };
}

/** What the CPU backend refuses too. */
function refused(random: Random): KernelCase[] {
  const multiply = (a: number[], b: number[]): KernelCase => {
    const [x, y] = [random.floats(a), random.floats(b)];
    return { name: `refuses [${a}] · [${b}]`, run: (tf) => tf.matMul(tf.tensor(x, a), tf.tensor(y, b)) };
  };
  return [multiply([2, 3], [4, 2]), multiply([2, 3, 4], [3, 4, 5])];
}
