// The three in strokes.
import type { Hand } from '../hand';
import { cornered, curve, type Point, type Stroke } from '../stroke';

/** 3: a round or a flat top, a cusp, a blunt waist or a small loop in the middle, and a lower bowl. */
export function drawThree(hand: Hand): Stroke[] {
  const upper = hand.about(0.5, 0.07);
  const lower = hand.about(0.6, 0.08);
  const height = hand.about(0.42, 0.06);
  const depth = hand.about(0.22, 0.08);
  const bowl: Point[] = [
    hand.at(lower - 0.07, height + 0.08),
    hand.at(lower, height + 0.26),
    hand.at(lower - 0.12, 0.92),
    hand.at(lower * 0.5, 1),
    hand.at(0.1, hand.about(0.96, 0.03)),
    hand.at(hand.about(-0.02, 0.08), hand.about(0.87, 0.08)),
  ];
  if (hand.chance(0.22)) bowl.splice(hand.chance(0.5) ? 4 : 5); // no tail
  const top: Point[] = [
    hand.at(hand.about(0.02, 0.06), hand.between(0.02, 0.28)),
    hand.at(upper * 0.3, 0.05),
    hand.at(upper * 0.62, 0),
    hand.at(upper - 0.02, 0.09),
    hand.at(upper, hand.about(0.21, 0.03)),
    hand.at(upper - 0.1, height - 0.08),
  ];
  return hand.choose<() => Stroke[]>([
    [
      5, // cusp
      () => {
        const cusp = hand.at(depth, height);
        return [cornered(curve(...top, cusp), curve(cusp, ...bowl))];
      },
    ],
    [2, () => [curve(...top, hand.at(depth + 0.14, height), ...bowl)]], // blunt
    [
      2, // loop
      () => {
        const size = hand.between(0.02, 0.07);
        const loop: Point[] = [
          hand.at(depth + size, height + 0.02),
          hand.at(depth - size, height + size),
          hand.at(depth - size / 2, height - size / 2),
          hand.at(depth + 0.12, height),
        ];
        return [curve(...top, ...loop, ...bowl)];
      },
    ],
    [
      2.5, // flat top
      () => {
        const corner = hand.at(upper, hand.about(0.02, 0.03));
        const cusp = hand.at(depth + hand.about(0.04, 0.05), height - 0.04);
        const bar = curve(hand.at(0.04, hand.about(0.04, 0.06)), corner);
        return [cornered(bar, curve(corner, cusp), curve(cusp, ...bowl))];
      },
    ],
  ])();
}
