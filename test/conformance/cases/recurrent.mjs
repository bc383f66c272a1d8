// Recurrent layers, their cells and their wrappers; attention.
import { l1, l2, layer, maxNorm, named, nonNeg, variantsOf } from './row.mjs';

const constant = (/** @type {number} */ value) => named('Constant', { value });

/** Options that every recurrent layer has. */
const recurrent = {
  plain: {},
  'all steps': { returnSequences: true },
  'and its state': { returnState: true, $: { state: true } },
  'all steps, and its state': { returnSequences: true, returnState: true, $: { state: true } },
  backwards: { goBackwards: true },
  'backwards, all steps': { goBackwards: true, returnSequences: true },
  unrolled: { unroll: true },
  'unrolled, all steps, backwards': { unroll: true, goBackwards: true, returnSequences: true },
  stateful: { stateful: true, $: { stateful: true } },
  'stateful, all steps': { stateful: true, returnSequences: true, $: { stateful: true } },
  'no bias': { useBias: false },
  'no bias, all steps': { useBias: false, returnSequences: true },
  'activation relu': { activation: 'relu' },
  'activation sigmoid': { activation: 'sigmoid' },
  'activation linear': { activation: 'linear' },
  'activation elu': { activation: 'elu' },
  'dropout 0': { dropout: 0, recurrentDropout: 0 },
  'dropout 0.4, predicting': { dropout: 0.4, recurrentDropout: 0.3, $: { train: false } },
  'kernel regularizer': { kernelRegularizer: l2 },
  'recurrent regularizer': { recurrentRegularizer: l1 },
  'bias regularizer': { biasRegularizer: l2 },
  'activity regularizer': { activityRegularizer: l2 },
  'kernel constraint': { kernelConstraint: maxNorm },
  'recurrent constraint': { recurrentConstraint: nonNeg },
  'bias constraint': { biasConstraint: nonNeg },
  'one step': { $: { inputs: [[3, 1, 4]] } },
  'with an initial state': { $: { initialState: true } },
  initializers: {
    ...{
      kernelInitializer: constant(0.2),
      recurrentInitializer: constant(-0.1),
      biasInitializer: constant(0.3),
    },
    $: { ownWeights: true },
  },
};

/** Gates' activations. */
const gated = {
  'hard sigmoid gates': { recurrentActivation: 'hardSigmoid' },
  'hard sigmoid gates, all steps': { recurrentActivation: 'hardSigmoid', returnSequences: true },
  'relu gates': { recurrentActivation: 'relu' },
  'tanh gates': { recurrentActivation: 'tanh' },
};

/** @param {string} name @param {Record<string, unknown>} base @param {number} states @param {Record<string, Record<string, unknown>>} options */
function recurrentRows(name, base, states, options) {
  return Object.entries(options).flatMap(([title, { $, ...config }]) => {
    const { state: _, initialState, ...marks } = /** @type {Record<string, unknown>} */ ($ ?? {});
    const initial = Array.from({ length: states }, () => [3, 3]);
    const more = initialState ? { inputs: [[3, 4, 4], ...initial] } : {};
    return variantsOf(
      name,
      [[3, 4, 4]],
      { units: 3, ...base },
      { [title]: { ...config, $: { ...marks, ...more } } },
    );
  });
}

const masked = [{ shape: [3, 5, 4], kind: 'masked' }];
const bidirectional = (/** @type {Record<string, unknown>} */ config, name = 'LSTM') => ({
  layer: named(name, {
    units: 3,
    ...(name !== 'SimpleRNN' && { recurrentActivation: 'sigmoid' }),
    ...(name === 'GRU' && { resetAfter: false }),
    ...config,
  }),
});
const cell = (/** @type {string} */ name, units = 3) =>
  named(`${name}Cell`, {
    units,
    ...(name !== 'SimpleRNN' && { recurrentActivation: 'sigmoid' }),
    ...(name === 'GRU' && { resetAfter: false }),
  });

