// Random tensors that a seed fixes.

/**
 * Random numbers drawn on the backend, by seed and counter. The same (seed, counter) gives the same numbers
 * whatever was drawn before, on whatever thread or backend: uniform numbers and dropout masks bit for bit on
 * cpu and wasm (webgpu: the same masks, uniform numbers to a rounding error). Normal numbers agree to 2e-6 of a
 * standard deviation between cpu and wasm; webgpu computes sines and logarithms less exactly, to about 3e-3.
 *
 * Each function needs its kernels registered for the backend in use: see `kernels/ops/random`.
 */
import {
  engine,
  getGradient,
  type Rank,
  registerGradient,
  type ShapeMap,
  type Tensor,
} from '@tensorflow/tfjs-core';
import {
  type DropoutAttributes,
  type NormalAttributes,
  SEEDED_DROPOUT,
  SEEDED_NORMAL,
  SEEDED_UNIFORM,
  type UniformAttributes,
} from '../kernels/ops/random-bits';

function assertFinite(values: Record<string, number>): void {
  for (const [name, value] of Object.entries(values)) {
    if (!Number.isFinite(value)) throw new RangeError(`${name} must be a finite number, but is ${value}`);
  }
}

/**
 * Uniform float32 numbers in [min, max), multiples of (max − min) / 2²⁴ above min.
 * @throws RangeError unless min < max and all arguments are finite.
 */
export function seededUniform<R extends Rank>(
  shape: ShapeMap[R],
  min: number,
  max: number,
  seed: number,
  counter: number,
): Tensor<R> {
  assertFinite({ min, max, seed, counter });
  if (!(min < max)) throw new RangeError(`min must be below max, but they are ${min} and ${max}`);
  const attrs: UniformAttributes = { shape, min, max, seed, counter };
  return engine().runKernel(SEEDED_UNIFORM, {}, { ...attrs }) as Tensor<R>;
}

/**
 * Normally distributed float32 numbers, by the Box–Muller transform; none lies further than 5.8 standard
 * deviations from the mean.
 * @throws RangeError unless all arguments are finite.
 */
export function seededNormal<R extends Rank>(
  shape: ShapeMap[R],
  mean: number,
  standardDeviation: number,
  seed: number,
  counter: number,
): Tensor<R> {
  assertFinite({ mean, standardDeviation, seed, counter });
  const attrs: NormalAttributes = { shape, mean, standardDeviation, seed, counter };
  return engine().runKernel(SEEDED_NORMAL, {}, { ...attrs }) as Tensor<R>;
}

/**
 * Sets a share `rate` of the elements of x to zero and multiplies the others with 1 / (1 − rate). The
 * gradient draws the mask again instead of keeping it, and can itself be differentiated.
 * @param x float32, any shape.
 * @throws RangeError unless 0 ≤ rate < 1; TypeError if x is not float32.
 */
export function seededDropout<T extends Tensor>(x: T, rate: number, seed: number, counter: number): T {
  assertFinite({ rate, seed, counter });
  if (rate < 0 || rate >= 1) throw new RangeError(`rate must lie in [0, 1), but is ${rate}`);
  if (x.dtype !== 'float32') throw new TypeError(`dropout needs a float32 tensor, but got ${x.dtype}`);
  if (rate === 0) return x.clone();
  const attrs: DropoutAttributes = { rate, seed, counter };
  return engine().runKernel(SEEDED_DROPOUT, { x }, { ...attrs }) as T;
}

if (!getGradient(SEEDED_DROPOUT)) {
  registerGradient({
    kernelName: SEEDED_DROPOUT,
    // The mask does not depend on x: the gradient is the same linear map.
    gradFunc: (dy, _saved, attrs) => {
      const { rate, seed, counter } = attrs as unknown as DropoutAttributes;
      return { x: () => seededDropout(dy as Tensor, rate, seed, counter) };
    },
  });
}
