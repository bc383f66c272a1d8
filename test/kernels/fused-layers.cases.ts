// Conv2D, DepthwiseConv2D and Dense layers, and the antirectifier, against tfjs-layers' own on the CPU backend:
// outputs and gradients, frozen or not.
import type * as tfjs from '@tensorflow/tfjs-core';
import { layers } from '@tensorflow/tfjs-layers';
import { Antirectifier } from '../../worker/layers/antirectifier';
import type { CaseFile, KernelCase } from './case';
import type { Random } from './random';

interface Config {
  filters: number;
  kernelSize: [number, number];
  strides: [number, number];
  padding: 'same' | 'valid';
  activation?: 'relu' | 'elu' | 'linear' | 'tanh' | 'sigmoid' | 'relu6';
  useBias: boolean;
  dataFormat: 'channelsLast' | 'channelsFirst';
}

const SHAPE: [number, number, number, number] = [3, 9, 8, 8];

export const cases: CaseFile = (random) => [
  ...Array.from({ length: 30 }, () => layerCase(random, anyConfig(random))),
  ...Array.from({ length: 20 }, () => depthwiseCase(random)),
  ...Array.from({ length: 30 }, () => denseCase(random)),
  ...[1, 2, 3, 4, 7, 64, 257].flatMap((width) => antirectifierCases(random, width)),
  frozen(random),
  second(random),
];

function anyConfig(random: Random): Config {
  const dataFormat = random.chance(0.15) ? 'channelsFirst' : 'channelsLast';
  return {
    filters: random.pick([1, 4, 8, 16]),
    kernelSize: random.pick([
      [1, 1],
      [3, 3],
      [2, 3],
      [5, 5],
    ]),
    strides: random.chance(0.6) ? [1, 1] : [2, 1],
    padding: random.pick(['same', 'valid']),
    activation: random.pick([undefined, 'relu', 'elu', 'linear', 'tanh', 'sigmoid', 'relu6'] as const),
    useBias: random.chance(0.8),
    dataFormat,
  };
}

/** A layer with given weights, applied to x. */
function makeLayer(tf: typeof tfjs, config: Config, x: tfjs.Tensor, weights: readonly Float32Array[]) {
  const layer = layers.conv2d(config);
  layer.apply(x);
  layer.setWeights(layer.getWeights().map((weight, i) => tf.tensor(weights[i]!, weight.shape)));
  return layer;
}

function weightsOf(random: Random, { kernelSize, filters }: Config): Float32Array[] {
  const inputs = 9; // at most: of channels first, the first side counts as channels
  return [random.floats([...kernelSize, inputs, filters]), random.floats([filters])];
}

function layerCase(random: Random, config: Config): KernelCase {
  const x = random.floats(SHAPE);
  const weights = weightsOf(random, config);
  return {
    name: JSON.stringify(config),
    run(tf) {
      const input = tf.tensor4d(x, SHAPE);
      const inChannels = config.dataFormat === 'channelsLast' ? SHAPE[3] : SHAPE[1];
      const kernel = weights[0]!.subarray(
        0,
        config.kernelSize[0] * config.kernelSize[1] * inChannels * config.filters,
      );
      const layer = makeLayer(tf, config, input, [kernel, weights[1]!]);
      const variables = layer.trainableWeights.map((weight) => weight.read());
      const loss = (given: tfjs.Tensor) => tf.sum(tf.square(layer.apply(given) as tfjs.Tensor));
      const gradients = tf.grads((given: tfjs.Tensor, ..._: tfjs.Tensor[]) => loss(given))([
        input,
        ...variables,
      ]);
      const y = layer.apply(input) as tfjs.Tensor;
      layer.dispose();
      return [y, ...gradients];
    },
  };
}

/** The output of a layer, and the gradients of the sum of its square by the input and all weights. */
function outputAndGradients(
  tf: typeof tfjs,
  layer: InstanceType<typeof layers.Layer>,
  x: Float32Array,
  shape: number[],
  weights: (size: number) => Float32Array,
): tfjs.Tensor[] {
  const input = tf.tensor(x, shape);
  layer.apply(input);
  layer.setWeights(layer.getWeights().map((weight) => tf.tensor(weights(weight.size), weight.shape)));
  const variables = layer.trainableWeights.map((weight) => weight.read());
  const loss = (given: tfjs.Tensor, ..._: tfjs.Tensor[]) =>
    tf.sum(tf.square(layer.apply(given) as tfjs.Tensor));
  const gradients = tf.grads(loss)([input, ...variables]);
  const y = layer.apply(input) as tfjs.Tensor;
  layer.dispose();
  return [y, ...gradients];
}

