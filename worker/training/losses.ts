// The losses of TensorFlow.js layers by name, and which of them goes with what a network ends in.
import type { Tensor } from '@tensorflow/tfjs-core';
import { lossesMap } from '@tensorflow/tfjs-layers/dist/losses';

/** What each example costs, or each row of it: of [batch, ..., n] gives [batch, ...]. */
export type Loss = (target: Tensor, output: Tensor) => Tensor;

const short: Readonly<Record<string, string>> = {
  mse: 'meanSquaredError',
  mae: 'meanAbsoluteError',
  mape: 'meanAbsolutePercentageError',
  msle: 'meanSquaredLogarithmicError',
  kld: 'kullbackLeiblerDivergence',
  cosine: 'cosineProximity',
};

export const lossNames: readonly string[] = Object.keys(lossesMap);

/** The full name of a loss, also of Keras' spelling and a short form; `undefined` if there is none. */
export function lossNamed(name: unknown): string | undefined {
  if (typeof name !== 'string') return undefined;
  const camel = name.replace(/_([a-z])/g, (_, letter: string) => letter.toUpperCase());
  const full = short[camel.toLowerCase()] ?? camel;
  return lossNames.includes(full) ? full : undefined;
}

export function lossOf(name: string): Loss {
  return lossesMap[name] as Loss;
}

/** Those that take targets as class numbers, as shares of classes, and as shares of yes. */
export const SPARSE = 'sparseCategoricalCrossentropy';
export const CATEGORICAL = 'categoricalCrossentropy';
export const BINARY = 'binaryCrossentropy';

/** The loss that goes with a last layer: by its activation, and by whether the targets are class numbers. */
export function naturalLoss(activation: string | undefined, classNumbers: boolean): string {
  if (classNumbers) return SPARSE;
  if (activation === 'softmax') return CATEGORICAL;
  return activation === 'sigmoid' ? BINARY : 'meanSquaredError';
}

/** Losses that need probabilities, with the activations that do not give any. */
export function misfit(loss: string, activation: string | undefined): boolean {
  if (activation === undefined || ![SPARSE, CATEGORICAL, BINARY].includes(loss)) return false;
  return [
    'linear',
    'relu',
    'relu6',
    'elu',
    'selu',
    'tanh',
    'softplus',
    'softsign',
    'swish',
    'mish',
    'gelu',
  ].includes(activation);
}
