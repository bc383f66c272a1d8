import type { Hand } from '../hand';
import { curve, type Point, type Stroke } from '../stroke';

/** 6: a stem, bent or nearly straight, that runs into a loop; the loop may close, cross the stem or stay open. */
export function drawSix(hand: Hand): Stroke[] {
  const start = hand.about(0.46, 0.09);
  const width = hand.about(0.56, 0.07);
  const top = hand.about(0.56, 0.06);
  const bend = hand.about(0.14, 0.06);
  const keys: Point[] = [
    hand.at(start, 0),
    hand.at(0.08 + (start - 0.08) * 0.6 - bend * 0.3, 0.2),
    hand.at(0.08 + (start - 0.08) * 0.22 - bend * 0.3, 0.45),
    hand.at(0.02, 0.7),
    hand.at(0.1, 0.92),
    hand.at(0.3, 1),
    hand.at(width - 0.06, 0.93),
    hand.at(width, (top + 1) / 2),
    hand.at(width - 0.1, top + 0.03),
    hand.at(0.3, top),
  ];
  const closing = hand.choose([
    [2, 0],
    [5, 1],
    [2, 2],
  ] as const);
  if (closing > 0) keys.push(hand.at(0.14, top + 0.12));
  if (closing > 1) keys.push(hand.at(0.06, top + 0.26));
  return [curve(...keys)];
}