export const rows = [
  ...recurrentRows('SimpleRNN', {}, 1, recurrent),
  ...recurrentRows('LSTM', { recurrentActivation: 'sigmoid' }, 2, {
    ...recurrent,
    ...gated,
    'unit forget bias': {
      ...{ unitForgetBias: true, biasInitializer: 'zeros' },
      ...{ kernelInitializer: constant(0.2), recurrentInitializer: constant(-0.1) },
      $: { ownWeights: true },
    },
    'no unit forget bias': {
      ...{ unitForgetBias: false, biasInitializer: constant(0.1) },
      ...{ kernelInitializer: constant(0.2), recurrentInitializer: constant(-0.1) },
      $: { ownWeights: true },
    },
    'implementation 1': { implementation: 1, $: { keras: { implementation: 1 } } },
    'implementation 2': { implementation: 2, $: { keras: { implementation: 2 } } },
  }),
  ...recurrentRows('GRU', { recurrentActivation: 'sigmoid', resetAfter: false }, 1, {
    ...recurrent,
    ...gated,
    'reset after': { resetAfter: true },
    'reset after, all steps': { resetAfter: true, returnSequences: true },
  }),
  ...['SimpleRNN', 'LSTM', 'GRU'].flatMap((name) => [
    ...variantsOf(
      name,
      masked,
      bidirectional({}, name).layer.config,
      {
        'with mask': {},
        'with mask, backwards': { goBackwards: true },
        'with mask, all steps, averaged': { returnSequences: true, $: {} },
      },
      { before: [layer('Masking', {})] },
    ).map((row) =>
      row.id.endsWith('averaged')
        ? { ...row, layers: [...row.layers, layer('GlobalAveragePooling1D', {})] }
        : row,
    ),
    ...variantsOf('Bidirectional', [[3, 4, 4]], bidirectional({}, name), {
      [`${name}, concat`]: { mergeMode: 'concat' },
      [`${name}, sum`]: { mergeMode: 'sum' },
      [`${name}, ave`]: { mergeMode: 'ave' },
      [`${name}, mul`]: { mergeMode: 'mul' },
      [`${name}, not merged`]: { mergeMode: null },
    }),
    ...variantsOf('Bidirectional', [[3, 4, 4]], bidirectional({ returnSequences: true }, name), {
      [`${name}, all steps, concat`]: { mergeMode: 'concat' },
      [`${name}, all steps, sum`]: { mergeMode: 'sum' },
      [`${name}, all steps, not merged`]: { mergeMode: null },
    }),
    ...variantsOf(
      'Bidirectional',
      masked,
      bidirectional({}, name),
      { [`${name}, with mask`]: { mergeMode: 'concat' } },
      {
        before: [layer('Masking', {})],
      },
    ),
    ...variantsOf(
      'RNN',
      [[3, 4, 4]],
      { cell: cell(name) },
      {
        [`of a ${name} cell`]: {},
        [`of a ${name} cell, all steps`]: { returnSequences: true },
        [`of a ${name} cell, and its state`]: { returnState: true },
      },
    ),
    ...variantsOf(
      'RNN',
      [[3, 4, 4]],
      {},
      {
        [`of two stacked ${name} cells`]: {
          cell: named('StackedRNNCells', { cells: [cell(name, 3), cell(name, 2)] }),
        },
        [`of two stacked ${name} cells, all steps`]: {
          ...{
            cell: named('StackedRNNCells', { cells: [cell(name, 3), cell(name, 2)] }),
            returnSequences: true,
          },
        },
      },
    ),
  ]),
  ...variantsOf('Bidirectional', [[3, 4, 4]], bidirectional({ returnState: true }), {
    'LSTM, and its state': { mergeMode: 'concat' },
  }),
  ...variantsOf(
    'TimeDistributed',
    [[2, 3, 4]],
    {},
    {
      'of Dense': { layer: named('Dense', { units: 3 }) },
      'of Dense, relu': { layer: named('Dense', { units: 3, activation: 'relu' }) },
      'of Dense, softmax': { layer: named('Dense', { units: 3, activation: 'softmax' }) },
      'of Conv2D': {
        layer: named('Conv2D', { filters: 2, kernelSize: 2 }),
        $: { inputs: [[2, 3, 4, 4, 2]] },
      },
      'of MaxPooling2D': { layer: named('MaxPooling2D'), $: { inputs: [[2, 3, 4, 4, 2]] } },
      'of Flatten': { layer: named('Flatten'), $: { inputs: [[2, 3, 2, 2, 2]] } },
      'of LayerNormalization': { layer: named('LayerNormalization') },
      'of a regularised Dense': { layer: named('Dense', { units: 3, kernelRegularizer: l2 }) },
    },
  ),
  ...variantsOf(
    'LSTM',
    [[2, 3, 4]],
    { units: 3, recurrentActivation: 'sigmoid' },
    { 'after RepeatVector': {} },
    {
      before: [layer('Flatten'), layer('Dense', { units: 2 }), layer('RepeatVector', { n: 3 })],
    },
  ),
  ...variantsOf(
    'LSTM',
    [[2, 3, 4]],
    { units: 3, recurrentActivation: 'sigmoid', returnSequences: true },
    { 'two in a row': {} },
    {
      after: [layer('LSTM', { units: 2, recurrentActivation: 'sigmoid' }), layer('Dense', { units: 2 })],
    },
  ),
  ...variantsOf(
    'MultiHeadAttention',
    [
      [2, 3, 4],
      [2, 5, 4],
    ],
    { numHeads: 2, keyDim: 3 },
    {
      plain: {},
      'one head': { numHeads: 1 },
      'no bias': { useBias: false },
      'output of another size': { outputShape: 5 },
      'a key of its own': {
        $: {
          inputs: [
            [2, 3, 4],
            [2, 5, 4],
            [2, 5, 4],
          ],
        },
      },
      'rank 4': {
        $: {
          inputs: [
            [2, 2, 3, 4],
            [2, 2, 3, 4],
          ],
        },
      },
      'rank 4, attention along axis 2': {
        attentionAxes: [2],
        $: {
          inputs: [
            [2, 2, 3, 4],
            [2, 2, 3, 4],
          ],
        },
      },
    },
    { eager: true },
  ),
];
