// The eight in strokes.
import type { Hand } from '../hand';
import { curve, type Point, type Stroke } from '../stroke';

/** An S from the top right, then back up through its own middle; it may miss its start or run past it. */
function crossed(hand: Hand): Stroke[] {
  const upper = hand.about(0.24, 0.06);
  const lower = hand.about(0.26, 0.08);
  const waist = hand.about(0.48, 0.07);
  const drift = hand.about(0, 0.04); // of the way up against the way down
  const gap = hand.about(0.02, 0.08);
  const round = () => hand.chance(0.6); // a lobe's flank bulges or runs straight
  const keys: Point[] = [
    hand.at(upper * 0.9 + Math.max(0, gap), hand.between(0.05, 0.22)),
    hand.at(0.02, 0),
    hand.at(-upper, 0.13),
  ];
  if (round()) keys.push(hand.at(-upper * 0.8, waist - 0.15));
  keys.push(hand.at(drift, waist));
  if (round()) keys.push(hand.at(lower * 0.9, waist + 0.15));
  keys.push(hand.at(lower, 0.84), hand.at(0, 1), hand.at(-lower, 0.85));
  if (round()) keys.push(hand.at(-lower * 0.8, waist + 0.18));
  keys.push(hand.at(-drift, waist));
  if (round()) keys.push(hand.at(upper * 0.85, waist - 0.16));
  keys.push(
    hand.chance(0.2)
      ? hand.at(upper + hand.between(0.05, 0.35), hand.between(-0.12, 0.06))
      : hand.at(upper * 0.95 + Math.min(0, gap), hand.between(0.02, 0.2)),
  );
  return [curve(...keys)];
}

/** From the middle and back to it: up round the top loop, down round the bottom one. */
function knotted(hand: Hand): Stroke[] {
  const upper = hand.about(0.24, 0.06);
  const lower = hand.about(0.28, 0.07);
  const waist = hand.about(0.47, 0.06);
  return [
    curve(
      hand.at(hand.about(0, 0.06), waist + hand.about(0, 0.04)),
      hand.at(-upper, waist - 0.18),
      hand.at(-upper * 0.8, 0.08),
      hand.at(0.02, 0),
      hand.at(upper, 0.12),
      hand.at(upper * 0.8, waist - 0.15),
      hand.at(0, waist + 0.02),
      hand.at(-lower, waist + 0.2),
      hand.at(-lower * 0.8, 0.92),
      hand.at(0, 1),
      hand.at(lower, 0.85),
      hand.at(lower * 0.8, waist + 0.14),
      hand.at(hand.about(0, 0.06), waist + hand.about(0, 0.05)),
    ),
  ];
}

/** A ribbon: up from one foot, round the top loop, and down to the other foot; the bottom stays open or flat. */
function ribbon(hand: Hand): Stroke[] {
  const upper = hand.about(0.25, 0.06);
  const lower = hand.about(0.27, 0.06);
  const waist = hand.about(0.5, 0.07);
  const foot = hand.at(-lower, 0.98);
  const keys: Point[] = [foot, hand.at(-lower * 0.8, waist + 0.25), hand.at(0, waist), hand.at(upper, 0.2)];
  keys.push(hand.at(0.02, 0), hand.at(-upper, 0.2), hand.at(0, waist), hand.at(lower * 0.9, waist + 0.25));
  keys.push(hand.at(lower, 0.98));
  return hand.chance(0.5) ? [curve(...keys)] : [curve(...keys), curve(foot, hand.at(0, 0.97), keys.at(-1)!)];
}

/** Two circles, one on the other. */
function stacked(hand: Hand): Stroke[] {
  const waist = hand.about(0.46, 0.05);
  const shift = hand.about(0, 0.05);
  const radii: Point[] = [
    [hand.about(0.23, 0.05), waist / 2],
    [hand.about(0.28, 0.06), (1 - waist) / 2],
  ];
  const over = hand.round([shift, radii[0]![1]], radii[0]!, hand.between(-120, 0), -370);
  const under = hand.round([-shift, 1 - radii[1]![1]], radii[1]!, hand.between(-120, -60), 370);
  return [curve(...over), curve(...under)];
}

/** 8: in one stroke, from the middle, or as two circles. */
export function drawEight(hand: Hand): Stroke[] {
  return hand.choose([
    [7, crossed],
    [2, knotted],
    [1, stacked],
    [0.7, ribbon],
  ])(hand);
}
