// Losses, metrics and optimizers, on one small network.
import { layer } from './row.mjs';

/** @param {string} activation @param {number} [units] */
const network = (activation, units = 3) => [
  layer('Dense', { units: 4, activation: 'tanh' }),
  layer('Dense', { units, activation }),
];
const inputs = [{ shape: [6, 5] }];

/** @type {[loss: string, activation: string, target: string, units?: number][]} */
const losses = [
  ['meanSquaredError', 'linear', 'any'],
  ['meanAbsoluteError', 'linear', 'any'],
  ['meanAbsolutePercentageError', 'linear', 'positive'],
  ['meanSquaredLogarithmicError', 'sigmoid', 'positive'],
  ['squaredHinge', 'linear', 'signs'],
  ['hinge', 'linear', 'signs'],
  ['categoricalHinge', 'softmax', 'oneHot'],
  ['logcosh', 'linear', 'any'],
  ['categoricalCrossentropy', 'softmax', 'oneHot'],
  ['categoricalCrossentropy', 'sigmoid', 'oneHot'],
  ['sparseCategoricalCrossentropy', 'softmax', 'classes'],
  ['binaryCrossentropy', 'sigmoid', 'binary'],
  ['binaryCrossentropy', 'sigmoid', 'binary', 1],
  ['kullbackLeiblerDivergence', 'softmax', 'probabilities'],
  ['poisson', 'softplus', 'positive'],
  ['cosineProximity', 'linear', 'any'],
];

/** @type {[metric: string, activation: string, target: string, units?: number][]} */
const metrics = [
  ['binaryAccuracy', 'sigmoid', 'binary'],
  ['categoricalAccuracy', 'softmax', 'oneHot'],
  ['sparseCategoricalAccuracy', 'softmax', 'classes'],
  ['accuracy', 'softmax', 'oneHot'],
  ['acc', 'sigmoid', 'binary', 1],
  ['binaryCrossentropy', 'sigmoid', 'binary'],
  ['categoricalCrossentropy', 'softmax', 'oneHot'],
  ['sparseCategoricalCrossentropy', 'softmax', 'classes'],
  ['mse', 'linear', 'any'],
  ['mae', 'linear', 'any'],
  ['mape', 'linear', 'positive'],
  ['cosine', 'linear', 'any'],
  ['precision', 'sigmoid', 'binary'],
  ['recall', 'sigmoid', 'binary'],
  ['r2Score', 'linear', 'any', 1],
];

/** @type {[name: string, config: Record<string, number | boolean>, keras: Record<string, unknown>][]} */
const optimizers = [
  ['sgd', { learningRate: 0.1 }, { SGD: { learning_rate: 0.1 } }],
  ['sgd', { learningRate: 0.01 }, { SGD: { learning_rate: 0.01 } }],
  ['momentum', { learningRate: 0.05, momentum: 0.9 }, { SGD: { learning_rate: 0.05, momentum: 0.9 } }],
  [
    'momentum',
    { learningRate: 0.05, momentum: 0.5, useNesterov: true },
    { SGD: { learning_rate: 0.05, momentum: 0.5, nesterov: true } },
  ],
  ['adagrad', { learningRate: 0.1, initialAccumulatorValue: 0.1 }, { Adagrad: { learning_rate: 0.1 } }],
  [
    'adagrad',
    { learningRate: 0.05, initialAccumulatorValue: 0.5 },
    { Adagrad: { learning_rate: 0.05, initial_accumulator_value: 0.5 } },
  ],
  ['adadelta', { learningRate: 1, rho: 0.95 }, { Adadelta: { learning_rate: 1 } }],
  [
    'adadelta',
    { learningRate: 0.5, rho: 0.8, epsilon: 1e-3 },
    { Adadelta: { learning_rate: 0.5, rho: 0.8, epsilon: 1e-3 } },
  ],
  ['adam', { learningRate: 0.01 }, { Adam: { learning_rate: 0.01 } }],
  [
    'adam',
    { learningRate: 0.02, beta1: 0.5, beta2: 0.9 },
    { Adam: { learning_rate: 0.02, beta_1: 0.5, beta_2: 0.9 } },
  ],
  ['adamax', { learningRate: 0.02 }, { Adamax: { learning_rate: 0.02 } }],
  [
    'adamax',
    { learningRate: 0.02, beta1: 0.5, beta2: 0.9 },
    { Adamax: { learning_rate: 0.02, beta_1: 0.5, beta_2: 0.9 } },
  ],
  ['rmsprop', { learningRate: 0.01 }, { RMSprop: { learning_rate: 0.01 } }],
  [
    'rmsprop',
    { learningRate: 0.01, decay: 0.5, momentum: 0.5 },
    { RMSprop: { learning_rate: 0.01, rho: 0.5, momentum: 0.5 } },
  ],
  [
    'rmsprop',
    { learningRate: 0.01, decay: 0.9, momentum: 0, epsilon: 1e-9, centered: true },
    { RMSprop: { learning_rate: 0.01, rho: 0.9, epsilon: 1e-9, centered: true } },
  ],
  [
    'rmsprop',
    { learningRate: 0.01, decay: 0.9, momentum: 0, epsilon: 1e-3, centered: true },
    { RMSprop: { learning_rate: 0.01, rho: 0.9, epsilon: 1e-3, centered: true } },
  ],
];

