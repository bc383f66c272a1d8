import type { Hand } from '../hand';
import { cornered, curve, type Stroke } from '../stroke';

/** 1: a plain stroke; with a flag; with a flag and a foot; underlined. */
export function drawOne(hand: Hand): Stroke[] {
  const bow = hand.about(0, 0.03);
  const top = hand.at(0.42, 0);
  const foot = hand.at(0.3, 1);
  const stem = curve(top, hand.at(0.36 + bow, 0.5), foot);
  const style = hand.choose([
    [78, 'plain'],
    [9, 'flag'],
    [9, 'flag and foot'],
    [2, 'foot'],
  ] as const);
  if (style === 'plain') return [stem];
  const base = curve(
    hand.at(0.3 - hand.between(0.12, 0.34), hand.about(1, 0.03)),
    hand.at(0.3 + hand.between(0.12, 0.38), hand.about(1, 0.03)),
  );
  if (style === 'foot') return [stem, base];
  const flag = curve(hand.at(0.42 - hand.between(0.08, 0.28), hand.between(0.06, 0.26)), top);
  const flagged = cornered(flag, stem);
  return style === 'flag' ? [flagged] : [flagged, base];
}
