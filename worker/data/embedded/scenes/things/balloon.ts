import { at } from '../brush';
import type { Thing } from '../thing';

/** A hot-air balloon: an envelope with stripes, ropes and a basket. */
export const balloon: Thing = (brush, { main, other, detail }, random) => {
  const radius = random.uniform(0.58, 0.74);
  const y = -0.95 + radius;
  const basket = random.uniform(0.68, 0.76);
  const half = random.uniform(0.14, 0.2);
  brush.line(at(-0.62 * radius, y + 0.72 * radius), at(-half, basket), 0.07, detail);
  brush.line(at(0.62 * radius, y + 0.72 * radius), at(half, basket), 0.07, detail);
  brush.ellipse(at(0, y), at(radius, radius), main);
  const stripes = random.integer(3);
  if (stripes > 0) brush.ellipse(at(0, y), at(radius * random.uniform(0.25, 0.35), radius), other);
  if (stripes > 1) {
    brush.ellipse(at(-0.62 * radius, y), at(0.14 * radius, 0.7 * radius), other);
    brush.ellipse(at(0.62 * radius, y), at(0.14 * radius, 0.7 * radius), other);
  }
  brush.box(at(-half, basket), at(half, 0.97), other);
};
