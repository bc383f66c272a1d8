// Rows where TensorFlow.js refuses or differs from Keras and we leave it so, with the reason.

/**
 * `rows`: which rows, by a pattern of their names. `refused`: they throw; else they differ.
 * @typedef {{ rows: RegExp, refused?: true, reason: string, settings?: string[] }} KnownDifference
 */

/** @type {KnownDifference[]} */
export const knownDifferences = [];

/** Layers that have no rows of their own. @type {Record<string, string>} */
export const layersWithoutRows = {
  InputLayer: 'It holds a shape and computes nothing; every row has one.',
  RandomHeight: 'Its output is random, and so is its shape.',
  RandomWidth: 'Its output is random, and so is its shape.',
};
