import type { Hand } from '../hand';
import { cornered, curve, type Stroke } from '../stroke';

/** 1: a plain stroke; with a flag; with a flag and a foot; underlined. */
export function drawOne(hand: Hand): Stroke[] {
  const bow = hand.about(0, 0.03);
  const top = hand.at(0.42, 0);
  const foot = hand.at(0.3, 1);
  const stem = curve(top, hand.at(0.36 + bow, 0.5), foot);
  const style = hand.choose([
    [74, 'plain'],
    [10, 'flag'],
    [12, 'flag and foot'],
    [2, 'foot'],
  ] as const);
  if (style === 'plain') return [stem];
  const base = curve(
    hand.at(0.3 - hand.between(0.1, 0.4), hand.about(1, 0.03)),
    hand.at(0.3 + hand.between(0.1, 0.4), hand.about(1, 0.03)),
  );
  if (style === 'foot') return [stem, base];
  const flag = curve(hand.at(0.42 - hand.between(0.06, 0.32), hand.between(0.04, 0.3)), top);
  const flagged = cornered(flag, stem);
  return style === 'flag' ? [flagged] : [flagged, base];
}
