// The ten digits as strokes, each in the ways that people write it.
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

/** A digit as people write it. */
export interface Glyph {
  /** Writes it, about 1 high, in one of the ways people do. */
  write: (hand: Hand) => Stroke[];
  /** How tall it is written beside other digits: what is written small comes out bold in a picture of its own. */
  tall: number;
}

/** The ten digits, by value. */
export const glyphs: readonly Glyph[] = [
  { write: drawZero, tall: 0.86 },
  { write: drawOne, tall: 0.92 },
  { write: drawTwo, tall: 0.95 },
  { write: drawThree, tall: 1 },
  { write: drawFour, tall: 1.06 },
  { write: drawFive, tall: 1 },
  { write: drawSix, tall: 1 },
  { write: drawSeven, tall: 1 },
  { write: drawEight, tall: 1.05 },
  { write: drawNine, tall: 1.1 },
];
