// The page's own TensorFlow.js, on its CPU backend: networks, and what its own `model.fit` makes of them.
import * as tf from '@tensorflow/tfjs-core';
import '@tensorflow/tfjs-core/dist/register_all_gradients';
import '@tensorflow/tfjs-backend-cpu';
import * as tfl from '@tensorflow/tfjs-layers';

export { tf, tfl };

export async function start(): Promise<void> {
  await tf.setBackend('cpu');
}

/** Pseudo-random numbers that are the same everywhere: those of a linear congruential generator. */
export function numbers(count: number, seed: number, low = -1, high = 1): Float32Array {
  let state = seed >>> 0;
  return Float32Array.from({ length: count }, () => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return low + ((high - low) * (state >>> 8)) / 2 ** 24;
  });
}

export interface Case {
  build(): tfl.LayersModel;
  x: tf.Tensor | tf.Tensor[];
  y: tf.Tensor | tf.Tensor[];
  optimizer(): tf.Optimizer;
  /** The same for `lab.fit`. */
  ours: object | string;
  loss: string | string[];
  epochs?: number;
  batchSize: number;
}

const shaped = (shape: number[], seed: number, low?: number, high?: number) =>
  tf.tensor(
    numbers(
      shape.reduce((a, b) => a * b, 1),
      seed,
      low,
      high,
    ),
    shape,
  );
const classes = (count: number, width: number, seed: number) =>
  Array.from(numbers(count, seed, 0, width), (value) => Math.min(width - 1, Math.floor(value)));
const oneHot = (labels: number[], width: number) => tf.cast(tf.oneHot(labels, width), 'float32');

const init = (seed: number) => tfl.initializers.glorotUniform({ seed });
const dense = (units: number, seed: number, rest: object = {}) =>
  tfl.layers.dense({ units, kernelInitializer: init(seed), ...rest });
const conv = (filters: number, seed: number, rest: object = {}) =>
  tfl.layers.conv2d({
    filters,
    kernelSize: 3,
    padding: 'same',
    activation: 'relu',
    kernelInitializer: init(seed),
    ...rest,
  });

const adam = () => tf.train.adam(0.01, 0.9, 0.999, 1e-7);
const OUR_ADAM = { name: 'adam', learningRate: 0.01 };

/** Networks as people write them, small. */
export const cases: Record<string, () => Case> = {
  table: () => {
    const y = classes(90, 3, 2);
    return {
      build: () =>
        tfl.sequential({
          layers: [
            dense(10, 1, {
              inputShape: [4],
              activation: 'sigmoid',
              kernelRegularizer: tfl.regularizers.l2({ l2: 0.01 }),
            }),
            dense(3, 2, { activation: 'softmax', activityRegularizer: undefined }),
          ],
        }),
      ...{ x: shaped([90, 4], 1), y: oneHot(y, 3) },
      ...{ optimizer: adam, ours: OUR_ADAM, loss: 'categoricalCrossentropy', batchSize: 16, epochs: 3 },
    };
  },
  text: () => ({
    build: () =>
      tfl.sequential({
        layers: [
          tfl.layers.embedding({
            inputDim: 20,
            outputDim: 6,
            inputLength: 8,
            embeddingsInitializer: tfl.initializers.randomUniform({ seed: 3 }),
          }),
          tfl.layers.lstm({ units: 12, kernelInitializer: init(4), recurrentInitializer: init(5) }),
          dense(20, 6, { activation: 'softmax' }),
        ],
      }),
    x: tf.tensor2d(classes(48 * 8, 20, 4), [48, 8]),
    y: tf.tensor1d(classes(48, 20, 5)),
    ...{
      optimizer: () => tf.train.rmsprop(0.01, 0.9, 0, 1e-7),
      ours: { name: 'rmsprop', learningRate: 0.01 },
    },
    ...{ loss: 'sparseCategoricalCrossentropy', batchSize: 16 },
  }),
  convolutions: () => ({
    build: () =>
      tfl.sequential({
        layers: [
          conv(8, 1, { inputShape: [14, 14, 1] }),
          tfl.layers.maxPooling2d({ poolSize: 2 }),
          tfl.layers.batchNormalization({}),
          conv(8, 2),
          tfl.layers.flatten(),
          dense(10, 3, { activation: 'softmax' }),
        ],
      }),
    x: shaped([40, 14, 14, 1], 6, 0, 1),
    y: oneHot(classes(40, 10, 7), 10),
    ...{ optimizer: () => tf.train.sgd(0.05), ours: { name: 'sgd', learningRate: 0.05 } },
    ...{ loss: 'categoricalCrossentropy', batchSize: 16 },
  }),
  severalInputs: () => ({
    build: () => {
      const a = tfl.input({ shape: [6], name: 'left' });
      const b = tfl.input({ shape: [3], name: 'right' });
      const both = tfl.layers
        .concatenate()
        .apply([
          dense(8, 1, { activation: 'relu' }).apply(a) as tfl.SymbolicTensor,
          dense(8, 2, { activation: 'tanh' }).apply(b) as tfl.SymbolicTensor,
        ]);
      const price = dense(1, 3, { name: 'price' }).apply(both) as tfl.SymbolicTensor;
      const sold = dense(1, 4, { name: 'sold', activation: 'sigmoid' }).apply(both) as tfl.SymbolicTensor;
      return tfl.model({ inputs: [a, b], outputs: [price, sold] });
    },
    x: [shaped([50, 6], 8), shaped([50, 3], 9)],
    y: [shaped([50, 1], 10), tf.tensor2d(classes(50, 2, 11), [50, 1])],
    ...{ optimizer: adam, ours: OUR_ADAM, loss: ['meanSquaredError', 'binaryCrossentropy'], batchSize: 10 },
  }),
  autoencoder: () => {
    const x = shaped([60, 20], 12, 0, 1);
    return {
      build: () =>
        tfl.sequential({
          layers: [
            dense(8, 1, { inputShape: [20], activation: 'elu' }),
            dense(3, 2, { activation: 'linear' }),
            dense(8, 3, { activation: 'elu' }),
            dense(20, 4, { activation: 'sigmoid' }),
          ],
        }),
      ...{ x, y: x, optimizer: () => tf.train.adagrad(0.05), ours: { name: 'adagrad', learningRate: 0.05 } },
      ...{ loss: 'meanAbsoluteError', batchSize: 20, epochs: 2 },
    };
  },
  unet: () => ({
    build: () => {
      const input = tfl.input({ shape: [12, 12, 3] });
      const down = conv(6, 1).apply(input) as tfl.SymbolicTensor;
      const small = tfl.layers.maxPooling2d({ poolSize: 2 }).apply(down) as tfl.SymbolicTensor;
      const middle = conv(8, 2).apply(small) as tfl.SymbolicTensor;
      const up = tfl.layers
        .conv2dTranspose({
          filters: 6,
          kernelSize: 2,
          strides: 2,
          padding: 'same',
          kernelInitializer: init(3),
        })
        .apply(middle) as tfl.SymbolicTensor;
      const joined = tfl.layers.concatenate().apply([down, up]);
      const mask = conv(1, 4, { kernelSize: 1, activation: 'sigmoid' }).apply(joined) as tfl.SymbolicTensor;
      return tfl.model({ inputs: input, outputs: mask });
    },
    x: shaped([12, 12, 12, 3], 13, 0, 1),
    y: tf.tensor(classes(12 * 144, 2, 14), [12, 12, 12, 1]),
    ...{
      optimizer: () => tf.train.momentum(0.05, 0.9),
      ours: { name: 'sgd', learningRate: 0.05, momentum: 0.9 },
    },
    ...{ loss: 'binaryCrossentropy', batchSize: 4 },
  }),
  volumes: () => ({
    build: () =>
      tfl.sequential({
        layers: [
          tfl.layers.conv3d({
            inputShape: [5, 6, 6, 1],
            filters: 3,
            kernelSize: 3,
            activation: 'relu',
            kernelInitializer: init(1),
          }),
          tfl.layers.flatten(),
          dense(2, 2, { activation: 'softmax' }),
        ],
      }),
    x: shaped([16, 5, 6, 6, 1], 15),
    y: oneHot(classes(16, 2, 16), 2),
    ...{
      optimizer: () => tf.train.adamax(0.01, 0.9, 0.999, 1e-7, 0),
      ours: { name: 'adamax', learningRate: 0.01 },
    },
    ...{ loss: 'categoricalCrossentropy', batchSize: 8 },
  }),
};

