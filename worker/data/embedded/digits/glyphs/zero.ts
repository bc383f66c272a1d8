// The zero in strokes.
import type { Hand } from '../hand';
import { curve, type Point, type Stroke } from '../stroke';

/** 0: one loop from near the top; an egg, narrow or squat; it may stay open, overlap, or curl inwards. */
export function drawZero(hand: Hand): Stroke[] {
  const width = hand.choose([
    [6, hand.about(0.36, 0.07)],
    [1, hand.about(0.24, 0.03)], // narrow
    [2, hand.about(0.55, 0.09)], // squat
  ]);
  const sweep = hand.choose([
    [7, hand.about(365, 12)],
    [1, hand.about(330, 15)], // open
    [3, hand.about(405, 25)], // overlapping
  ]);
  const direction = hand.chance(0.8) ? -1 : 1;
  const lean = hand.about(0.12, 0.06);
  const egg = hand.about(0.12, 0.25);
  const tip = (1 + Math.abs(hand.about(0, 0.05))) * 0.5;
  const loop = hand
    .round([0, 0], [width, tip], hand.about(-80, 30), direction * sweep, hand.about(0.94, 0.1))
    .map(([x, y]): Point => [x * (1 + egg * y) - lean * y, y]);
  const strokes = [curve(...loop)];
  if (hand.chance(0.015)) strokes.push(curve(hand.at(0.4, -0.45), hand.at(-0.4, 0.45))); // slashed
  return strokes;
}
