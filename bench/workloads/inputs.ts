import { type Tensor, tensor } from '@tensorflow/tfjs-core';
import type { Random } from '../../worker/training/random';

/** Uniform over [low, high). */
export function randomTensor(shape: number[], random: Random, low = 0, high = 1): Tensor {
  const size = shape.reduce((product, n) => product * n, 1);
  return tensor(
    Float32Array.from({ length: size }, () => random.uniform(low, high)),
    shape,
  );
}

/** Random classes as rows of zeros with one 1: [...shape, classes]. */
export function randomClasses(shape: number[], classes: number, random: Random): Tensor {
  const size = shape.reduce((product, n) => product * n, 1);
  const values = new Float32Array(size * classes);
  for (let row = 0; row < size; row++) values[row * classes + random.integer(classes)] = 1;
  return tensor(values, [...shape, classes]);
}
