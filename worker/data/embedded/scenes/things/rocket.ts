import { at } from '../brush';
import type { Thing } from '../thing';

/** A rocket: a pointed body with a window, fins and a flame. */
export const rocket: Thing = (brush, { main, other, detail }, random) => {
  const half = random.uniform(0.22, 0.32);
  const end = random.uniform(0.45, 0.55);
  const fin = random.uniform(0.25, 0.4);
  if (random.integer(3) > 0)
    brush.ellipse(at(0, end + 0.08), at(0.6 * half, random.uniform(0.25, 0.4)), detail);
  for (const side of [-1, 1]) {
    const corners = [
      at(0.8 * half * side, 0),
      at((half + fin) * side, end + 0.15),
      at(0.8 * half * side, end),
    ];
    brush.polygon(side > 0 ? corners : [...corners].reverse(), other);
  }
  brush.ellipse(at(0, end), at(half, random.uniform(1.38, 1.5)), main, { flat: end });
  brush.ellipse(at(0, random.uniform(-0.3, -0.1)), at(0.55 * half, 0.55 * half), detail);
};
