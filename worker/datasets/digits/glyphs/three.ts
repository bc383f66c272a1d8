import type { Hand } from '../hand';
import { cornered, curve, type Point, type Stroke } from '../stroke';

/** 3: a round or a flat top, a cusp, a blunt waist or a small loop in the middle, and a lower bowl. */
export function drawThree(hand: Hand): Stroke[] {
  const upper = hand.about(0.56, 0.06);
  const lower = hand.about(0.62, 0.06);
  const height = hand.about(0.45, 0.04);
  const depth = hand.about(0.24, 0.08);
  const bowl: Point[] = [
    hand.at(lower - 0.06, height + 0.1),
    hand.at(lower, height + 0.26),
    hand.at(lower - 0.1, 0.92),
    hand.at(0.3, 1),
    hand.at(0.12, hand.about(0.95, 0.03)),
    hand.at(hand.about(0.02, 0.04), hand.about(0.86, 0.06)),
  ];
  const top: Point[] = [
    hand.at(hand.about(0.06, 0.05), hand.between(0.05, 0.2)),
    hand.at(0.15, 0.06),
    hand.at(0.33, 0),
    hand.at(upper - 0.03, 0.08),
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
    [2, () => [curve(...top, hand.at(depth + 0.12, height), ...bowl)]], // blunt
    [
      2, // loop
      () => {
        const size = hand.between(0.02, 0.06);
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
      1.5, // flat top
      () => {
        const corner = hand.at(upper, hand.about(0.02, 0.03));
        const cusp = hand.at(depth + 0.04, height - 0.04);
        const bar = curve(hand.at(0.04, hand.about(0.04, 0.04)), corner);
        return [cornered(bar, curve(corner, cusp), curve(cusp, ...bowl))];
      },
    ],
  ])();
}