const DEFAULTS = 'The default learning rate of Keras 2, which TensorFlow.js keeps.';

/** By tfjs-layers' strings: learning rates that Keras 2 had as defaults.
 * @type {Record<string, Record<string, unknown>>} */
const byString = {
  sgd: { SGD: { learning_rate: 0.01 } },
  adam: { Adam: { learning_rate: 0.001 } },
  rmsprop: { RMSprop: { learning_rate: 0.001 } },
  adagrad: { Adagrad: { learning_rate: 0.01 } },
  adadelta: { Adadelta: { learning_rate: 1 } },
  adamax: { Adamax: { learning_rate: 0.002 } },
};

const text = (/** @type {object} */ config) =>
  Object.entries(config)
    .map(([name, value]) => `${name} ${value}`)
    .join(', ');

/** @type {import('./row.mjs').Row[]} */
export const rows = [
  ...losses.map(([loss, activation, target, units]) => ({
    id: `loss ${loss}: ${activation}${units ? `, ${units} unit` : ''}`,
    of: `loss ${loss}`,
    inputs,
    layers: network(activation, units),
    ...{ loss, target },
    optimizer: { name: 'sgd', config: { learningRate: loss.includes('Percentage') ? 1e-3 : 0.1 } },
  })),
  ...losses
    .filter(([loss]) => !/sparse/.test(loss))
    .slice(0, 12)
    .map(([loss, activation, target], i) => ({
      id: `loss ${loss}: ${activation}, a value a step (${i})`,
      of: `loss ${loss}`,
      inputs: [{ shape: [2, 3, 4] }],
      layers: [layer('Dense', { units: 3, activation })],
      ...{ loss, target },
      optimizer: { name: 'sgd', config: { learningRate: loss.includes('Percentage') ? 1e-3 : 0.1 } },
    })),
  ...metrics.map(([metric, activation, target, units]) => ({
    id: `metric ${metric}: ${activation}${units ? `, ${units} unit` : ''}`,
    of: `metric ${metric}`,
    inputs,
    layers: network(activation, units),
    ...{ metric, target },
    loss:
      {
        oneHot: 'categoricalCrossentropy',
        classes: 'sparseCategoricalCrossentropy',
        binary: 'binaryCrossentropy',
      }[target] ?? 'meanSquaredError',
  })),
  ...optimizers.map(([name, config, keras]) => ({
    id: `optimizer ${name}: ${text(config)}`,
    of: `optimizer ${name}`,
    inputs,
    layers: network('linear'),
    optimizer: { name, config, keras },
  })),
  ...Object.entries(byString).map(([name, keras]) => ({
    id: `optimizer ${name}: by its name`,
    of: `optimizer ${name}`,
    inputs,
    layers: network('linear'),
    optimizer: { name, keras },
    ...(['adagrad', 'adadelta', 'adamax', 'sgd'].includes(name) && { note: DEFAULTS }),
  })),
];
