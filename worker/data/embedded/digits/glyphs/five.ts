// The five in strokes.
import type { Hand } from '../hand';
import { cornered, curve, type Point, type Stroke } from '../stroke';

/** 5: hat, back and bowl; in two strokes, in one with corners, or rounded like an S. */
export function drawFive(hand: Hand): Stroke[] {
  const waist = hand.about(0.41, 0.08);
  const back = hand.about(0.14, 0.06);
  const width = hand.about(0.58, 0.08);
  const shoulder = hand.at(back + hand.about(0.06, 0.05), hand.about(0.05, 0.04));
  const hatEnd = hand.at(hand.about(0.72, 0.14), hand.about(-0.01, 0.07));
  const hip = hand.at(back, waist);
  const bowl: Point[] = [
    hand.at(back + (width - back) * 0.45, waist - hand.between(-0.02, 0.1)),
    hand.at(width - 0.05, waist + 0.08),
    hand.at(width, waist + 0.26),
    hand.at(width - 0.12, 0.92),
    hand.at(width * 0.45, 1),
    hand.at(hand.about(0.01, 0.09), hand.about(0.89, 0.08)),
  ];
  if (hand.chance(0.15)) bowl.splice(hand.chance(0.5) ? 4 : 5); // no tail
  const body = hand.chance(0.6)
    ? cornered(curve(shoulder, hip), curve(hip, ...bowl))
    : curve(shoulder, hand.at(back, waist - 0.12), hand.at(back + 0.06, waist), ...bowl.slice(1));
  return hand.choose<() => Stroke[]>([
    [
      5, // two strokes
      () => {
        const start = hand.at(shoulder[0] + hand.about(0.01, 0.09), shoulder[1] + hand.about(0, 0.04));
        return [body, curve(start, hand.at((start[0] + hatEnd[0]) / 2, hand.about(0.03, 0.04)), hatEnd)];
      },
    ],
    [3, () => [cornered(curve(hatEnd, shoulder), body)]], // one stroke
    [
      2, // like an S
      () => [
        curve(
          hatEnd,
          hand.at((back + hatEnd[0]) / 2, hand.about(0.02, 0.04)),
          hand.at(back + 0.03, 0.14),
          hand.at(back, waist - 0.14),
          hand.at(back + 0.16, waist),
          ...bowl.slice(1),
        ),
      ],
    ],
  ])();
}
