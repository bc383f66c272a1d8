// Numbers that a seed decides, for the scripts and for the pages.

/**
 * A generator of numbers from 0 to 1 (Marsaglia's xorshift, 32 bits).
 * @param {number} seed
 */
export function randomOf(seed) {
  let state = (Math.imul(seed + 1, 0x9e3779b1) ^ 0x5bd1e995) | 1;
  const next = () => {
    state ^= state << 13;
    state ^= state >>> 17;
    state ^= state << 5;
    return (state >>> 0) / 2 ** 32;
  };
  for (let i = 0; i < 8; i++) next();
  return next;
}

/**
 * @template T
 * @param {() => number} random
 * @param {readonly T[]} from
 * @returns {T}
 */
export const pick = (random, from) => /** @type {T} */ (from[Math.floor(random() * from.length)]);
