import type * as tfjs from '@tensorflow/tfjs-core';
import type { CaseFile, KernelCase } from './case';
import { type Random, seededRandom } from './random';

type Shape4D = [number, number, number, number];

interface Depthwise {
  x: Shape4D;
  filter: Shape4D;
  strides: [number, number];
  pad: 'same' | 'valid' | number;
  dilations?: [number, number];
  rounding?: 'floor' | 'round' | 'ceil';
}

export const cases: CaseFile = (random) => [
  ...named.map((convolution) => gradients(convolution, random)),
  ...Array.from({ length: 60 }, () => gradients(anyDepthwise(random), random)),
  ...Array.from({ length: 15 }, () => fused(dilated(anyDepthwise(random), random), random)),
  ...Array.from({ length: 15 }, () => fused(anyDepthwise(random), random)),
];

const named: Depthwise[] = [
  { x: [1, 1, 1, 1], filter: [1, 1, 1, 1], strides: [1, 1], pad: 'valid' },
  { x: [0, 5, 5, 4], filter: [3, 3, 4, 1], strides: [1, 1], pad: 'same' },
  { x: [1, 28, 28, 64], filter: [3, 3, 64, 1], strides: [1, 1], pad: 'same' },
  { x: [1, 28, 28, 64], filter: [3, 3, 64, 1], strides: [2, 2], pad: 'same' },
  { x: [2, 9, 11, 24], filter: [5, 5, 24, 1], strides: [1, 1], pad: 'same' },
  { x: [2, 8, 8, 3], filter: [3, 3, 3, 4], strides: [1, 1], pad: 'valid' },
  { x: [2, 7, 7, 8], filter: [1, 1, 8, 2], strides: [2, 2], pad: 'same' },
  { x: [1, 2, 2, 5], filter: [7, 7, 5, 1], strides: [1, 1], pad: 'same' },
];

function anyDepthwise(random: Random): Depthwise {
  const height = random.integer(1, 17);
  const width = random.integer(1, 17);
  const channels = random.pick([1, 2, 3, 4, 5, 8, 12, 16, 19, 40]);
  const pad = random.pick(['same', 'valid', random.integer(0, 2)] as const);
  const most = (length: number) => (pad === 'same' ? 6 : Math.min(6, length));
  const multiplier = random.chance(0.3) ? random.integer(2, 4) : 1;
  return {
    x: [random.pick([1, 1, 2, 3]), height, width, channels],
    filter: [random.integer(1, most(height)), random.integer(1, most(width)), channels, multiplier],
    strides: random.chance(0.5) ? [1, 1] : [random.integer(1, 4), random.integer(1, 4)],
    pad,
    rounding: typeof pad === 'number' ? random.pick(['floor', 'round', 'ceil']) : undefined,
  };
}

function dilated(convolution: Depthwise, random: Random): Depthwise {
  const { filter, x } = convolution;
  const most = (length: number, taps: number) =>
    taps === 1 ? 4 : Math.max(1, Math.min(4, Math.floor((length - 1) / (taps - 1))));
  const dilations: [number, number] = [
    random.integer(1, most(x[1], filter[0])),
    random.integer(1, most(x[2], filter[1])),
  ];
  return { ...convolution, strides: [1, 1], dilations };
}

function describe({ x, filter, strides, pad, dilations, rounding }: Depthwise): string {
  return `[${x}] * [${filter}], strides ${strides}, pad ${pad} ${rounding ?? ''} ${dilations ? `dilations ${dilations}` : ''}`;
}

function convolve(tf: typeof tfjs, c: Depthwise, x: tfjs.Tensor4D, filter: tfjs.Tensor4D): tfjs.Tensor4D {
  return tf.depthwiseConv2d(x, filter, c.strides, c.pad, 'NHWC', c.dilations, c.rounding);
}

function gradients(convolution: Depthwise, random: Random): KernelCase {
  const x = random.floats(convolution.x);
  const filter = random.floats(convolution.filter);
  const { strides, pad, rounding: dimRoundingMode } = convolution;
  return {
    name: `depthwise and gradients ${describe(convolution)}`,
    run: (tf) => {
      const images = tf.tensor4d(x, convolution.x);
      const weights = tf.tensor4d(filter, convolution.filter);
      const y = convolve(tf, convolution, images, weights);
      const dy = tf.tensor4d(pattern(y.size, 7919), y.shape);
      const attrs = { strides, pad, dilations: [1, 1], dimRoundingMode };
      const run = (name: string, inputs: object, more: object) =>
        tf.engine().runKernel(
          `DepthwiseConv2dNativeBackprop${name}`,
          inputs as tfjs.NamedTensorMap,
          {
            ...attrs,
            ...more,
          } as tfjs.NamedAttrMap,
        ) as tfjs.Tensor;
      return [
        y,
        run('Input', { dy, filter: weights }, { inputShape: convolution.x }),
        run('Filter', { x: images, dy }, { filterShape: convolution.filter }),
      ];
    },
  };
}

function fused(convolution: Depthwise, random: Random): KernelCase {
  const x = random.floats(convolution.x);
  const filter = random.floats(convolution.filter);
  const outChannels = convolution.x[3] * convolution.filter[3];
  const bias = random.floats([outChannels]);
  const slope = random.floats([outChannels]);
  const activation = random.pick(['linear', 'relu', 'relu6', 'elu', 'prelu'] as const);
  const { strides, pad, dilations, rounding: dimRoundingMode } = convolution;
  const withBias = random.chance(0.7);
  return {
    name: `fused depthwise ${activation}${withBias ? ' with bias' : ''} ${describe(convolution)}`,
    run: (tf) =>
      tf.fused.depthwiseConv2d({
        x: tf.tensor4d(x, convolution.x),
        filter: tf.tensor4d(filter, convolution.filter),
        strides,
        pad,
        dilations,
        dimRoundingMode,
        bias: withBias ? tf.tensor1d(bias) : undefined,
        activation,
        preluActivationWeights: activation === 'prelu' ? tf.tensor1d(slope) : undefined,
      }),
  };
}

/** Numbers in [-1, 1) that only depend on the seed: the output's size is not known when a case is made. */
function pattern(size: number, seed: number): Float32Array {
  return seededRandom(seed).floats([size]);
}
