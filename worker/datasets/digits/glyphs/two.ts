import type { Hand } from '../hand';
import { cornered, curve, type Point, type Stroke } from '../stroke';

/** The arch, from the pen's first touch to where the diagonal begins. */
function arch(hand: Hand): Point[] {
  const width = hand.about(0.6, 0.06);
  return hand.choose<() => Point[]>([
    [
      6, // round
      () => [
        hand.at(0.08, hand.between(0.12, 0.32)),
        hand.at(0.17, 0.06),
        hand.at(0.36, 0),
        hand.at(width, 0.1),
        hand.at(width + 0.02, 0.28),
      ],
    ],
    [
      2, // flat, as in a Z
      () => [
        hand.at(0.04, hand.about(0.06, 0.04)),
        hand.at(0.3, hand.about(0.02, 0.02)),
        hand.at(width - 0.05, 0.02),
        hand.at(width - 0.02, 0.16),
      ],
    ],
    [
      2, // with a curl before it
      () => [
        hand.at(0.2, hand.between(0.25, 0.4)),
        hand.at(0.07, 0.24),
        hand.at(0.16, 0.05),
        hand.at(0.38, 0),
        hand.at(width, 0.12),
        hand.at(width, 0.3),
      ],
    ],
  ])();
}

/** 2: an arch and a diagonal, then a base from a corner, from a bend, or out of a loop. */
export function drawTwo(hand: Hand): Stroke[] {
  const top = arch(hand);
  const waist = hand.at(hand.about(0.4, 0.05), hand.about(0.6, 0.04));
  const end = hand.at(hand.about(0.74, 0.1), hand.about(0.95, 0.06));
  return hand.choose<() => Stroke[]>([
    [
      5, // corner
      () => {
        const corner = hand.at(hand.about(0.04, 0.05), hand.about(0.95, 0.04));
        const base = curve(corner, hand.at(0.36, hand.about(0.94, 0.04)), end);
        return [cornered(curve(...top, waist, corner), base)];
      },
    ],
    [
      1.5, // bend
      () => {
        const bend = [hand.at(0.12, 0.86), hand.at(0.08, 0.97), hand.at(0.24, 0.98)];
        return [curve(...top, waist, ...bend, end)];
      },
    ],
    [
      4, // loop
      () => {
        const size = hand.between(0.5, 1.4);
        const [x, y] = [hand.about(0.1, 0.04), hand.about(0.88, 0.03)];
        const loop: Point[] = [
          hand.at(x + 0.12 * size, y + 0.04 * size),
          hand.at(x - 0.02 * size, y + 0.1 * size),
          hand.at(x - 0.1 * size, y),
          hand.at(x + 0.02 * size, y - 0.1 * size),
          hand.at(x + 0.22 * size, y - 0.02 * size),
        ];
        const dip = hand.at(hand.about(0.52, 0.05), hand.about(0.97, 0.03));
        return [curve(...top, waist, ...loop, dip, end)];
      },
    ],
  ])();
}
