/** A stretch of pixels that a tile answers for, and the longer or equal one that it looks at. */
export interface Cut {
  from: number;
  to: number;
  start: number;
  end: number;
}

/**
 * Cuts a side into tiles of one length that begin at a shifted place; the outer ones answer for less.
 * @param shift 1 to `tile`: what the first answers for
 */
export function cuts(length: number, tile: number, shift: number): Cut[] {
  if (length <= tile) return [{ from: 0, to: length, start: 0, end: length }];
  const all: Cut[] = [];
  for (let from = 0, to = shift; from < length; from = to, to += tile) {
    const end = Math.max(tile, Math.min(to, length));
    all.push({ from, to: Math.min(to, length), start: end - tile, end });
  }
  return all;
}
