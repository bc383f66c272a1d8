// Recurrent layers as networks use them: what our kernels take, and what they leave to tfjs-layers.
import type * as tfjs from '@tensorflow/tfjs-core';
import { layers, sequential } from '@tensorflow/tfjs-layers';
import type { CaseFile, KernelCase } from './case';
import { type Random, seededRandom } from './random';

type Network = ReturnType<typeof sequential>;
type Layer = Parameters<Network['add']>[0];

/** The default recurrent initializer is slow; the weights are replaced anyway. */
const quick = { recurrentInitializer: 'zeros' } as const;

/** Weights from a seed, small enough that no gate saturates. */
function fill(tf: typeof tfjs, network: Network, seed: number): void {
  const random = seededRandom(seed);
  network.setWeights(
    network.getWeights().map(({ shape }) => tf.tensor(random.floats(shape, -0.4, 0.4), shape)),
  );
}

/**
 * The outputs of a network for one input, and the gradients of their weighted sum by weights and input.
 * @param mask some sequences end in zeros; a masking layer has no gradient by its input
 */
function networkCase(
  random: Random,
  name: string,
  [batch, ...inputShape]: [number, ...number[]],
  build: () => Layer[],
  { mask = false } = {},
): KernelCase {
  const x = mask ? padded(random, [batch, ...inputShape]) : random.floats([batch, ...inputShape]);
  const seed = random.integer(1, 1e6);
  return {
    name,
    tolerance: 2e-5,
    run(tf) {
      const network = sequential();
      network.add(layers.inputLayer({ inputShape }));
      for (const layer of build()) network.add(layer);
      fill(tf, network, seed);
      const variables = network.trainableWeights.map((weight) => weight.read());
      const apply = (given: tfjs.Tensor) => network.apply(given, { training: false }) as tfjs.Tensor;
      const input = tf.tensor(x, [batch, ...inputShape]);
      const output = apply(input);
      const factors = tf.tensor(seededRandom(seed).floats(output.shape), output.shape);
      const loss = (given = input) => tf.sum(tf.mul(apply(given), factors)) as tfjs.Scalar;
      const gradients = mask
        ? tf.grads(() => loss())(variables)
        : tf.grads((given: tfjs.Tensor) => loss(given))([input, ...variables]);
      network.dispose();
      return [output, ...gradients];
    },
  };
}

/** Losses of 50 steps of Adam on a network as that of addition, small. */
function trainingCase(random: Random, cell: 'lstm' | 'gru'): KernelCase {
  const [batch, steps, characters, answer] = [10, 5, 6, 3];
  const x = random.floats([batch, steps, characters]);
  const classes = Array.from({ length: batch * answer }, () => random.integer(0, characters - 1));
  const seed = random.integer(1, 1e6);
  return {
    name: `50 steps of training, ${cell}`,
    tolerance: 1e-4,
    run(tf) {
      const network = sequential({
        layers: [
          layers[cell]({ units: 12, inputShape: [steps, characters], ...quick }),
          layers.repeatVector({ n: answer }),
          layers[cell]({ units: 12, returnSequences: true, ...quick }),
          layers.dense({ units: characters, activation: 'softmax' }),
        ],
      });
      fill(tf, network, seed);
      const optimizer = tf.train.adam(0.02);
      const input = tf.tensor(x, [batch, steps, characters]);
      const y = tf.reshape(tf.oneHot(tf.tensor1d(classes, 'int32'), characters), [batch, answer, characters]);
      const variables = network.trainableWeights.map((weight) => weight.read() as tfjs.Variable);
      const losses: tfjs.Tensor[] = [];
      for (let step = 0; step < 50; step++) {
        const loss = optimizer.minimize(
          () => {
            const p = network.apply(input, { training: true }) as tfjs.Tensor;
            return tf.neg(tf.mean(tf.sum(tf.mul(tf.cast(y, 'float32'), tf.log(p)), -1))) as tfjs.Scalar;
          },
          true,
          variables,
        );
        losses.push(loss!);
      }
      network.dispose();
      optimizer.dispose();
      const curve = tf.stack(losses);
      if (!(losses.at(-1)!.dataSync()[0]! < 0.8 * losses[0]!.dataSync()[0]!))
        throw new Error('It does not learn.');
      return curve;
    },
  };
}

