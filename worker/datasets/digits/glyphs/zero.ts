import type { Hand } from '../hand';
import { curve, type Stroke } from '../stroke';

/** 0: one loop, mostly against the clock from near the top; it may stay open, overlap, or curl inwards. */
export function drawZero(hand: Hand): Stroke[] {
  const width = hand.choose([
    [6, hand.about(0.38, 0.06)],
    [2, hand.about(0.26, 0.04)], // narrow
    [2, hand.about(0.48, 0.04)], // round
  ]);
  const from = hand.about(-75, 30);
  const sweep = hand.choose([
    [7, hand.about(365, 12)],
    [1, hand.about(335, 10)], // open
    [2, hand.about(405, 20)], // overlapping
  ]);
  const direction = hand.chance(0.8) ? -1 : 1;
  const loop = hand.round([0.4, 0.5], [width, 0.5], from, direction * sweep, hand.about(0.98, 0.07));
  const strokes = [curve(...loop)];
  if (hand.chance(0.015)) strokes.push(curve(hand.at(0.75, 0.05), hand.at(0.05, 0.95))); // slashed
  return strokes;
}
