// The two in strokes.
import type { Hand } from '../hand';
import { cornered, curve, type Point, type Stroke } from '../stroke';

/** The arch, from the pen's first touch to where it turns downwards, which is at the given height. */
function arch(hand: Hand, height: number): Point[] {
  const width = hand.about(0.57, 0.12);
  return hand.choose<() => Point[]>([
    [
      6, // round
      () => [
        hand.at(hand.about(0.07, 0.05), hand.between(0.08, 0.4)),
        hand.at(width * 0.3, 0.05),
        hand.at(width * 0.62, 0),
        hand.at(width * 0.95, height * 0.4),
        hand.at(width, height),
      ],
    ],
    [
      2, // flat, as in a Z
      () => [
        hand.at(hand.about(0.02, 0.04), hand.about(0.07, 0.05)),
        hand.at(width * 0.5, hand.about(0.02, 0.03)),
        hand.at(width * 0.93, 0.02),
        hand.at(width * 0.95, height * 0.6),
      ],
    ],
    [
      2, // with a curl before it
      () => [
        hand.at(hand.between(0.1, 0.28), hand.between(0.2, 0.32)),
        hand.at(0.05, 0.22),
        hand.at(width * 0.25, 0.05),
        hand.at(width * 0.62, 0),
        hand.at(width, height * 0.5),
        hand.at(width, height * 1.1),
      ],
    ],
  ])();
}

/** The base, from the end of the diagonal round a loop and on to the right. */
function loopedBase(hand: Hand): Point[] {
  const wide = hand.between(0.6, 2.6);
  const tall = hand.between(0.5, 1.7);
  const x = hand.about(0.1, 0.04);
  const y = hand.about(0.88, 0.04);
  return [
    hand.at(x + 0.08 * wide, y + 0.04 * tall),
    hand.at(x - 0.02 * wide, y + 0.07 * tall),
    hand.at(x - 0.07 * wide, y - 0.01 * tall),
    hand.at(x + 0.02 * wide, y - 0.1 * tall),
    hand.at(x + 0.18 * wide, y - hand.between(0.0, 0.08) * tall),
    hand.at(hand.about(0.56, 0.07), hand.about(0.95, 0.05)),
  ];
}

/** A loop up to a third of the digit high, flat or round, and a leg that leaves it downwards, level or rising. */
function cursiveBase(hand: Hand): Point[] {
  const left = hand.about(-0.02, 0.06);
  const top = hand.between(0.62, 0.86);
  const bottom = hand.about(0.96, 0.03);
  const leg = hand.about(0.74, 0.1);
  const drop = hand.about(0.96, 0.08);
  const across = hand.about(0.32, 0.06);
  return [
    hand.at(across, (top + bottom) / 2 + 0.02),
    hand.at((left + across) / 2, bottom),
    hand.at(left + 0.03, bottom - 0.04),
    hand.at(left, (top + bottom) / 2),
    hand.at((left + across) / 2, top + 0.02),
    hand.at(across + 0.04, top + hand.between(0.01, 0.07)),
    hand.at((across + leg) / 2 + 0.04, top + (drop - top) * 0.6),
    hand.at(leg, drop),
  ];
}

/** 2: an arch and a diagonal, then a base from a corner, from a bend, or out of a loop. */
export function drawTwo(hand: Hand): Stroke[] {
  const style = hand.choose([
    [5, 'corner'],
    [1.5, 'bend'],
    [2.5, 'loop'],
    [6, 'cursive'],
  ] as const);
  const end = hand.at(hand.about(0.8, 0.14), hand.about(0.93, 0.08));
  const waist = hand.at(hand.about(0.4, 0.08), hand.about(0.61, 0.06));
  switch (style) {
    case 'corner': {
      const corner = hand.at(hand.about(0.03, 0.06), hand.about(0.95, 0.05));
      const base = curve(corner, hand.at(0.36, hand.about(0.94, 0.05)), end);
      return [cornered(curve(...arch(hand, hand.about(0.29, 0.08)), waist, corner), base)];
    }
    case 'bend': {
      const bend = [hand.at(0.12, 0.84), hand.at(0.06, 0.96), hand.at(0.24, 0.99)];
      return [curve(...arch(hand, hand.about(0.29, 0.08)), waist, ...bend, end)];
    }
    case 'loop':
      return [curve(...arch(hand, hand.about(0.29, 0.08)), waist, ...loopedBase(hand), end)];
    case 'cursive': {
      const height = hand.about(0.34, 0.09);
      const spine = hand.at(hand.about(0.5, 0.06), height + hand.about(0.27, 0.04));
      return [curve(...arch(hand, height), spine, ...cursiveBase(hand))];
    }
  }
}