/** Some sequences end in zeros, which a masking layer hides. */
function padded(random: Random, [batch, steps, inputs]: number[]): Float32Array {
  const values = random.floats([batch!, steps!, inputs!]);
  for (let row = 0; row < batch!; row++) {
    values.fill(0, (row * steps! + 1 + (row % steps!)) * inputs!, (row + 1) * steps! * inputs!);
  }
  return values;
}

export const cases: CaseFile = (random) => [
  ...(['lstm', 'gru'] as const).flatMap((cell) => {
    const layer = layers[cell];
    const options = { units: 6, ...quick };
    return [
      trainingCase(random, cell),
      ...[false, true].map((goBackwards) =>
        networkCase(random, `a repeated vector, ${cell}, backwards ${goBackwards}`, [19, 7], () => [
          layers.repeatVector({ n: 4 }),
          layer({ ...options, returnSequences: true, goBackwards }),
          layer({ ...options, goBackwards }),
        ]),
      ),
      networkCase(
        random,
        `masked, ${cell}`,
        [4, 5, 3],
        () => [layers.masking(), layer({ ...options, returnSequences: true }), layer(options)],
        { mask: true },
      ),
      networkCase(random, `bidirectional, ${cell}`, [4, 5, 3], () => [
        layers.bidirectional({
          layer: layer({ ...options, returnSequences: true }),
          mergeMode: 'concat',
        }),
      ]),
      networkCase(random, `dropout at inference, ${cell}`, [4, 5, 3], () => [
        layer({ ...options, dropout: 0.5, recurrentDropout: 0.5 }),
      ]),
      networkCase(random, `another activation, ${cell}`, [4, 5, 3], () => [
        layer({ ...options, activation: 'elu', recurrentActivation: 'softsign' }),
      ]),
    ];
  }),
  networkCase(random, 'an RNN of an LSTM cell', [4, 5, 3], () => [
    layers.rnn({ cell: layers.lstmCell({ units: 6, ...quick }), returnSequences: true }),
  ]),
  networkCase(random, 'an RNN of two cells, one on the other', [4, 5, 3], () => [
    layers.rnn({
      cell: [layers.gruCell({ units: 6, ...quick }), layers.lstmCell({ units: 5, ...quick })],
    }),
  ]),
  networkCase(random, 'a simple RNN', [4, 5, 3], () => [layers.simpleRNN({ units: 6, ...quick })]),
  {
    name: 'a stateful LSTM goes on where it stopped',
    run(tf) {
      const layer = layers.lstm({
        ...{ units: 4, stateful: true, kernelInitializer: 'ones', unitForgetBias: false },
        ...quick,
      });
      const network = sequential();
      network.add(layers.inputLayer({ batchInputShape: [2, 3, 2] }));
      network.add(layer);
      const x = tf.reshape(tf.range(0, 12), [2, 3, 2]);
      const outputs = [1, 2].map(() => network.predict(tf.mul(x, 0.02)) as tfjs.Tensor);
      layer.resetStates();
      const again = network.predict(tf.mul(x, 0.02)) as tfjs.Tensor;
      tf.dispose((layer as unknown as { states: tfjs.Tensor[] }).states);
      network.dispose();
      return [...outputs, again];
    },
  },
  {
    name: 'an initial state of the wrong shape is refused',
    run(tf) {
      const layer = layers.lstm({ units: 4, ...quick });
      const x = tf.ones([2, 3, 2]);
      layer.apply(x);
      try {
        return layer.apply(x, { initialState: [tf.ones([2, 3]), tf.ones([2, 3])] }) as tfjs.Tensor;
      } finally {
        layer.dispose();
      }
    },
  },
];
