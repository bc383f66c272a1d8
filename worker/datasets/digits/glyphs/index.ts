import type { Hand } from '../hand';
import type { Stroke } from '../stroke';
import { drawEight } from './eight';
import { drawFive } from './five';
import { drawFour } from './four';
import { drawNine } from './nine';
import { drawOne } from './one';
import { drawSeven } from './seven';
import { drawSix } from './six';
import { drawThree } from './three';
import { drawTwo } from './two';
import { drawZero } from './zero';

/** Writes one digit, about 1 high, in one of the ways people write it. */
export type Glyph = (hand: Hand) => Stroke[];

/** How each digit is written, by its value. */
export const glyphs: readonly Glyph[] = [
  drawZero,
  drawOne,
  drawTwo,
  drawThree,
  drawFour,
  drawFive,
  drawSix,
  drawSeven,
  drawEight,
  drawNine,
];