const arrays = async (tensors: tf.Tensor[]) =>
  Promise.all(tensors.map(async (one) => Array.from(await one.data())));

/** The same network trained by TensorFlow.js on this page and by a lab: the largest difference of a weight. */
export async function compare(name: string, backend: 'cpu' | 'wasm' | 'webgpu') {
  await start();
  const { build, x, y, optimizer, ours, loss, epochs = 1, batchSize } = cases[name]!();
  const theirs = build();
  const mine = build();
  theirs.compile({ optimizer: optimizer(), loss });
  const history = await theirs.fit(x, y, { epochs, batchSize, shuffle: false, verbose: 0 });
  const lab = await window.trainlab.createLab({ backends: [backend], threads: 1 });
  const result = await lab.fit(mine, { x, y } as never, {
    ...{ epochs, batchSize, shuffle: false, metrics: [], seed: 1, optimizer: ours as never },
    loss: (Array.isArray(loss)
      ? Object.fromEntries(mine.outputNames.map((one, i) => [one, loss[i]!]))
      : loss) as never,
  });
  const expected = await arrays([theirs.predict(x, { batchSize: 64 })].flat() as tf.Tensor[]);
  const predicted = (await result.model.predict(x as never)) as object;
  const given = ('data' in predicted ? [predicted] : Object.values(predicted)) as {
    data: Float32Array;
    shape: number[];
  }[];
  const untouched = await arrays(mine.getWeights());
  const first = await arrays(build().getWeights());
  const furthest = (a: ArrayLike<number>[], b: ArrayLike<number>[]) =>
    Math.max(...a.flatMap((one, i) => Array.from(one, (value, j) => Math.abs(value - b[i]![j]!))));
  // A second fit without a step would not tell weights: they are read off a model saved and loaded.
  await result.model.save(`indexeddb://fit-${name}`);
  const loaded = await tfl.loadLayersModel(`indexeddb://fit-${name}`);
  await result.model.dispose();
  const memory = await lab.memory();
  lab.terminate();
  return {
    weights: furthest(await arrays(loaded.getWeights()), await arrays(theirs.getWeights())),
    outputs: furthest(
      given.map(({ data }) => data),
      expected,
    ),
    loss: Math.abs(result.metrics.loss! - (history.history.loss!.at(-1) as number)),
    moved: furthest(await arrays(theirs.getWeights()), first),
    untouched: furthest(untouched, first),
    memory,
  };
}
