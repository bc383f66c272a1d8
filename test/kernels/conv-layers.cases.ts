// Conv2D layers against tfjs-layers' own on the CPU backend: outputs and gradients, frozen or not.
import type * as tfjs from '@tensorflow/tfjs-core';
import { layers } from '@tensorflow/tfjs-layers';
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
