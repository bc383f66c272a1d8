// Rows where TensorFlow.js refuses or differs from Keras and we leave it so, with the reason.

/**
 * `rows`: which rows, by a pattern of their names. `refused`: they throw; else they differ.
 * @typedef {{ rows: RegExp, refused?: true, reason: string, settings?: string[] }} KnownDifference
 */

/** @type {KnownDifference[]} */
export const knownDifferences = [
  {
    rows: /^Softmax: rank [34](, axis 1)?$/,
    refused: true,
    reason:
      'The layer’s default axis is 1, where Keras’ is the last: a model that says nothing cannot be told from one that wants axis 1. Name another axis.',
  },
  {
    rows: /^GRU: reset after/,
    refused: true,
    reason: 'The layer’s constructor refuses it. In Keras name reset_after=False.',
  },
  {
    rows: /^Masking: |maskZero|with mask/,
    settings: ['webgpu'],
    reason:
      'TensorFlow.js’ WebGPU backend loses the mask between finding it and handing it out step by step.',
  },
  {
    rows: /^PReLU: rank 5, shared axes 1 to 3$|^MultiHeadAttention: rank 4$/,
    refused: true,
    settings: ['webgpu'],
    reason: 'TensorFlow.js’ WebGPU backend has no kernel for so many dimensions.',
  },
  {
    rows: /^metric (precision|recall): /,
    settings: ['webgpu'],
    reason:
      'tfjs-layers counts outputs that are exactly 1 or 0. To find these two metrics takes a value read at once, which the software adapter does not survive.',
  },
];

/** Layers that have no rows of their own. @type {Record<string, string>} */
export const layersWithoutRows = {
  InputLayer: 'It holds a shape and computes nothing; every row has one.',
  ConvLSTM2DCell: 'No layer takes it but ConvLSTM2D, which has rows.',
  Model: 'Every row is one.',
  Functional: 'Another name of Model.',
  Sequential: 'It is a Model whose layers follow one another.',
  RandomWidth: 'Its output is random, and so is its shape.',
  RandomHeight: 'Its output is random, and so is its shape.',
};
