// Inputs, targets and weights of the rows, by the formulas that make_golden.py has too.
import type { InputSpec } from './cases/row.mjs';

/** Numbers in [−1, 1) that float32 holds exactly. */
function uniform(count: number, seed: number): Float32Array {
  return Float32Array.from({ length: count }, (_, i) => {
    let h = Math.imul(i + 1, 0x9e3779b1) ^ Math.imul(seed + 1, 0x85ebca6b);
    h = Math.imul(h ^ (h >>> 15), 0x2c1b3c6d);
    h = Math.imul(h ^ (h >>> 12), 0x297a2d39);
    return ((h ^ (h >>> 15)) >>> 12) / 2 ** 19 - 1;
  });
}

const sizeOf = (shape: readonly number[]) => shape.reduce((size, length) => size * length, 1);

/** @param classes how many there are, for `classes`; default: the last size */
export function valuesOf(shape: readonly number[], seed: number, kind = 'any', classes?: number) {
  const last = shape.at(-1) ?? 1;
  const u = uniform(sizeOf(shape), seed);
  switch (kind) {
    case 'any':
      return u;
    case 'positive':
      return u.map((value) => (value + 1.25) / 2);
    case 'signs':
      return u.map((value) => (value < 0 ? -1 : 1));
    case 'binary':
      return u.map((value) => (value < 0 ? 0 : 1));
    case 'classes':
      return u.map((value) => Math.floor(((value + 1) / 2) * (classes ?? last)));
    case 'oneHot': {
      const rows = uniform(u.length / last, seed);
      return u.map((_, i) =>
        i % last === Math.floor(((rows[Math.floor(i / last)]! + 1) / 2) * last) ? 1 : 0,
      );
    }
    case 'probabilities': {
      const shares = Float64Array.from(u, (value) => (value + 1.25) / 2);
      return u.map((_, i) => {
        const start = i - (i % last);
        return shares[i]! / shares.subarray(start, start + last).reduce((sum, share) => sum + share, 0);
      });
    }
    case 'masked': {
      // Row b keeps its first steps, at least one.
      const [, steps = 1] = shape;
      const step = u.length / shape[0]! / steps;
      return u.map((value, i) => {
        const row = Math.floor(i / step / steps);
        return Math.floor(i / step) % steps < 1 + ((row + 1) % (steps - 1)) ? value : 0;
      });
    }
  }
  throw new Error(`No values of the kind ${kind}.`);
}

export function inputOf({ shape, kind, classes }: InputSpec, index: number): Float32Array {
  return valuesOf(shape, index, kind, classes);
}

/** @param name such as `dense_Dense1/kernel` */
export function weightOf(name: string, shape: readonly number[], layer: number, index: number): Float32Array {
  const u = uniform(sizeOf(shape), 100 + 20 * layer + index);
  if (/gamma/.test(name)) return u.map((value) => 1 + 0.25 * value);
  if (/moving_variance/.test(name)) return u.map((value) => 1 + 0.5 * value);
  return u.map((value) => 0.5 * value);
}
