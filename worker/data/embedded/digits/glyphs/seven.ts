// The seven in strokes.
import type { Hand } from '../hand';
import { cornered, curve, type Stroke } from '../stroke';

/** 7: bar and stem, sharp or rounded, with or without a serif before the bar and a cross through the stem. */
export function drawSeven(hand: Hand): Stroke[] {
  const turn = hand.at(hand.about(0.6, 0.1), hand.about(0.03, 0.04));
  const foot = hand.at(hand.about(0.36, 0.16), 1);
  const bow = hand.about(-0.01, 0.06);
  const middle = hand.at((turn[0] + foot[0]) / 2 + bow, 0.5);
  const start = hand.at(hand.about(0.02, 0.05), hand.about(0.11, 0.1));
  const over = hand.at(turn[0] / 2, (start[1] + turn[1]) / 2 + hand.about(-0.01, 0.06));
  const round = hand.chance(0.4);
  const body = round
    ? curve(start, over, turn, hand.at(turn[0] - 0.02 + bow, 0.22), middle, foot)
    : cornered(curve(start, over, turn), curve(turn, middle, foot));
  const strokes: Stroke[] = [body];
  if (hand.chance(0.38)) {
    const tip = hand.at(start[0] + hand.about(-0.01, 0.04), start[1] + hand.between(0.08, 0.36));
    strokes[0] = cornered(curve(tip, start), body);
  }
  if (hand.chance(0.24)) {
    const y = hand.about(0.5, 0.08);
    const tilt = hand.about(0.01, 0.04);
    strokes.push(
      curve(
        hand.at(middle[0] - hand.between(0.1, 0.3), y + tilt),
        hand.at(middle[0] + hand.between(0.1, 0.32), y - tilt),
      ),
    );
  }
  return strokes;
}
