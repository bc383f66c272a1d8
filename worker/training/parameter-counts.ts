// How many weights are trained, and how many are not.
import type { LayersModel } from '@tensorflow/tfjs-layers';

type Weights = LayersModel['weights'];

/** Single weights of networks that training changes, and those that it leaves as they are. */
export function parameterCounts(...networks: LayersModel[]): {
  trainableParameters: number;
  frozenParameters: number;
} {
  return {
    trainableParameters: count(networks.flatMap(({ trainableWeights }) => trainableWeights)),
    frozenParameters: count(networks.flatMap(({ nonTrainableWeights }) => nonTrainableWeights)),
  };
}

function count(weights: Weights): number {
  return weights.reduce((sum, { shape }) => sum + shape.reduce<number>((size, n) => size * (n ?? 1), 1), 0);
}
