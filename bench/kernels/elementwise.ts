// What moves numbers more than it computes with them: GB/s.
import * as tf from '@tensorflow/tfjs-core';
import { seededDropout } from '../../worker/training/seeded-random';
import { FLOAT, type KernelBench, size } from './bench';

type Shape4D = [number, number, number, number];

const FEATURES: readonly [string, Shape4D][] = [
  ['transfer', [128, 24, 24, 32]],
  ['cifar10', [32, 30, 30, 32]],
];

export const elementwiseBenches: readonly KernelBench[] = FEATURES.flatMap(([what, shape]) => [
  ...pooling(what, shape),
  biasSum(what, [size(shape.slice(0, 3)), shape[3]]),
  ...relu(what, shape),
  dropout(what, [shape[0], shape[1] / 2, shape[2] / 2, shape[3]]),
]).concat(
  biasSum('antirectifier', [128, 256]),
  biasSum('deepdream', [112 * 112, 32]),
  softmax('transfer', [128, 5]),
  softmax('addition', [512, 12]),
  batchNorm('deepdream', [1, 112, 112, 32]),
);

function pooling(what: string, shape: Shape4D): KernelBench[] {
  const [batch, height, width, channels] = shape;
  const small = batch * (height / 2) * (width / 2) * channels;
  const random = () => tf.randomUniform<tf.Rank.R4>(shape, -1, 1);
  const attrs = {
    ...{ filterSize: [2, 2], strides: [2, 2], pad: 'valid' },
    dimRoundingMode: undefined as unknown as string,
  };
  return [
    {
      name: `max pool ${what}, ${shape.join('×')}`,
      bytes: FLOAT * (size(shape) + small),
      prepare() {
        const x = random();
        return () => tf.maxPool(x, 2, 2, 'valid');
      },
    },
    {
      name: `max pool gradient ${what}, ${shape.join('×')}`,
      bytes: FLOAT * (2 * size(shape) + small),
      prepare() {
        const input = random();
        const output = tf.maxPool(input, 2, 2, 'valid');
        const dy = tf.randomUniform(output.shape, -1, 1);
        return () => tf.engine().runKernel('MaxPoolGrad', { dy, input, output }, attrs) as tf.Tensor;
      },
    },
  ];
}

/** The gradient of a bias: the sum over all but the channels. */
function biasSum(what: string, shape: [number, number]): KernelBench {
  return {
    name: `bias gradient ${what}, ${shape.join('×')}`,
    bytes: FLOAT * (size(shape) + shape[1]),
    prepare() {
      const dy = tf.randomUniform(shape, -1, 1);
      return () => tf.sum(dy, 0);
    },
  };
}

function relu(what: string, shape: number[]): KernelBench[] {
  return [
    {
      name: `relu ${what}, ${shape.join('×')}`,
      bytes: 2 * FLOAT * size(shape),
      prepare() {
        const x = tf.randomUniform(shape, -1, 1);
        return () => tf.relu(x);
      },
    },
    withGradient(`relu and gradient ${what}`, shape, 5, (x) => tf.relu(x)),
  ];
}

/** @param passes how often an array of this shape must be read or written */
function withGradient(
  name: string,
  shape: number[],
  passes: number,
  f: (x: tf.Tensor) => tf.Tensor,
): KernelBench {
  return {
    name: `${name}, ${shape.join('×')}`,
    bytes: passes * FLOAT * size(shape),
    prepare() {
      const x = tf.randomUniform(shape, -1, 1);
      const dy = tf.randomUniform(shape, -1, 1);
      const gradient = tf.grad(f);
      return () => gradient(x, dy);
    },
  };
}

function dropout(what: string, shape: number[]): KernelBench {
  const bench = (stock: boolean) =>
    withGradient(`dropout and gradient ${what}`, shape, 4, (x) =>
      stock ? tf.dropout(x, 0.25) : seededDropout(x, 0.25, 1, 2),
    );
  return { ...bench(false), prepare: (stock) => bench(stock).prepare(stock) };
}

function softmax(what: string, shape: number[]): KernelBench {
  return withGradient(`softmax and gradient ${what}`, shape, 5, (x) => tf.softmax(x));
}

function batchNorm(what: string, shape: Shape4D): KernelBench {
  const channels = () => tf.randomUniform([shape[3]], 0.5, 1) as tf.Tensor1D;
  return {
    name: `batch normalization ${what}, ${shape.join('×')}`,
    bytes: 2 * FLOAT * size(shape),
    prepare() {
      const x = tf.randomUniform<tf.Rank.R4>(shape, -1, 1);
      const [mean, variance, offset, scale] = [channels(), channels(), channels(), channels()];
      return () => tf.batchNorm(x, mean!, variance!, offset!, scale!);
    },
  };
}
