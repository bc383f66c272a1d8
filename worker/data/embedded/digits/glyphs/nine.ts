// The nine in strokes.
import type { Hand } from '../hand';
import { cornered, curve, type Point, type Stroke } from '../stroke';

/** The stem below its first point: straight, bent, or hooked to the left. */
function stem(hand: Hand, x: number): Point[] {
  const lean = hand.about(0.08, 0.08);
  return hand.choose<() => Point[]>([
    [5, () => [hand.at(x - lean * 0.4, 0.5), hand.at(x - lean, 1)]],
    [3, () => [hand.at(x, 0.45), hand.at(x - 0.06, 0.75), hand.at(x - 0.06 - 2 * lean, 1)]],
    [
      1.5,
      () => [
        hand.at(x, 0.5),
        hand.at(x - 0.02, 0.8),
        hand.at(x - 0.16, 0.99),
        hand.at(x - hand.between(0.28, 0.5), hand.about(0.94, 0.05)),
      ],
    ],
  ])();
}

/** 9: a loop against the clock, then the stem, from a corner or in one swing; the loop may stay open. */
export function drawNine(hand: Hand): Stroke[] {
  const right = hand.about(0.5, 0.1);
  const bottom = hand.chance(0.85) ? hand.about(0.43, 0.09) : hand.between(0.55, 0.75);
  const opening = hand.about(0.02, 0.09);
  const loop: Point[] = [
    hand.at(right - 0.04 + Math.max(0, opening), hand.about(0.1, 0.04)),
    hand.at(right * 0.6, 0),
    hand.at(right * 0.18, bottom * 0.2),
    hand.at(0.02, bottom * 0.62),
    hand.at(right * 0.2, bottom * 0.96),
    hand.at(right * 0.55, bottom),
    hand.at(right * 0.85, bottom * 0.74),
  ];
  return hand.choose<() => Stroke[]>([
    [
      5, // a corner at the top of the stem
      () => {
        const top = hand.at(right + Math.max(0, -opening), hand.between(0, 0.26));
        return [cornered(curve(...loop, top), curve(top, ...stem(hand, right)))];
      },
    ],
    [
      1.5, // a hook that comes back to the stem half-way down, open above
      () => {
        const joint = hand.at(right, hand.between(0.2, 0.38));
        const hook = [
          hand.at(right + hand.between(0, 0.2), hand.about(0.05, 0.05)),
          ...loop.slice(1, -1),
          joint,
        ];
        return [cornered(curve(...hook), curve(joint, ...stem(hand, right)))];
      },
    ],
    [
      2, // a swing
      () => [curve(...loop, hand.at(right + 0.02, 0.2), hand.at(right + 0.03, 0.3), ...stem(hand, right))],
    ],
    [
      3, // from the junction round the loop with the clock and straight on
      () => {
        const start = hand.at(right - hand.between(0, 0.12), bottom - hand.between(0, 0.16));
        const over = [
          hand.at(right * 0.55, bottom),
          hand.at(0.05, bottom * 0.78),
          hand.at(0.06, bottom * 0.3),
        ];
        const swing = [hand.at(right * 0.55, 0), hand.at(right - 0.03, bottom * 0.17), hand.at(right, 0.26)];
        return [curve(start, ...over, ...swing, ...stem(hand, right))];
      },
    ],
  ])();
}
