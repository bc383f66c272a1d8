// The one in strokes.
import type { Hand } from '../hand';
import { cornered, curve, type Stroke } from '../stroke';

/** 1: a plain stroke; with a flag; with a flag and a foot; underlined; like a capital I. */
export function drawOne(hand: Hand): Stroke[] {
  const bow = hand.about(0, 0.03);
  const top = hand.at(0.42, 0);
  const foot = hand.at(0.3, 1);
  const stem = curve(top, hand.at(0.36 + bow, 0.5), foot);
  const style = hand.choose([
    [72, 'plain'],
    [10, 'flag'],
    [12, 'flag and foot'],
    [2, 'foot'],
    [3, 'capital'],
  ] as const);
  if (style === 'plain') return [stem];
  const base = serif(hand, 0.3, hand.about(1, 0.03));
  if (style === 'foot') return [stem, base];
  if (style === 'capital') return [stem, base, serif(hand, 0.42, hand.about(0, 0.03))];
  const tip = hand.at(0.42 - hand.between(0.06, 0.32), hand.between(0.04, 0.3));
  const flagged = cornered(curve(tip, top), stem);
  return style === 'flag' ? [flagged] : [flagged, base];
}

/** A level bar across the stem's end. */
function serif(hand: Hand, x: number, y: number): Stroke {
  const tilt = hand.about(0, 0.03);
  return curve(hand.at(x - hand.between(0.1, 0.4), y + tilt), hand.at(x + hand.between(0.1, 0.4), y - tilt));
}
