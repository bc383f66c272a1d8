// The four in strokes.
import type { Hand } from '../hand';
import { cornered, curve, type Point, type Stroke } from '../stroke';

/** How far the bar runs on behind the stem. */
const overhang = (hand: Hand) => Math.max(-0.02, hand.about(0.12, 0.1));

/** Open: a corner of left arm and bar, then a stem that crosses the bar. */
function open(hand: Hand): Stroke[] {
  const bar = hand.about(0.52, 0.07);
  const stem = hand.about(0.52, 0.07);
  const start = hand.at(hand.about(0.12, 0.07), hand.about(0.04, 0.06));
  const end = hand.at(stem + overhang(hand), bar + hand.about(-0.02, 0.05));
  const elbow: Point = hand.at(0.02, bar);
  const arm = hand.chance(0.6)
    ? cornered(curve(start, elbow), curve(elbow, end))
    : curve(start, hand.at(0.02, bar - 0.12), hand.at(0.1, bar + 0.02), hand.at(stem - 0.12, bar), end);
  const lean = hand.about(0.06, 0.06);
  const top = hand.at(stem + lean, hand.about(0.06, 0.1));
  return [arm, curve(top, hand.at(stem, bar), hand.at(stem - lean, 1))];
}

/** Closed: a diagonal from the top, the bar, and a stem from the top or from below it. */
function closed(hand: Hand): Stroke[] {
  const bar = hand.about(0.6, 0.06);
  const stem = hand.about(0.5, 0.06);
  const top = hand.at(stem + hand.about(0, 0.03), 0);
  const elbow = hand.at(0.02, bar);
  const end = hand.at(stem + overhang(hand) + 0.04, bar + hand.about(-0.01, 0.04));
  const arm = cornered(curve(top, hand.at(0.24, 0.32), elbow), curve(elbow, end));
  const stemTop = hand.chance(0.6) ? top : hand.at(stem, hand.about(0.2, 0.08));
  return [arm, curve(stemTop, hand.at(stem, 0.55), hand.at(stem + hand.about(-0.02, 0.03), 1))];
}

/** In one stroke: down, round, up to the stem's top and down again, like a y. */
function unbroken(hand: Hand): Stroke[] {
  const bar = hand.about(0.5, 0.05);
  const stem = hand.about(0.58, 0.06);
  const top = hand.at(stem + hand.about(0.03, 0.03), hand.about(0.06, 0.07));
  const up = curve(
    hand.at(hand.about(0.1, 0.05), hand.about(0.03, 0.05)),
    hand.at(0.02, bar - 0.18),
    hand.at(0.1, bar),
    hand.at(0.3, bar),
    hand.at(stem - 0.05, bar - 0.15),
    top,
  );
  return [cornered(up, curve(top, hand.at(stem, 0.5), hand.at(stem - hand.about(0.06, 0.06), 1)))];
}

/** 4: open, closed, or in one stroke. */
export function drawFour(hand: Hand): Stroke[] {
  return hand.choose([
    [6, open],
    [2, closed],
    [1.2, unbroken],
  ])(hand);
}
