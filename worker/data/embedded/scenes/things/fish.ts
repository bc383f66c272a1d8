import { at } from '../brush';
import type { Thing } from '../thing';

/** A fish: body, tail, fin and eye. */
export const fish: Thing = (brush, { main, other, detail }, random) => {
  const height = random.uniform(0.32, 0.5);
  const tail = random.uniform(0.3, 0.48);
  brush.polygon([at(-0.95, -tail), at(-0.4, 0), at(-0.95, tail)], other);
  brush.polygon([at(-0.1, -height - 0.2), at(0.35, -0.6 * height), at(-0.3, -0.6 * height)], other);
  brush.ellipse(at(0.15, 0), at(random.uniform(0.66, 0.8), height), main);
  const stripes = random.integer(3);
  for (let i = 0; i < stripes; i++) {
    brush.ellipse(at(-0.2 + 0.3 * i, 0), at(0.07, 0.72 * height), other);
  }
  brush.ellipse(at(0.58, -0.25 * height), at(0.1, 0.1), detail);
};
