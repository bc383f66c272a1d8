// Which rows train and which are kept for the test: those of a source that comes in one piece, or in two.
import type { DatasetOptions } from './dataset';
import { divide } from './split';

/** Where the page does not say. */
export const TEST_SHARE = 0.2;

export interface RowParts {
  train: Uint32Array;
  test: Uint32Array;
}

/**
 * Draws the rows of each part, and shuffles them.
 * @param rows the usable ones
 * @param held those that the source has for the test; of a source without such a share of the others is taken
 * @param classOf gives a row's class: all parts get the same share of each
 */
export function splitRows(
  rows: Uint32Array,
  held: Uint32Array | undefined,
  { test = TEST_SHARE, seed = 0, limit = rows.length }: Pick<DatasetOptions, 'test' | 'seed' | 'limit'>,
  classOf?: (row: number) => number,
): RowParts {
  const parts = divide(rows.length, held ? 0 : test, seed, classOf && ((i) => classOf(rows[i]!)));
  const numbered = (indices: Uint32Array) => indices.map((i) => rows[i]!);
  return { train: numbered(parts.train.slice(0, limit)), test: held ?? numbered(parts.test) };
}

/** Those from one number to before another that fit. */
export function rowsBetween(
  from: number,
  to: number,
  fits: (row: number) => boolean = () => true,
): Uint32Array {
  const found = new Uint32Array(to - from);
  let count = 0;
  for (let row = from; row < to; row++) if (fits(row)) found[count++] = row;
  return found.slice(0, count);
}
