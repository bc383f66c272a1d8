// LSTM and GRU layers against tfjs-layers' own on the CPU backend: outputs and all gradients.
import type * as tfjs from '@tensorflow/tfjs-core';
import { layers } from '@tensorflow/tfjs-layers';
import type { CaseFile, KernelCase } from './case';
import type { Random } from './random';

interface Config {
  cell: 'lstm' | 'gru';
  batch: number;
  steps: number;
  inputs: number;
  units: number;
  activation: 'tanh' | 'relu' | 'linear' | 'sigmoid' | 'hardSigmoid';
  recurrentActivation: 'sigmoid' | 'hardSigmoid';
  useBias: boolean;
  returnSequences: boolean;
  returnState: boolean;
  goBackwards: boolean;
  initialState: boolean;
  implementation: 1 | 2;
}

const gates = { lstm: 4, gru: 3 };
const states = { lstm: 2, gru: 1 };

function drawConfig(random: Random, cell: Config['cell']): Config {
  return {
    cell,
    batch: random.pick([1, 2, 5, 16, 17, 33]),
    steps: random.integer(1, 6),
    inputs: random.pick([1, 3, 8, 12, 21]),
    units: random.pick([1, 2, 3, 4, 7, 8, 12, 17, 32]),
    activation: random.pick(['tanh', 'tanh', 'relu', 'linear', 'sigmoid', 'hardSigmoid']),
    recurrentActivation: random.pick(['sigmoid', 'hardSigmoid']),
    useBias: random.chance(0.8),
    returnSequences: random.chance(0.5),
    returnState: random.chance(0.4),
    goBackwards: random.chance(0.4),
    initialState: random.chance(0.5),
    implementation: random.pick([1, 2]),
  };
}

/** What a layer gives, then the gradients of a weighted sum of it: by input, by each weight, by each state. */
function layerCase(random: Random, config: Config, name: string): KernelCase {
  const { cell, batch, steps, inputs, units, returnSequences, returnState, initialState, ...options } =
    config;
  const width = gates[cell] * units;
  const x = random.floats([batch, steps, inputs]);
  const shapes = [[inputs, width], [units, width], ...(config.useBias ? [[width]] : [])];
  const scale = 1 / Math.sqrt(units);
  const weights = shapes.map((shape) => random.floats(shape, -scale, scale));
  const initial = Array.from({ length: initialState ? states[cell] : 0 }, () =>
    random.floats([batch, units]),
  );
  const output = returnSequences ? [batch, steps, units] : [batch, units];
  const last = Array.from({ length: states[cell] }, () => [batch, units]);
  const factors = [output, ...last].map((shape) => random.floats(shape));
  // Now and then an output is not used: its gradient is then missing.
  const used = random.chance(0.5) ? factors.map(() => true) : factors.map(() => random.chance(0.6));
  if (!used.slice(0, returnState ? undefined : 1).includes(true)) used[0] = true;
  type Apply = (input: tfjs.Tensor, initialState: tfjs.Tensor[]) => tfjs.Tensor[];
  type Layer = ReturnType<typeof layers.lstm>;
  /** The outputs of `applied` and their gradients. */
  const compute = (tf: typeof tfjs, applied: (layer: Layer) => Apply) => {
    const layer = layers[cell]({
      ...{ units, returnSequences, returnState, recurrentInitializer: 'zeros' }, // the default one is slow
      ...options,
    });
    const input = tf.tensor(x, [batch, steps, inputs]);
    const begin = initial.map((values) => tf.tensor(values, [batch, units]));
    layer.apply(input); // makes the weights
    layer.setWeights(weights.map((values, i) => tf.tensor(values, shapes[i])));
    const apply = applied(layer);
    const loss = (given: tfjs.Tensor, initialState: tfjs.Tensor[]) =>
      tf.addN(
        apply(given, initialState)
          .map((output, i) => tf.sum(tf.mul(output, tf.tensor(factors[i]!, output.shape))))
          .filter((_, i) => used[i]),
      ) as tfjs.Scalar;
    const variables = layer.trainableWeights.map((weight) => weight.read());
    const gradients = tf.grads((given: tfjs.Tensor, ...rest: tfjs.Tensor[]) =>
      loss(given, rest.slice(variables.length)),
    )([input, ...variables, ...begin]);
    const outputs = apply(input, begin);
    layer.dispose();
    return [...outputs, ...gradients];
  };
  const applyLayer =
    (layer: Layer): Apply =>
    (input, initialState) =>
      [layer.apply(input, initialState.length ? { initialState } : {}) as tfjs.Tensor].flat();
  const applyCell =
    (tf: typeof tfjs) =>
    (layer: Layer): Apply =>
    (input, initialState) => {
      const { cell } = layer as unknown as {
        cell: { call(x: tfjs.Tensor[], kwargs: object): tfjs.Tensor[] };
      };
      const begin = initialState.length ? initialState : last.map((shape) => tf.zeros(shape));
      const [h, ...after] = cell.call([tf.reshape(input, [batch, inputs]), ...begin], {});
      return [tf.reshape(h!, output), ...(returnState ? after : [])];
    };
  return {
    name,
    tolerance: 2e-5,
    run: (tf) => compute(tf, applyLayer),
    // tfjs-layers cannot differentiate a single step: there the cell itself is the reference.
    ...(steps === 1 ? { expected: (tf) => compute(tf, applyCell(tf)) } : {}),
  };
}

const addition: Omit<Config, 'inputs' | 'steps' | 'returnSequences'> = {
  ...{ cell: 'lstm', batch: 128, units: 128, activation: 'tanh', recurrentActivation: 'hardSigmoid' },
  ...{ useBias: true, returnState: false, goBackwards: false, initialState: false, implementation: 1 },
};

export const cases: CaseFile = (random) => [
  ...(['lstm', 'gru'] as const).flatMap((cell) =>
    Array.from({ length: 60 }, () => {
      const config = drawConfig(random, cell);
      return layerCase(random, config, JSON.stringify(config));
    }),
  ),
  layerCase(random, { ...addition, inputs: 12, steps: 7, returnSequences: false }, 'the encoder of addition'),
  layerCase(random, { ...addition, inputs: 128, steps: 4, returnSequences: true }, 'the decoder of addition'),
  layerCase(
    random,
    { ...addition, batch: 3, units: 300, inputs: 260, steps: 2, returnSequences: true, initialState: true },
    'an LSTM deeper than a block',
  ),
  layerCase(
    random,
    {
      ...addition,
      ...{
        cell: 'gru',
        batch: 3,
        units: 300,
        inputs: 260,
        steps: 2,
        returnSequences: true,
        initialState: true,
      },
    },
    'a GRU deeper than a block',
  ),
];
