// Layers that merge several inputs.
import { l2, layer, variantsOf } from './row.mjs';

const merging = {
  'two inputs': {},
  'three inputs': {
    $: {
      inputs: [
        [3, 4],
        [3, 4],
        [3, 4],
      ],
    },
  },
  'rank 4': {
    $: {
      inputs: [
        [2, 3, 2, 2],
        [2, 3, 2, 2],
      ],
    },
  },
  broadcast: {
    $: {
      inputs: [
        [2, 3, 4],
        [2, 1, 4],
      ],
    },
  },
  'of different ranks': {
    $: {
      inputs: [
        [2, 3, 4],
        [2, 4],
      ],
    },
  },
};

export const rows = [
  ...['Add', 'Multiply', 'Average', 'Maximum', 'Minimum'].flatMap((name) =>
    variantsOf(
      name,
      [
        [3, 4],
        [3, 4],
      ],
      {},
      merging,
    ),
  ),
  ...variantsOf(
    'Concatenate',
    [
      [2, 3, 4],
      [2, 3, 4],
    ],
    {},
    {
      'last axis': {},
      'axis 1': {
        axis: 1,
        $: {
          inputs: [
            [2, 3, 4],
            [2, 5, 4],
          ],
        },
      },
      'axis 2': {
        axis: 2,
        $: {
          inputs: [
            [2, 3, 4],
            [2, 3, 1],
          ],
        },
      },
      'axis −2': {
        axis: -2,
        $: {
          inputs: [
            [2, 3, 4],
            [2, 2, 4],
          ],
        },
      },
      'three inputs': {
        $: {
          inputs: [
            [3, 2],
            [3, 1],
            [3, 4],
          ],
        },
      },
      'rank 4': {
        $: {
          inputs: [
            [2, 3, 2, 2],
            [2, 3, 2, 3],
          ],
        },
      },
    },
  ),
  ...variantsOf(
    'Dot',
    [
      [3, 4],
      [3, 4],
    ],
    { axes: -1 },
    {
      plain: {},
      normalised: { normalize: true },
      'axis 1': { axes: 1 },
      'rank 3, axes 2 and 2': {
        axes: [2, 2],
        $: {
          inputs: [
            [2, 3, 4],
            [2, 5, 4],
          ],
        },
      },
      'rank 3, axes 1 and 2': {
        axes: [1, 2],
        $: {
          inputs: [
            [2, 4, 3],
            [2, 5, 4],
          ],
        },
      },
      'rank 3, axes 2 and 1': {
        axes: [2, 1],
        $: {
          inputs: [
            [2, 3, 4],
            [2, 4, 5],
          ],
        },
      },
      'rank 3, normalised': {
        axes: 2,
        normalize: true,
        $: {
          inputs: [
            [2, 3, 4],
            [2, 5, 4],
          ],
        },
      },
      'ranks 3 and 2': {
        axes: [2, 1],
        $: {
          inputs: [
            [2, 3, 4],
            [2, 4],
          ],
        },
      },
    },
  ),
  {
    id: 'Add: a residual block',
    of: 'Add',
    inputs: [{ shape: [2, 5, 5, 3] }],
    layers: [
      layer('Conv2D', { filters: 3, kernelSize: 3, padding: 'same', activation: 'relu' }),
      layer('Conv2D', { filters: 3, kernelSize: 3, padding: 'same', kernelRegularizer: l2 }),
      layer('BatchNormalization'),
      layer('Add', {}, ['x0', 2]),
      layer('ReLU'),
      layer('GlobalAveragePooling2D'),
      layer('Dense', { units: 2 }),
    ],
  },
  {
    id: 'Multiply: a gated branch',
    of: 'Multiply',
    inputs: [{ shape: [3, 4] }],
    layers: [
      layer('Dense', { units: 3, activation: 'sigmoid' }, ['x0']),
      layer('Dense', { units: 3, activation: 'tanh' }, ['x0']),
      layer('Multiply', {}, [0, 1]),
      layer('Dense', { units: 2 }),
    ],
  },
];
