// All rows of the conformance table.
import { rows as convolution } from './convolution.mjs';
import { rows as dense } from './dense.mjs';
import { rows as merge } from './merge.mjs';
import { rows as pooling } from './pooling.mjs';
import { rows as recurrent } from './recurrent.mjs';
import { rows as training } from './training.mjs';

/** By the file of golden values that has them. @type {Record<string, import('./row.mjs').Row[]>} */
export const families = { dense, convolution, pooling, recurrent, merge, training };

/** @type {import('./row.mjs').Row[]} */
export const rows = Object.values(families).flat();

/** What tells whether golden values were made for this very row. @param {import('./row.mjs').Row} row */
export function digestOf(row) {
  let hash = 0x811c9dc5;
  for (const character of JSON.stringify(row)) {
    hash = Math.imul(hash ^ (character.codePointAt(0) ?? 0), 0x01000193) >>> 0;
  }
  return hash.toString(36);
}
