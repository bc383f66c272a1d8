import type { Random } from '../../../training/random';
import type { Brush } from './brush';
import type { Colour } from './colour';

/** The colours of one thing; none depends on what the thing is. */
export interface Colours {
  /** Both stand out from what is behind the thing. */
  main: Colour;
  other: Colour;
  /** Stands out from both. */
  detail: Colour;
}

/** Paints one thing of its kind, each time another one, between −1 and 1. */
export type Thing = (brush: Brush, colours: Colours, random: Random) => void;
