// What a row of the conformance table is made of. The golden script and the page both read these rows.

/**
 * A layer by tfjs-layers' names. Objects `{ className, config }` inside of `config` are layers, regularizers and
 * so on themselves. `from`: what it is applied to, `x0`, `x1` for the inputs, numbers for layers; by default what
 * the layer before it gives, and the first layer all inputs.
 * @typedef {{ className: string, config: Record<string, unknown>, from?: (string | number)[] }} LayerSpec
 */

/**
 * @typedef {object} Row
 * @property {string} id what the row is about, unique
 * @property {string} of the class, loss, metric or optimizer that it belongs to
 * @property {InputSpec[]} inputs
 * @property {LayerSpec[]} layers
 * @property {number[]} [outputs] which layers' outputs the model gives; default: the last layer's
 * @property {boolean} [stateful] inputs have a fixed batch size, and state is kept between steps
 * @property {boolean} [ownWeights] the initializers' own values are kept
 * @property {false} [train] only predictions are compared: training is random, or there is nothing to train
 * @property {string} [loss] tfjs-layers' name; default meanSquaredError
 * @property {string} [target] what the targets are: any (default), binary, oneHot, classes, positive, signs
 * @property {string} [metric] tfjs-layers' name
 * @property {{ name: string, config?: Record<string, number | boolean>, keras?: Record<string, unknown> }} [optimizer]
 *   default: sgd with learning rate 0.1
 * @property {Record<string, unknown>} [keras] what the layer under test is called with in Keras instead
 * @property {true} [eager] the layer is applied to tensors, in no model: outputs and gradients are compared
 * @property {string} [note] what the golden values mean, where Keras 3 has more than one answer
 */

/**
 * `kind`: any (default), positive, classes (integers below `classes`), masked (any, with whole steps of zero at
 * the end), probabilities (rows that sum to 1).
 * @typedef {{ shape: number[], kind?: string, classes?: number }} InputSpec
 */

/** @param {string} className @param {Record<string, unknown>} [config] @param {(string | number)[]} [from] */
export const layer = (className, config = {}, from) => ({ className, config, ...(from && { from }) });

/** @param {number[] | InputSpec} input @returns {InputSpec} */
const asInput = (input) => (Array.isArray(input) ? { shape: input } : input);

/**
 * One row for each variant of a layer's configuration.
 * @param {string} className
 * @param {(number[] | InputSpec)[]} inputs
 * @param {Record<string, unknown>} base the configuration that all have
 * @param {Record<string, Record<string, unknown>>} variants by what they are about, what they add to it
 * @param {Partial<Row> & { after?: LayerSpec[], before?: LayerSpec[] }} [more] of all rows
 * @returns {Row[]}
 */
export function variantsOf(
  className,
  inputs,
  base,
  variants,
  { before = [], after = [], keras, ...more } = {},
) {
  return Object.entries(variants).map(([name, { $, ...config }]) => {
    const own = /** @type {Partial<Row> & { inputs?: (number[] | InputSpec)[] }} */ ($ ?? {});
    return {
      id: `${className}: ${name}`,
      of: className,
      layers: [...before, layer(className, { ...base, ...config }), ...after],
      ...(keras && { keras }),
      ...more,
      ...own,
      inputs: (own.inputs ?? inputs).map(asInput),
    };
  });
}

/** Activations by tfjs-layers' names. */
export const ACTIVATIONS = [
  ...['elu', 'gelu', 'gelu_new', 'hardSigmoid', 'linear', 'mish', 'relu', 'relu6', 'selu', 'sigmoid'],
  ...['softmax', 'softplus', 'softsign', 'swish', 'tanh'],
];

/** @param {readonly string[]} names */
export const activations = (names) =>
  Object.fromEntries(names.map((activation) => [`activation ${activation}`, { activation }]));

/** @param {string} className @param {Record<string, unknown>} [config] */
export const named = (className, config = {}) => ({ className, config });

export const l1 = named('L1L2', { l1: 0.01, l2: 0 });
export const l2 = named('L1L2', { l1: 0, l2: 0.02 });
export const l1l2 = named('L1L2', { l1: 0.01, l2: 0.02 });
export const maxNorm = named('MaxNorm', { maxValue: 0.6, axis: 0 });
export const unitNorm = named('UnitNorm', { axis: 0 });
export const nonNeg = named('NonNeg');
export const minMaxNorm = named('MinMaxNorm', { minValue: 0.4, maxValue: 0.7, rate: 0.8, axis: 0 });

/** Regularizers, constraints and initial values of the weights that a layer names by these prefixes.
 * @param {string[]} prefixes such as `kernel` for `kernelRegularizer` */
export function weightOptions(...prefixes) {
  /** @type {Record<string, Record<string, unknown>>} */
  const options = {};
  for (const prefix of prefixes) {
    const add = (/** @type {string} */ name, /** @type {unknown} */ value, /** @type {string} */ kind) => {
      options[`${prefix} ${name}`] = { [`${prefix}${kind}`]: value };
    };
    add('regularizer l1', l1, 'Regularizer');
    add('regularizer l2', l2, 'Regularizer');
    add('regularizer l1l2', l1l2, 'Regularizer');
    add('constraint maxNorm', maxNorm, 'Constraint');
    add('constraint unitNorm', unitNorm, 'Constraint');
    add('constraint nonNeg', nonNeg, 'Constraint');
    add('constraint minMaxNorm', minMaxNorm, 'Constraint');
  }
  return options;
}

/** A regularizer and a constraint a prefix, and initial values of all weights at once. @param {string[]} prefixes */
export function someWeightOptions(...prefixes) {
  /** @type {Record<string, Record<string, unknown>>} */
  const options = {};
  /** @type {Record<string, unknown>} */
  const initial = {};
  prefixes.forEach((prefix, i) => {
    options[`${prefix} regularizer`] = { [`${prefix}Regularizer`]: i % 2 ? l1 : l2 };
    options[`${prefix} constraint`] = { [`${prefix}Constraint`]: i % 2 ? nonNeg : maxNorm };
    initial[`${prefix}Initializer`] = named('Constant', { value: 0.1 * (i + 1) });
  });
  return { ...options, initializers: { ...initial, $: { ownWeights: true } } };
}
