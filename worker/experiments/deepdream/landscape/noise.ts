// Smooth randomness over the plane.
import type { Random } from '../../../training/random';

/** A smooth random field over the plane, about −1 to 1, of so many octaves, each half as coarse and strong. */
export type Noise = (x: number, y: number, octaves?: number) => number;

const SIZE = 256;
const MASK = SIZE - 1;

/** Values on a lattice, hashed by a permutation of 256 (after Perlin, 1985) and blended in between. */
export function createNoise(random: Random): Noise {
  const order = random.permutation(SIZE);
  const values = Float32Array.from({ length: SIZE }, () => random.uniform(-1, 1));
  const value = (column: number, row: number) => values[order[(column + order[row & MASK]!) & MASK]!]!;

  const one = (x: number, y: number) => {
    const column = Math.floor(x);
    const row = Math.floor(y);
    const across = ease(x - column);
    const above = blend(value(column, row), value(column + 1, row), across);
    const below = blend(value(column, row + 1), value(column + 1, row + 1), across);
    return blend(above, below, ease(y - row));
  };

  return (x, y, octaves = 1) => {
    let sum = 0;
    let strength = 1;
    for (let i = 0; i < octaves; i++) {
      // An odd offset an octave, so that the lattices' corners do not meet.
      sum += strength * one(x + 37.7 * i, y + 17.3 * i);
      strength /= 2;
      x *= 2;
      y *= 2;
    }
    return sum;
  };
}

const ease = (t: number) => t * t * t * (t * (6 * t - 15) + 10);
const blend = (a: number, b: number, share: number) => a + share * (b - a);
