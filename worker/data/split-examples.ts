// Which examples train and which are kept for the test, where a source comes in one piece.
import { Random } from '../training/random';

/** Where the page does not say. */
export const TEST_SHARE = 0.2;

/**
 * Shuffles examples and splits them; at least one is left to train with.
 * @param examples their numbers; shuffled in place
 * @param share of the test, 0 to 0.9
 */
export function splitExamples(
  examples: Uint32Array,
  {
    test = TEST_SHARE,
    seed = 0,
    limit = Number.POSITIVE_INFINITY,
  }: { test?: number; seed?: number; limit?: number },
): { train: Uint32Array; test: Uint32Array } {
  new Random(seed).shuffle(examples);
  const held = Math.min(Math.round(examples.length * test), examples.length - 1);
  const last = examples.length - Math.max(0, held);
  return { train: examples.slice(0, Math.min(last, limit)), test: examples.slice(last) };
}
