// What a motif is: tones over the plane.
import type { Random } from '../../../worker/training/random';

/**
 * A tone, 0 (dark) to 1 (bright), at each point of the plane. Its parts repeat about every unit.
 */
export type Pattern = (x: number, y: number) => number;

/** One figure in the square from −1 to 1: its tone, or nothing outside of it. */
export type Figure = (x: number, y: number) => number | undefined;

/** Another pattern of its kind each time. */
export type Motif = (random: Random) => Pattern;

/** Rises smoothly from 0 to 1 round `edge`. */
export function rise(edge: number, value: number, softness = 0.06): number {
  const t = Math.max(0, Math.min(1, (value - edge) / softness + 0.5));
  return t * t * (3 - 2 * t);
}

/** How far into its unit a number is: 0 to 1, also below zero. */
export const fraction = (value: number) => value - Math.floor(value);
