// Grain on what is painted.
import type { Random } from '../../../training/random';
import { SIDE } from './scene';

const LATTICE = 16;

/** A smooth random field between −1 and 1: values on a lattice, blended in between. */
export function texture(random: Random): (x: number, y: number) => number {
  const cell = random.uniform(SIDE / (LATTICE - 2), 8); // pixels between two values; the finest fits the lattice
  const values = Float32Array.from({ length: LATTICE * LATTICE }, () => random.uniform(-1, 1));
  return (x, y) => {
    const u = x / cell;
    const v = y / cell;
    const column = Math.floor(u);
    const row = Math.floor(v);
    const at = row * LATTICE + column;
    const across = smooth(u - column);
    const above = values[at]! + across * (values[at + 1]! - values[at]!);
    const below = values[at + LATTICE]! + across * (values[at + LATTICE + 1]! - values[at + LATTICE]!);
    return above + smooth(v - row) * (below - above);
  };
}

function smooth(t: number): number {
  return t * t * (3 - 2 * t);
}
