import type { Hand } from '../hand';
import { curve, type Point, type Stroke } from '../stroke';

/** One stroke: an S from the top right, then back up through its own middle; it may fail to meet its start. */
function looped(hand: Hand): Stroke[] {
  const upper = hand.about(0.25, 0.05);
  const lower = hand.about(0.29, 0.05);
  const waist = hand.about(0.48, 0.04);
  const middle = 0.34;
  const gap = hand.about(0.02, 0.06);
  const keys: Point[] = [
    hand.at(middle + upper * 0.9 + Math.max(0, gap), 0.14 - Math.abs(gap) * 0.4),
    hand.at(middle + 0.02, 0),
    hand.at(middle - upper, 0.12),
    hand.at(middle - upper * 0.8, waist - 0.16),
    hand.at(middle, waist),
    hand.at(middle + lower * 0.9, waist + 0.16),
    hand.at(middle + lower * 0.9, 0.86),
    hand.at(middle, 1),
    hand.at(middle - lower, 0.86),
    hand.at(middle - lower * 0.85, waist + 0.18),
    hand.at(middle, waist + 0.02),
    hand.at(middle + upper * 0.85, waist - 0.17),
    hand.at(middle + upper * 0.95 + gap, 0.1 + hand.between(-0.02, 0.1)),
  ];
  return [curve(...keys)];
}

/** From the middle and back to it: up round the top loop, down round the bottom one. */
function knotted(hand: Hand): Stroke[] {
  const upper = hand.about(0.24, 0.05);
  const lower = hand.about(0.29, 0.05);
  const waist = hand.about(0.48, 0.04);
  return [
    curve(
      hand.at(0.34 + hand.about(0, 0.05), waist + hand.about(0, 0.03)),
      hand.at(0.34 - upper, waist - 0.18),
      hand.at(0.34 - upper * 0.8, 0.08),
      hand.at(0.36, 0),
      hand.at(0.34 + upper, 0.12),
      hand.at(0.34 + upper * 0.8, waist - 0.15),
      hand.at(0.34, waist + 0.02),
      hand.at(0.34 - lower, waist + 0.2),
      hand.at(0.34 - lower * 0.8, 0.92),
      hand.at(0.34, 1),
      hand.at(0.34 + lower, 0.85),
      hand.at(0.34 + lower * 0.8, waist + 0.14),
      hand.at(0.34 + hand.about(0, 0.06), waist + hand.about(0, 0.04)),
    ),
  ];
}

/** Two circles, one on the other. */
function stacked(hand: Hand): Stroke[] {
  const waist = hand.about(0.47, 0.04);
  const upper = hand.about(0.23, 0.04);
  const lower = hand.about(0.29, 0.05);
  const shift = hand.about(0, 0.03);
  return [
    curve(...hand.round([0.34 + shift, waist / 2], [upper, waist / 2], hand.between(-120, 0), -370)),
    curve(
      ...hand.round(
        [0.34 - shift, (1 + waist) / 2],
        [lower, (1 - waist) / 2],
        hand.between(-120, -60),
        hand.chance(0.5) ? 370 : -370,
      ),
    ),
  ];
}

/** 8: in one stroke, from the middle, or as two circles. */
export function drawEight(hand: Hand): Stroke[] {
  return hand.choose([
    [7, looped],
    [2, knotted],
    [1.5, stacked],
  ])(hand);
}