const ACTIVATIONS = [undefined, 'relu', 'relu6', 'elu', 'sigmoid', 'tanh', 'softmax'] as const;

function depthwiseCase(random: Random): KernelCase {
  const config = {
    kernelSize: random.pick([1, 3, 5]),
    strides: random.pick([1, 2]),
    padding: random.pick(['same', 'valid'] as const),
    depthMultiplier: random.pick([1, 1, 2]),
    activation: random.pick(ACTIVATIONS),
    useBias: random.chance(0.7),
  };
  const x = random.floats(SHAPE, -4, 4);
  const weights = random.floats([500]);
  return {
    name: `depthwise ${JSON.stringify(config)}`,
    run: (tf) =>
      outputAndGradients(tf, layers.depthwiseConv2d(config), x, SHAPE, (size) => weights.subarray(0, size)),
  };
}

function denseCase(random: Random): KernelCase {
  const config = {
    units: random.pick([1, 3, 8, 33]),
    activation: random.pick(ACTIVATIONS),
    useBias: random.chance(0.7),
  };
  const shape = random.pick([
    [1, 5],
    [7, 40],
    [64, 16],
    [3, 4, 9],
    [2, 3, 2, 6],
  ]);
  const x = random.floats(shape, -2, 2);
  const weights = random.floats([2000]);
  return {
    name: `dense ${shape} ${JSON.stringify(config)}`,
    run: (tf) => outputAndGradients(tf, layers.dense(config), x, shape, (size) => weights.subarray(0, size)),
  };
}

function antirectifierCases(random: Random, width: number): KernelCase[] {
  return [
    [5, width],
    [2, 3, width],
    [0, width],
  ].map((shape) => {
    const x = random.floats(shape, -2, 5);
    const dy = random.floats([...shape.slice(0, -1), 2 * width]);
    return {
      name: `antirectifier ${shape}`,
      run(tf) {
        const layer = new Antirectifier();
        const f = (given: tfjs.Tensor) => layer.apply(given) as tfjs.Tensor;
        const [input, upstream] = [tf.tensor(x, shape), tf.tensor(dy, [...shape.slice(0, -1), 2 * width])];
        return [f(input), tf.grad(f)(input, upstream)];
      },
    };
  });
}

const plain: Config = {
  ...{ filters: 8, kernelSize: [3, 3], strides: [1, 1], padding: 'same' },
  ...{ activation: 'relu', useBias: true, dataFormat: 'channelsLast' },
};

/** The filter's gradient is not computed when only the input's is asked for. */
function frozen(random: Random): KernelCase {
  const x = random.floats(SHAPE);
  const weights = weightsOf(random, plain);
  return {
    name: 'only the gradients that are asked for',
    run(tf) {
      const input = tf.tensor4d(x, SHAPE);
      const layer = makeLayer(tf, { ...plain, activation: 'linear' }, input, [
        weights[0]!.subarray(0, 576),
        weights[1]!,
      ]);
      const engine = tf.engine();
      const { runKernel } = engine;
      let filterGradients = 0;
      engine.runKernel = (name, ...rest) => {
        if (name === 'Conv2DBackpropFilter') filterGradients++;
        return runKernel.call(engine, name, ...rest) as never;
      };
      const gradient = tf.grad((given: tfjs.Tensor) => tf.sum(layer.apply(given) as tfjs.Tensor))(input);
      engine.runKernel = runKernel;
      layer.dispose();
      return [gradient, tf.scalar(tf.getBackend() === 'cpu' ? 0 : filterGradients)];
    },
  };
}

/** Gradients of gradients by the input work as they did. */
function second(random: Random): KernelCase {
  const x = random.floats(SHAPE);
  const weights = weightsOf(random, plain);
  return {
    name: 'a gradient of a gradient',
    run(tf) {
      const input = tf.tensor4d(x, SHAPE);
      const layer = makeLayer(tf, plain, input, [weights[0]!.subarray(0, 576), weights[1]!]);
      const first = tf.grad((given: tfjs.Tensor) => tf.sum(tf.square(layer.apply(given) as tfjs.Tensor)));
      const result = tf.grad((given: tfjs.Tensor) => tf.sum(tf.square(first(given))))(input);
      layer.dispose();
      return result;
    },
  };
}
