/** Seeded numbers for test cases: the same seed gives the same cases everywhere. */
export interface Random {
  /** Uniform in [low, high). */
  uniform(low: number, high: number): number;
  /** A whole number from low to high, both included. */
  integer(low: number, high: number): number;
  pick<T>(list: readonly T[]): T;
  chance(probability: number): boolean;
  /** Uniform in [low, high), default [-1, 1); one for each element of the shape. */
  floats(shape: readonly number[], low?: number, high?: number): Float32Array;
}

/** Mulberry32, a 32-bit generator: plenty for test data. */
export function seededRandom(seed: number): Random {
  let state = seed >>> 0;
  const next = () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  const uniform = (low: number, high: number) => low + (high - low) * next();
  return {
    uniform,
    integer: (low, high) => low + Math.floor(next() * (high - low + 1)),
    pick: (list) => list[Math.floor(next() * list.length)]!,
    chance: (probability) => next() < probability,
    floats: (shape, low = -1, high = 1) =>
      Float32Array.from({ length: shape.reduce((size, length) => size * length, 1) }, () =>
        uniform(low, high),
      ),
  };
}
