// Dense layers, embeddings, and what shapes tensors without weights.
import {
  ACTIVATIONS,
  activations,
  l2,
  layer,
  maxNorm,
  named,
  someWeightOptions,
  variantsOf,
  weightOptions,
} from './row.mjs';

const constant = (/** @type {number} */ value) => named('Constant', { value });

export const rows = [
  ...variantsOf(
    'Dense',
    [[3, 5]],
    { units: 4 },
    {
      plain: {},
      'no bias': { useBias: false },
      'rank 3': { $: { inputs: [[2, 3, 5]] } },
      'rank 4, relu': { activation: 'relu', $: { inputs: [[2, 2, 3, 5]] } },
      'no bias, tanh': { useBias: false, activation: 'tanh' },
      ...activations(ACTIVATIONS.filter((name) => name !== 'linear')),
      ...weightOptions('kernel', 'bias'),
      'activity regularizer': { activityRegularizer: l2 },
      'initializer zeros and ones': {
        ...{ kernelInitializer: 'ones', biasInitializer: 'zeros' },
        $: { ownWeights: true },
      },
      'initializer constant': {
        ...{ kernelInitializer: constant(0.3), biasInitializer: constant(-0.2) },
        $: { ownWeights: true },
      },
      'initializer identity': {
        kernelInitializer: named('Identity', { gain: 0.7 }),
        $: { ownWeights: true, inputs: [[3, 4]] },
      },
      'constraint along axis 1': { kernelConstraint: named('MaxNorm', { maxValue: 0.5, axis: 1 }) },
      'not trainable': { trainable: false, $: { train: false } },
    },
  ),
  ...variantsOf('Activation', [[3, 5]], {}, activations(ACTIVATIONS)),
  ...variantsOf('Activation', [[3, 5]], {}, { 'activation logSoftmax': { activation: 'logSoftmax' } }),
  ...variantsOf(
    'Activation',
    [[2, 3, 4]],
    {},
    {
      'activation softmax, rank 3': { activation: 'softmax' },
      'activation relu, rank 3': { activation: 'relu' },
    },
  ),
  ...variantsOf(
    'EinsumDense',
    [[2, 3, 4]],
    {},
    {
      'last axis': { equation: 'abc,cd->abd', outputShape: [3, 5], biasAxes: 'd' },
      'no bias': { equation: 'abc,cd->abd', outputShape: [3, 5] },
      'bias of two axes': { equation: 'abc,cd->abd', outputShape: [3, 5], biasAxes: 'bd' },
      'two axes at once': { equation: 'abc,bcd->ad', outputShape: [5], biasAxes: 'd' },
      'two axes out': { equation: 'abc,cde->abde', outputShape: [3, 2, 2], biasAxes: 'de' },
      relu: {
        equation: 'ab,bc->ac',
        outputShape: [4],
        biasAxes: 'c',
        activation: 'relu',
        $: { inputs: [[3, 5]] },
      },
      ...Object.fromEntries(
        Object.entries(someWeightOptions('kernel', 'bias')).map(([name, options]) => [
          name,
          {
            equation: 'ab,bc->ac',
            outputShape: [4],
            biasAxes: 'c',
            ...options,
            $: { inputs: [[3, 5]], .../** @type {object} */ (options.$ ?? {}) },
          },
        ]),
      ),
    },
  ),
  ...variantsOf(
    'Embedding',
    [{ shape: [3, 4], kind: 'classes', classes: 6 }],
    { inputDim: 6, outputDim: 3 },
    {
      plain: {},
      'one index': { $: { inputs: [{ shape: [5, 1], kind: 'classes', classes: 6 }] } },
      'embeddings regularizer': { embeddingsRegularizer: l2 },
      'embeddings constraint': { embeddingsConstraint: maxNorm },
      'embeddings initializer': { embeddingsInitializer: constant(0.4), $: { ownWeights: true } },
    },
  ),
  ...variantsOf(
    'Embedding',
    [{ shape: [3, 4], kind: 'classes', classes: 6 }],
    { inputDim: 6, outputDim: 3 },
    {
      'maskZero before LSTM': { maskZero: true },
    },
    { after: [layer('LSTM', { units: 2, recurrentActivation: 'sigmoid' })] },
  ),
  ...variantsOf(
    'Flatten',
    [[2, 3, 4]],
    {},
    {
      plain: {},
      'rank 4': { $: { inputs: [[2, 3, 2, 2]] } },
      'channels first': { dataFormat: 'channelsFirst', $: { inputs: [[2, 3, 2, 4]] } },
    },
    { after: [layer('Dense', { units: 2 })] },
  ),
  ...variantsOf(
    'Reshape',
    [[2, 3, 4]],
    {},
    {
      plain: { targetShape: [4, 3] },
      'one size left open': { targetShape: [2, -1] },
      'to rank 4': { targetShape: [2, 2, 3] },
    },
  ),
  ...variantsOf(
    'Permute',
    [[2, 3, 4]],
    {},
    {
      plain: { dims: [2, 1] },
      'rank 4': { dims: [3, 1, 2], $: { inputs: [[2, 3, 4, 5]] } },
      'rank 5': { dims: [4, 1, 3, 2], $: { inputs: [[2, 3, 2, 2, 3]] } },
    },
  ),
  ...variantsOf('RepeatVector', [[3, 4]], {}, { 'three times': { n: 3 }, once: { n: 1 } }),
  ...variantsOf(
    'Masking',
    [{ shape: [3, 5, 4], kind: 'masked' }],
    {},
    {
      'before LSTM': {},
      'of another value': { maskValue: 0.5 },
    },
    { after: [layer('LSTM', { units: 3, recurrentActivation: 'sigmoid' })] },
  ),
  ...['SimpleRNN', 'GRU'].flatMap((name) =>
    variantsOf(
      'Masking',
      [{ shape: [3, 5, 4], kind: 'masked' }],
      {},
      { [`before ${name}`]: {} },
      {
        after: [
          layer(name, {
            units: 3,
            ...(name === 'GRU' && { recurrentActivation: 'sigmoid', resetAfter: false }),
          }),
        ],
      },
    ),
  ),
  ...['Dropout', 'AlphaDropout', 'GaussianDropout', 'SpatialDropout1D'].flatMap((name) =>
    variantsOf(
      name,
      [[2, 3, 4]],
      {},
      {
        'rate 0': { rate: 0 },
        'rate 0.4, predicting': { rate: 0.4, $: { train: false } },
      },
    ),
  ),
  ...variantsOf(
    'GaussianNoise',
    [[2, 3, 4]],
    {},
    {
      'stddev 0.3, predicting': { stddev: 0.3, $: { train: false } },
      'stddev 0': { stddev: 0 },
    },
  ),
];
