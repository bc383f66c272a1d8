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
    rows: /^SeparableConv2D: initializers$/,
    reason:
      'The layer’s constructor gives the pointwise kernel the depthwise initializer, and keeps no other. Set its weights.',
  },
  {
    rows: /^GRU: reset after/,
    refused: true,
    reason: 'The layer’s constructor refuses it. In Keras name reset_after=False.',
  },
  {
    rows: /^LSTM: initializers$/,
    reason:
      'The layer adds one to the forget gate’s bias only where unitForgetBias is true, Keras unless it is false.',
  },
  {
    rows: /^(LSTM|GRU): activity regularizer$/,
    reason: 'The layers drop their activityRegularizer as they are made.',
  },
  {
    rows: /^CenterCrop: larger than the picture$/,
    reason: 'Keras crops to the aspect ratio before it enlarges, TensorFlow.js stretches.',
  },
  {
    rows: /^metric (precision|recall): sigmoid$/,
    reason:
      'TensorFlow.js counts outputs that are exactly 1, Keras those above 0.5. Round the outputs before.',
  },
  {
    rows: /^optimizer adadelta: /,
    reason:
      'TensorFlow.js divides by the average of squared gradients before this step’s is in it; its own tests hold it to that.',
  },
  {
    rows: /^optimizer rmsprop: .*epsilon 0.001, centered/,
    reason: 'TensorFlow.js subtracts epsilon under the root, where Keras adds it: a large one gives NaN.',
  },
  {
    rows: /^Masking: |maskZero|with mask/,
    settings: ['webgpu'],
    reason:
      'TensorFlow.js’ WebGPU backend loses the mask between finding it and handing it out step by step.',
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
