import type * as tfjs from '@tensorflow/tfjs-core';
import type { CaseFile, KernelCase } from './case';
import { type Random, seededRandom } from './random';

type Shape4D = [number, number, number, number];
type Pad =
  | 'same'
  | 'valid'
  | number
  | [[number, number], [number, number], [number, number], [number, number]];

interface Convolution {
  x: Shape4D;
  filter: Shape4D;
  strides: [number, number];
  pad: Pad;
  dilations?: [number, number];
  dataFormat?: 'NHWC' | 'NCHW';
  rounding?: 'floor' | 'round' | 'ceil';
}

/** The forward pass and both gradients. */
export const cases: CaseFile = (random) => [
  ...named.map((convolution) => gradients(convolution, random)),
  ...Array.from({ length: 90 }, () => gradients(anyConvolution(random), random)),
  ...Array.from({ length: 30 }, () => gradients(anyTiled(random), random)),
  ...Array.from({ length: 10 }, () => fused(anyTiled(random), random)),
  ...Array.from({ length: 20 }, () => forward(dilated(random), random)),
  ...Array.from({ length: 40 }, () => fused(anyConvolution(random), random)),
  ...[3, 5].map((size) => emptyGround(size, random)),
];

/** Outputs that see nothing but zeros are 0, also beside others in a tile: ReLU's gradient depends on it. */
function emptyGround(size: number, random: Random): KernelCase {
  const shape: [number, number, number, number] = [2, 30, 30, 16];
  const x = random.floats(shape);
  for (let i = 0; i < x.length; i++) if (Math.floor(i / 16) % 30 < 15 || i % (900 * 16) < 11 * 480) x[i] = 0;
  const filter = random.floats([size, size, 16, 32]);
  return {
    name: `empty ground, ${size} × ${size}`,
    tolerance: 0,
    run: (tf) =>
      tf.conv2d(tf.tensor4d(x, shape), tf.tensor4d(filter, [size, size, 16, 32]), 1, 'same').equal(0),
  };
}

const named: Convolution[] = [
  { x: [1, 1, 1, 1], filter: [1, 1, 1, 1], strides: [1, 1], pad: 'valid' },
  { x: [0, 8, 8, 3], filter: [3, 3, 3, 4], strides: [1, 1], pad: 'same' },
  { x: [2, 5, 4, 3], filter: [5, 4, 3, 9], strides: [1, 1], pad: 'valid' },
  { x: [1, 3, 3, 2], filter: [7, 7, 2, 3], strides: [1, 1], pad: 'same' },
  { x: [2, 28, 28, 1], filter: [3, 3, 1, 32], strides: [2, 2], pad: 'same' },
  { x: [3, 14, 14, 16], filter: [5, 5, 16, 24], strides: [1, 1], pad: 'same' },
  { x: [2, 32, 32, 3], filter: [3, 3, 3, 32], strides: [1, 1], pad: 'same' },
  { x: [2, 28, 28, 16], filter: [2, 2, 16, 1], strides: [1, 1], pad: 'same' },
  { x: [2, 7, 7, 32], filter: [1, 1, 32, 40], strides: [1, 1], pad: 'valid' },
  { x: [3, 9, 9, 8], filter: [1, 1, 8, 8], strides: [2, 2], pad: 'same' },
  { x: [2, 11, 9, 4], filter: [2, 2, 4, 8], strides: [3, 3], pad: 'valid' },
  { x: [1, 64, 64, 3], filter: [3, 3, 3, 8], strides: [2, 2], pad: 'same' },
];

function anyConvolution(random: Random): Convolution {
  const height = random.integer(1, 17);
  const width = random.integer(1, 17);
  const channels = random.pick([1, 2, 3, 4, 5, 8, 12, 16, 19]);
  const outChannels = random.pick([1, 2, 3, 5, 7, 8, 9, 12, 16, 20]);
  const pad = random.pick(['same', 'valid', 'number', 'explicit'] as const);
  const most = pad === 'same' ? 7 : 5;
  const filterHeight = random.integer(1, pad === 'same' ? most : Math.min(most, height));
  const filterWidth = random.integer(1, pad === 'same' ? most : Math.min(most, width));
  const sides = (): [number, number] => [random.integer(0, 3), random.integer(0, 3)];
  const dataFormat = random.chance(0.25) ? 'NCHW' : 'NHWC';
  const none: [number, number] = [0, 0];
  const explicit: Pad =
    dataFormat === 'NCHW' ? [none, none, sides(), sides()] : [none, sides(), sides(), none];
  const batch = random.pick([1, 1, 2, 3, 5]);
  return {
    x: dataFormat === 'NCHW' ? [batch, channels, height, width] : [batch, height, width, channels],
    filter: [filterHeight, filterWidth, channels, outChannels],
    strides: random.chance(0.5) ? [1, 1] : [random.integer(1, 4), random.integer(1, 4)],
    pad: pad === 'number' ? random.integer(0, 3) : pad === 'explicit' ? explicit : pad,
    rounding: pad === 'number' || pad === 'explicit' ? random.pick(['floor', 'round', 'ceil']) : undefined,
    dataFormat,
  };
}

/** For the kernels that work by tiles of six by six: stride 1, 3 × 3 or 5 × 5, channels in eights. */
function anyTiled(random: Random): Convolution {
  const taps = random.pick([3, 5]);
  const pad = random.pick(['same', 'valid', random.integer(0, 3)] as const);
  const side = () => random.integer(taps, 23);
  const channels = () => 8 * random.integer(1, 6);
  const inChannels = channels();
  return {
    x: [random.integer(1, 4), side(), side(), inChannels],
    filter: [taps, taps, inChannels, channels()],
    strides: [1, 1],
    pad,
  };
}

