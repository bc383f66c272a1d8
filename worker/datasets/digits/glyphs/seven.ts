import type { Hand } from '../hand';
import { cornered, curve, type Stroke } from '../stroke';

/** 7: bar and stem, sharp or rounded, with or without a serif before the bar and a cross through the stem. */
export function drawSeven(hand: Hand): Stroke[] {
  const turn = hand.at(hand.about(0.62, 0.06), hand.about(0.04, 0.03));
  const foot = hand.at(hand.about(0.3, 0.12), 1);
  const bow = hand.about(-0.02, 0.05);
  const middle = hand.at((turn[0] + foot[0]) / 2 + bow, 0.5);
  const start = hand.at(hand.about(0.03, 0.04), hand.about(0.06, 0.06));
  const over = hand.at(0.3, (start[1] + turn[1]) / 2 + hand.about(-0.01, 0.03));
  const strokes: Stroke[] = [];
  if (hand.chance(0.35)) {
    const round = curve(start, over, turn, hand.at(turn[0] - 0.04, 0.2), middle, foot);
    strokes.push(round);
  } else {
    strokes.push(cornered(curve(start, over, turn), curve(turn, middle, foot)));
  }
  if (hand.chance(0.18)) {
    const serif = curve(hand.at(start[0] + hand.about(0, 0.03), start[1] + hand.between(0.1, 0.24)), start);
    strokes[0] = cornered(serif, strokes[0]!);
  }
  if (hand.chance(0.18)) {
    const y = hand.about(0.48, 0.05);
    const left = hand.at(middle[0] - hand.between(0.12, 0.28), y + hand.about(0.01, 0.03));
    strokes.push(curve(left, hand.at(middle[0] + hand.between(0.12, 0.3), y - hand.about(0.01, 0.03))));
  }
  return strokes;
}
