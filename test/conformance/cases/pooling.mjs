// Pooling layers, normalisation, and activations that are layers of their own.
import { l1, l2, layer, maxNorm, named, nonNeg, variantsOf } from './row.mjs';

const first = 'channelsFirst';
const constant = (/** @type {number} */ value) => named('Constant', { value });

const pooling2d = {
  plain: {},
  same: { padding: 'same' },
  'strides 1': { strides: 1 },
  'strides 1, same': { strides: 1, padding: 'same' },
  'size 3': { poolSize: 3 },
  'size 3, same': { poolSize: 3, padding: 'same' },
  'size 3, strides 2, same': { poolSize: 3, strides: 2, padding: 'same' },
  'size 3, strides 2': { poolSize: 3, strides: 2 },
  'size 2 × 3, strides 1 and 2, same': { poolSize: [2, 3], strides: [1, 2], padding: 'same' },
  'size larger than the picture, same': {
    poolSize: 5,
    strides: 1,
    padding: 'same',
    $: { inputs: [[1, 3, 3, 2]] },
  },
  'channels first': { dataFormat: first, $: { inputs: [[2, 3, 7, 6]] } },
  'channels first, same': { dataFormat: first, poolSize: 3, padding: 'same', $: { inputs: [[2, 3, 7, 6]] } },
};

const pooling1d = {
  plain: {},
  same: { padding: 'same' },
  'size 3, strides 1, same': { poolSize: 3, strides: 1, padding: 'same' },
  'size 3, strides 2, same': { poolSize: 3, strides: 2, padding: 'same' },
  'strides 1': { strides: 1 },
};

const pooling3d = {
  plain: {},
  same: { padding: 'same' },
  'size 2, strides 1, same': { poolSize: 2, strides: 1, padding: 'same' },
  'size 3, strides 2, same': { poolSize: 3, strides: 2, padding: 'same' },
  'size 1 × 2 × 3': { poolSize: [1, 2, 3] },
  'channels first': { dataFormat: first, $: { inputs: [[1, 2, 5, 4, 5]] } },
};

const batchNormalization = {
  plain: {},
  'no scale': { scale: false },
  'no center': { center: false },
  'no scale, no center': { scale: false, center: false },
  'momentum 0.5, epsilon 0.1': { momentum: 0.5, epsilon: 0.1 },
  'rank 3': { $: { inputs: [[2, 3, 4]] } },
  'rank 4': { $: { inputs: [[2, 3, 4, 3]] } },
  'rank 5': { $: { inputs: [[2, 2, 3, 2, 3]] } },
  'rank 3, axis 1': { axis: 1, $: { inputs: [[2, 3, 4]] } },
  'rank 4, axis 1': { axis: 1, $: { inputs: [[2, 3, 4, 3]] } },
  'rank 4, axis 2': { axis: 2, $: { inputs: [[2, 3, 4, 3]] } },
  'rank 4, axis 3': { axis: 3, $: { inputs: [[2, 3, 4, 3]] } },
  'rank 4, axis −3': { axis: -3, $: { inputs: [[2, 3, 4, 3]] } },
  'rank 5, axis 1': { axis: 1, $: { inputs: [[2, 3, 2, 2, 2]] } },
  'rank 4, axis 1, no scale': { axis: 1, scale: false, $: { inputs: [[2, 3, 4, 3]] } },
  'rank 4, axis 1, no center': { axis: 1, center: false, $: { inputs: [[2, 3, 4, 3]] } },
  'rank 4, no scale': { scale: false, $: { inputs: [[2, 3, 4, 3]] } },
  'rank 5, no scale, no center': { scale: false, center: false, $: { inputs: [[2, 2, 3, 2, 3]] } },
  'gamma regularizer': { gammaRegularizer: l2 },
  'beta regularizer': { betaRegularizer: l1 },
  'gamma constraint': { gammaConstraint: maxNorm },
  'beta constraint': { betaConstraint: nonNeg },
  initializers: {
    ...{ gammaInitializer: constant(0.7), betaInitializer: constant(0.2) },
    ...{ movingMeanInitializer: constant(0.1), movingVarianceInitializer: constant(1.5) },
    $: { ownWeights: true },
  },
};

const layerNormalization = {
  plain: {},
  'no scale': { scale: false },
  'no center': { center: false },
  'no scale, no center': { scale: false, center: false },
  'epsilon 0.1': { epsilon: 0.1 },
  'rank 3': { $: { inputs: [[2, 3, 4]] } },
  'rank 3, axis 1': { axis: 1, $: { inputs: [[2, 3, 4]] } },
  'rank 3, axes 1 and 2': { axis: [1, 2], $: { inputs: [[2, 3, 4]] } },
  'rank 4': { $: { inputs: [[2, 3, 2, 4]] } },
  'rank 4, axis 2': { axis: 2, $: { inputs: [[2, 3, 2, 4]] } },
  'rank 4, axes 1 to 3': { axis: [1, 2, 3], $: { inputs: [[2, 3, 2, 4]] } },
  'rank 3, no scale': { scale: false, $: { inputs: [[2, 3, 4]] } },
  'gamma regularizer': { gammaRegularizer: l2 },
  'beta regularizer': { betaRegularizer: l1 },
  initializers: {
    ...{ gammaInitializer: constant(0.7), betaInitializer: constant(0.2) },
    $: { ownWeights: true },
  },
};