function dilated(random: Random): Convolution {
  const convolution = anyConvolution(random);
  const { filter, x, dataFormat } = convolution;
  const [height, width] = dataFormat === 'NCHW' ? x.slice(2) : x.slice(1);
  const fit = (length: number, taps: number) =>
    taps === 1 ? 4 : Math.min(4, Math.floor((length - 1) / (taps - 1)));
  const dilations: [number, number] = [
    random.integer(1, Math.max(1, fit(height!, filter[0]))),
    random.integer(1, Math.max(1, fit(width!, filter[1]))),
  ];
  return { ...convolution, strides: [1, 1], dilations };
}

function describe({ x, filter, strides, pad, dilations, dataFormat, rounding }: Convolution): string {
  const parts = [`[${x}] * [${filter}]`, `strides ${strides}`, `pad ${JSON.stringify(pad)}`];
  if (dilations) parts.push(`dilations ${dilations}`);
  if (rounding) parts.push(rounding);
  return `${parts.join(', ')}, ${dataFormat ?? 'NHWC'}`;
}

function convolve(tf: typeof tfjs, c: Convolution, x: tfjs.Tensor4D, filter: tfjs.Tensor4D): tfjs.Tensor4D {
  const { strides, pad, dataFormat, dilations, rounding } = c;
  return tf.conv2d(x, filter, strides, pad as 'same', dataFormat, dilations, rounding);
}

function forward(convolution: Convolution, random: Random): KernelCase {
  const x = random.floats(convolution.x);
  const filter = random.floats(convolution.filter);
  return {
    name: `conv2d ${describe(convolution)}`,
    run: (tf) =>
      convolve(tf, convolution, tf.tensor4d(x, convolution.x), tf.tensor4d(filter, convolution.filter)),
  };
}

type Activation = 'linear' | 'relu' | 'relu6' | 'elu' | 'prelu' | 'leakyrelu' | 'sigmoid';
const activations: Activation[] = ['linear', 'relu', 'relu6', 'elu', 'prelu', 'leakyrelu', 'sigmoid'];

/** Bias and activation, with one number for each channel, for all, or for each element of an image. */
function fused(convolution: Convolution, random: Random): KernelCase {
  const x = random.floats(convolution.x);
  const filter = random.floats(convolution.filter);
  const activation = random.pick(activations);
  const biasKind = random.pick(['none', 'one', 'channels', 'all'] as const);
  const slopeKind = random.pick(['one', 'channels', 'all'] as const);
  const { strides, pad, dataFormat = 'NHWC', rounding: dimRoundingMode } = convolution;
  const outChannels = convolution.filter[3];
  const seed = random.integer(1, 1e9);
  return {
    name: `fused ${activation}, bias ${biasKind}, slope ${slopeKind}, ${describe(convolution)}`,
    run: (tf) => {
      const images = tf.tensor4d(x, convolution.x);
      const weights = tf.tensor4d(filter, convolution.filter);
      const [, ...image] = convolve(tf, convolution, images, weights).shape;
      const row = (kind: typeof biasKind, shift: number) => {
        const shape = kind === 'all' ? image : kind === 'channels' ? [outChannels] : [];
        return tf.tensor(pattern(tf.util.sizeFromShape(shape), seed + shift), shape);
      };
      const whole = dataFormat === 'NCHW' && biasKind === 'all';
      return tf.fused.conv2d({
        x: images,
        filter: weights,
        strides,
        pad: pad as 'same',
        dataFormat,
        dimRoundingMode,
        bias: biasKind === 'none' ? undefined : row(whole ? 'channels' : biasKind, 0),
        activation,
        preluActivationWeights: activation === 'prelu' ? row(slopeKind, 1) : undefined,
        leakyreluAlpha: activation === 'leakyrelu' ? 0.3 : undefined,
      });
    },
  };
}

/** By the kernels themselves: the gradient that TensorFlow.js registers drops `dimRoundingMode`. */
function gradients(convolution: Convolution, random: Random): KernelCase {
  const x = random.floats(convolution.x);
  const filter = random.floats(convolution.filter);
  const { strides, pad, dataFormat = 'NHWC', rounding: dimRoundingMode } = convolution;
  const seed = random.integer(1, 1e9);
  return {
    name: `conv2d and gradients ${describe(convolution)}`,
    run: (tf) => {
      const images = tf.tensor4d(x, convolution.x);
      const weights = tf.tensor4d(filter, convolution.filter);
      const y = convolve(tf, convolution, images, weights);
      const dy = tf.tensor4d(pattern(y.size, seed), y.shape);
      const attrs = { strides, pad, dataFormat, dimRoundingMode };
      const run = (name: string, inputs: object, more: object) =>
        tf
          .engine()
          .runKernel(name, inputs as tfjs.NamedTensorMap, { ...attrs, ...more } as tfjs.NamedAttrMap);
      return [
        y,
        run('Conv2DBackpropInput', { dy, filter: weights }, { inputShape: convolution.x }) as tfjs.Tensor,
        run('Conv2DBackpropFilter', { x: images, dy }, { filterShape: convolution.filter }) as tfjs.Tensor,
      ];
    },
  };
}

/** Numbers in [-1, 1) that only depend on the seed: the output's size is not known when a case is made. */
function pattern(size: number, seed: number): Float32Array {
  return seededRandom(seed).floats([size]);
}
