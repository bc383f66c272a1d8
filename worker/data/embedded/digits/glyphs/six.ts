// The six in strokes.
import type { Hand } from '../hand';
import { curve, type Point, type Stroke } from '../stroke';

/** 6: a stem, bent or straight, that runs into a loop; the loop may stay open, close, cross the stem or curl. */
export function drawSix(hand: Hand): Stroke[] {
  const width = hand.about(0.56, 0.12);
  const top = hand.chance(0.92) ? hand.about(0.56, 0.08) : hand.between(0.3, 0.42);
  const start = hand.about(0.36, 0.16);
  const bend = hand.about(0.06, 0.06);
  const keys: Point[] = [
    hand.at(start, 0),
    hand.at(0.03 + (start - 0.03) * 0.6 - bend * 0.7, 0.22),
    hand.at(0.03 + (start - 0.03) * 0.22 - bend, 0.5),
    hand.at(0.02 - bend * 0.5, 0.75),
    hand.at(width * 0.16, 0.94),
    hand.at(width * 0.5, 1),
    hand.at(width * 0.9, 0.92),
    hand.at(width, (top + 1) / 2),
    hand.at(width * 0.84, top + 0.04),
    hand.at(width * 0.55, top),
  ];
  const closing = hand.choose([
    [2, 'open'],
    [4, 'closed'],
    [2, 'crossing'],
    [1, 'curled'],
  ] as const);
  if (closing !== 'open') keys.push(hand.at(width * 0.25, top + hand.between(0.06, 0.16)));
  if (closing === 'closed') keys.push(hand.at(0.06, top + hand.between(0.12, 0.28)));
  if (closing === 'crossing') keys.push(hand.at(-hand.between(0.05, 0.16), top + hand.between(0.1, 0.3)));
  if (closing === 'curled') keys.push(hand.at(width * 0.35, top + 0.25), hand.at(width * 0.6, top + 0.25));
  return [curve(...keys)];
}