export const rows = [
  ...['MaxPooling2D', 'AveragePooling2D'].flatMap((name) => variantsOf(name, [[2, 7, 6, 3]], {}, pooling2d)),
  ...['MaxPooling1D', 'AveragePooling1D'].flatMap((name) => variantsOf(name, [[2, 7, 3]], {}, pooling1d)),
  ...['MaxPooling3D', 'AveragePooling3D'].flatMap((name) =>
    variantsOf(name, [[1, 5, 4, 5, 2]], {}, pooling3d),
  ),
  ...['GlobalMaxPooling1D', 'GlobalAveragePooling1D'].flatMap((name) =>
    variantsOf(name, [[2, 5, 3]], {}, { plain: {} }),
  ),
  ...variantsOf(
    'GlobalAveragePooling1D',
    [{ shape: [3, 5, 4], kind: 'masked' }],
    {},
    { 'with mask': {} },
    {
      before: [layer('Masking', {})],
    },
  ),
  ...['GlobalMaxPooling2D', 'GlobalAveragePooling2D'].flatMap((name) =>
    variantsOf(
      name,
      [[2, 4, 5, 3]],
      {},
      {
        plain: {},
        'channels first': { dataFormat: first },
      },
    ),
  ),
  ...variantsOf('BatchNormalization', [[6, 3]], {}, batchNormalization),
  ...variantsOf(
    'BatchNormalization',
    [[2, 5, 5, 2]],
    {},
    { 'after a convolution': {} },
    {
      before: [layer('Conv2D', { filters: 3, kernelSize: 2 })],
      after: [layer('ReLU')],
    },
  ),
  ...variantsOf(
    'BatchNormalization',
    [[2, 4, 4, 4, 1]],
    {},
    { 'after a volume’s convolution': {} },
    {
      before: [layer('Conv3D', { filters: 2, kernelSize: 2 })],
    },
  ),
  ...variantsOf('LayerNormalization', [[4, 5]], {}, layerNormalization),
  ...variantsOf(
    'ReLU',
    [[3, 4]],
    {},
    { plain: {}, 'max value 0.5': { maxValue: 0.5 }, 'rank 4': { $: { inputs: [[1, 3, 3, 2]] } } },
  ),
  ...variantsOf(
    'LeakyReLU',
    [[3, 4]],
    {},
    {
      plain: { $: { keras: { negativeSlope: 0.3 } } },
      'alpha 0.1': { alpha: 0.1, $: { keras: { negativeSlope: 0.1 } } },
      'rank 4': { alpha: 0.2, $: { keras: { negativeSlope: 0.2 }, inputs: [[1, 3, 3, 2]] } },
    },
  ),
  ...variantsOf(
    'ELU',
    [[3, 4]],
    {},
    { plain: {}, 'alpha 1, rank 3': { alpha: 1, $: { inputs: [[2, 3, 4]] } } },
  ),
  ...variantsOf(
    'ThresholdedReLU',
    [[3, 4]],
    {},
    {
      plain: { theta: 0.3 },
      'default theta': { $: { inputs: [[5, 6]] } },
    },
    { note: 'x where x > theta, else 0: Keras 3 has no such layer any more.' },
  ),
  ...variantsOf(
    'Softmax',
    [[3, 4]],
    {},
    {
      plain: {},
      'rank 3': { $: { inputs: [[2, 3, 4]] } },
      'rank 3, last axis': { axis: -1, $: { inputs: [[2, 3, 4]] } },
      'rank 3, axis 2': { axis: 2, $: { inputs: [[2, 3, 4]] } },
      'rank 3, axis 1': { axis: 1, $: { inputs: [[2, 3, 4]] } },
      'rank 3, axes 1 and 2': { axis: [1, 2], $: { inputs: [[2, 3, 4]] } },
      'rank 4, axis 1': { axis: 1, $: { inputs: [[2, 3, 2, 4]] } },
    },
  ),
  ...variantsOf(
    'PReLU',
    [[3, 4]],
    {},
    {
      plain: {},
      'rank 3': { $: { inputs: [[2, 3, 4]] } },
      'rank 4': { $: { inputs: [[2, 3, 2, 4]] } },
      'rank 3, shared axis 1': { sharedAxes: [1], $: { inputs: [[2, 3, 4]] } },
      'rank 3, shared axis 2': { sharedAxes: [2], $: { inputs: [[2, 3, 4]] } },
      'rank 4, shared axes 1 and 2': { sharedAxes: [1, 2], $: { inputs: [[2, 3, 2, 4]] } },
      'rank 4, shared axes 2 and 3': { sharedAxes: [2, 3], $: { inputs: [[2, 3, 2, 4]] } },
      'rank 4, shared axis 2': { sharedAxes: [2], $: { inputs: [[2, 3, 4, 3]] } },
      'rank 4, all shared': { sharedAxes: [1, 2, 3], $: { inputs: [[2, 3, 2, 4]] } },
      'rank 5, shared axes 1 to 3': { sharedAxes: [1, 2, 3], $: { inputs: [[2, 2, 2, 2, 3]] } },
      'alpha regularizer': { alphaRegularizer: l2 },
      'alpha constraint': { alphaConstraint: nonNeg },
      'alpha initializer': { alphaInitializer: constant(0.25), $: { ownWeights: true } },
    },
  ),
];
