import type { Random } from '../../../../training/random';
import { at, type Brush } from '../brush';
import type { Colour } from '../colour';
import type { Thing } from '../thing';

/** A tree: a fir of stacked triangles, or a trunk with a round crown. */
export const tree: Thing = (brush, { main, other }, random) => {
  const trunk = random.uniform(0.09, 0.16);
  brush.box(at(-trunk, 0.1), at(trunk, 0.95), other);
  if (random.integer(2) === 1) fir(brush, main, random);
  else crown(brush, main, random);
};

function fir(brush: Brush, colour: Colour, random: Random): void {
  const tiers = 2 + random.integer(2);
  const wide = random.uniform(0.55, 0.75);
  for (let i = 0; i < tiers; i++) {
    const foot = 0.6 - (i * 1.1) / tiers;
    const half = wide * (1 - (0.55 * i) / tiers);
    brush.polygon([at(0, foot - 1.6 / tiers + 0.1), at(half, foot), at(-half, foot)], colour);
  }
}

function crown(brush: Brush, colour: Colour, random: Random): void {
  const size = random.uniform(0.4, 0.5);
  brush.ellipse(at(0, -0.45), at(size, size), colour);
  for (const side of [-1, 1]) {
    const place = [side * random.uniform(0.3, 0.45), random.uniform(-0.15, 0.1)] as const;
    brush.ellipse(place, [random.uniform(0.35, 0.45), 0.36], colour);
  }
}
