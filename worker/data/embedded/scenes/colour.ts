// Colours, and how they mix.
import type { Random } from '../../../training/random';

/** Red, green and blue, 0 to 1. */
export type Colour = readonly [red: number, green: number, blue: number];

/** Any colour: of any hue, pale or strong, dark or bright. */
export function anyColour(random: Random): Colour {
  const hue = random.uniform(0, 6);
  const strength = random.uniform(0.1, 0.95);
  const value = random.uniform(0.15, 1);
  return [5, 3, 1].map((offset) => {
    const k = (offset + hue) % 6;
    return value * (1 - strength * Math.max(0, Math.min(k, 4 - k, 1)));
  }) as unknown as Colour;
}

/** A colour that stands out from the others: the first of a few tries at `contrast`, else the best of them. */
export function standingOut(random: Random, others: readonly Colour[], contrast: number): Colour {
  let best = anyColour(random);
  for (let tries = 0; tries < 12 && nearest(best, others) < contrast; tries++) {
    const other = anyColour(random);
    if (nearest(other, others) > nearest(best, others)) best = other;
  }
  return best;
}

export function mix(a: Colour, b: Colour, share: number): Colour {
  return [a[0] + share * (b[0] - a[0]), a[1] + share * (b[1] - a[1]), a[2] + share * (b[2] - a[2])];
}

function nearest(colour: Colour, others: readonly Colour[]): number {
  return Math.min(...others.map((other) => distance(colour, other)));
}

/** The eye's weights: a difference in green counts most, one in blue least. */
function distance(a: Colour, b: Colour): number {
  return Math.sqrt(0.35 * (a[0] - b[0]) ** 2 + 0.5 * (a[1] - b[1]) ** 2 + 0.15 * (a[2] - b[2]) ** 2);
}
