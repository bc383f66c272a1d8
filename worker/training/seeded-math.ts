// Lets what draws from Math.random, such as the initializers and noise layers of TensorFlow.js, draw from a seed.
import type { Random } from './random';

/** Calls `work`, which must not wait for anything, with a Math.random that `random` fixes. */
export function withSeededMath<T>(random: Random, work: () => T): T {
  const original = Math.random;
  Math.random = () => random.uniform();
  try {
    return work();
  } finally {
    Math.random = original;
  }
}
