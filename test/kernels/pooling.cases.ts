import type * as tfjs from '@tensorflow/tfjs-core';
import type { CaseFile, KernelCase } from './case';
import type { Random } from './random';

interface Pooling {
  x: [number, number, number, number];
  filterSize: [number, number];
  strides: [number, number];
  pad: 'same' | 'valid' | number;
  rounding?: 'floor' | 'round' | 'ceil';
}

/** Maximum and mean, forward and backward. */
export const cases: CaseFile = (random) => [
  ...named.flatMap((pooling) => both(pooling, random)),
  ...Array.from({ length: 40 }, () => both(anyPooling(random), random)).flat(),
  ...named.map((pooling) => maximum(pooling, ties(pooling.x, random), 'ties')),
  ...Array.from({ length: 10 }, () => anyPooling(random)).map((pooling) =>
    maximum(pooling, withNaN(pooling.x, random), 'NaN and infinities'),
  ),
];

const named: Pooling[] = [
  { x: [1, 1, 1, 1], filterSize: [1, 1], strides: [1, 1], pad: 'valid' },
  { x: [0, 4, 4, 3], filterSize: [2, 2], strides: [2, 2], pad: 'valid' },
  { x: [3, 24, 24, 32], filterSize: [2, 2], strides: [2, 2], pad: 'valid' },
  { x: [2, 13, 13, 8], filterSize: [2, 2], strides: [2, 2], pad: 'valid' },
  { x: [2, 35, 35, 24], filterSize: [3, 3], strides: [1, 1], pad: 'same' },
  { x: [1, 17, 17, 40], filterSize: [3, 3], strides: [2, 2], pad: 'valid' },
  { x: [2, 7, 7, 19], filterSize: [7, 7], strides: [7, 7], pad: 'valid' },
  { x: [2, 5, 5, 3], filterSize: [1, 1], strides: [3, 3], pad: 'same' },
];

function anyPooling(random: Random): Pooling {
  const height = random.integer(1, 15);
  const width = random.integer(1, 15);
  const pad = random.pick(['same', 'valid', random.integer(0, 1)] as const);
  const most = (length: number) => Math.min(4, pad === 'same' ? 4 : length);
  const filterSize: [number, number] = [random.integer(1, most(height)), random.integer(1, most(width))];
  return {
    x: [random.pick([1, 2, 3]), height, width, random.pick([1, 2, 3, 4, 5, 7, 8, 12, 33])],
    filterSize,
    strides: random.chance(0.4) ? filterSize : [random.integer(1, 4), random.integer(1, 4)],
    pad: typeof pad === 'number' ? Math.min(pad, filterSize[0] - 1, filterSize[1] - 1) : pad,
    rounding: typeof pad === 'number' ? random.pick(['floor', 'round', 'ceil']) : undefined,
  };
}

/** Few different values, so that windows have several largest ones. */
function ties(shape: readonly number[], random: Random): Float32Array {
  return random.floats(shape).map((value) => Math.round(value));
}

function withNaN(shape: readonly number[], random: Random): Float32Array {
  return random.floats(shape).map((value) => (value > 0.6 ? NaN : value < -0.4 ? -Infinity : value));
}

function both(pooling: Pooling, random: Random): KernelCase[] {
  return [maximum(pooling, random.floats(pooling.x), 'max'), mean(pooling, random.floats(pooling.x))];
}

function describe({ x, filterSize, strides, pad, rounding }: Pooling): string {
  return `[${x}] by [${filterSize}], strides ${strides}, pad ${pad} ${rounding ?? ''}`;
}

function maximum(pooling: Pooling, values: Float32Array, what: string): KernelCase {
  const { filterSize, strides, pad, rounding } = pooling;
  return {
    name: `maxPool, ${what}: ${describe(pooling)}`,
    run: (tf) => {
      const x = tf.tensor4d(values, pooling.x);
      const y = tf.maxPool(x, filterSize, strides, pad, rounding);
      return [y, gradient(tf, 'MaxPoolGrad', pooling, x, y)];
    },
  };
}

function mean(pooling: Pooling, values: Float32Array): KernelCase {
  const { filterSize, strides, pad, rounding } = pooling;
  return {
    name: `avgPool: ${describe(pooling)}`,
    run: (tf) => {
      const x = tf.tensor4d(values, pooling.x);
      const y = tf.avgPool(x, filterSize, strides, pad, rounding);
      // The CPU backend's AvgPoolGrad knows no rounding: it reads dy wrongly where that matters.
      return rounding === undefined ? [y, gradient(tf, 'AvgPoolGrad', pooling, x, y)] : y;
    },
  };
}

function gradient(
  tf: typeof tfjs,
  name: string,
  { filterSize, strides, pad, rounding: dimRoundingMode }: Pooling,
  input: tfjs.Tensor4D,
  output: tfjs.Tensor4D,
): tfjs.Tensor {
  const values = Float32Array.from({ length: output.size }, (_, i) => ((i * 7919) % 257) / 128 - 1);
  const inputs = { dy: tf.tensor4d(values, output.shape), input, output };
  const attrs = { filterSize, strides, pad, dimRoundingMode };
  return tf.engine().runKernel(name, inputs, attrs as unknown as tfjs.NamedAttrMap) as tfjs.Tensor;
}
