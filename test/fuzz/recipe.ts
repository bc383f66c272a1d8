// What a recipe for a kernel call is made of: tensors as plain data, so that each backend makes its own.
import type { Random } from '../kernels/random';

export type Dtype = 'float32' | 'int32' | 'bool' | 'complex64' | 'string';

/** A tensor before it is made; `values` of complex64 are pairs. */
export interface Draft {
  shape: number[];
  dtype: Dtype;
  values: number[];
}

export interface Call {
  inputs: Record<string, Draft> | Draft[];
  attrs: Record<string, unknown>;
}

/** Draws a call that the kernel should take. */
export type Recipe = (random: Random) => Call;

const LENGTHS = [0, 1, 1, 2, 3, 4, 5, 7, 8, 13, 16, 17, 31, 33, 64];

/** A shape of the rank, or of any up to 6; seldom empty, seldom large. */
export function shape(random: Random, rank = random.integer(0, random.chance(0.2) ? 6 : 4)): number[] {
  const lengths = Array.from({ length: rank }, () => {
    const length = random.pick(LENGTHS);
    return length === 0 && random.chance(0.7) ? 2 : length;
  });
  while (sizeOf(lengths) > 40_000) {
    const largest = lengths.indexOf(Math.max(...lengths));
    lengths[largest] = Math.ceil(lengths[largest]! / 3);
  }
  if (rank > 0 && random.chance(0.02)) lengths.fill(1).splice(random.integer(0, rank - 1), 1, 70_001);
  return lengths;
}

export function sizeOf(lengths: readonly number[]): number {
  return lengths.reduce((product, length) => product * length, 1);
}

/** Numbers as a network has them, rounded so that both backends read the same. */
export function floats(random: Random, lengths: readonly number[], low = -2, high = 2): Draft {
  return draft(lengths, 'float32', () => Math.fround(random.uniform(low, high)));
}

export function ints(random: Random, lengths: readonly number[], low = -5, high = 9): Draft {
  return draft(lengths, 'int32', () => random.integer(low, high));
}

export function bools(random: Random, lengths: readonly number[]): Draft {
  return draft(lengths, 'bool', () => random.integer(0, 1));
}

export function numbers(random: Random, lengths: readonly number[]): Draft {
  return random.chance(0.7) ? floats(random, lengths) : random.pick([ints, bools])(random, lengths);
}

export function draft(lengths: readonly number[], dtype: Dtype, draw: (i: number) => number): Draft {
  const count = sizeOf(lengths) * (dtype === 'complex64' ? 2 : 1);
  return { shape: [...lengths], dtype, values: Array.from({ length: count }, (_, i) => draw(i)) };
}

/** A shape that broadcasts with the given one. */
export function broadcastable(random: Random, lengths: readonly number[]): number[] {
  const kept = lengths.slice(random.chance(0.7) ? 0 : random.integer(0, lengths.length));
  return kept.map((length) => (random.chance(0.25) ? 1 : length));
}

export function axis(random: Random, rank: number): number {
  return rank === 0 ? 0 : random.integer(0, rank - 1);
}

export function axes(random: Random, rank: number): number[] {
  return Array.from({ length: rank }, (_, i) => i).filter(() => random.chance(0.5));
}

export function shuffled<T>(random: Random, list: readonly T[]): T[] {
  const rest = [...list];
  return list.map(() => rest.splice(random.integer(0, rest.length - 1), 1)[0]!);
}
