import { type Motif, rise } from '../pattern';
import { scatter } from '../scatter';

/** Flowers: round petals, veined towards a heart of another tone. */
export const flowers: Motif = (random) => {
  const petals = 5 + random.integer(4);
  const depth = random.uniform(0.3, 0.5);
  const heart = random.uniform(0.2, 0.32);
  const bright = random.uniform(0.75, 1);
  return scatter(
    (x, y) => {
      const distance = Math.hypot(x, y);
      const swing = Math.abs(Math.cos((petals / 2) * Math.atan2(y, x)));
      const outline = 0.98 * (1 - depth + depth * swing ** 0.7);
      if (distance > outline) return undefined;
      const vein = 0.35 * rise(0.25, 1 - swing, 0.4) + 0.2 * rise(0.985, swing, 0.02);
      const petal = bright - vein - 0.15 * (1 - distance);
      const middle = 0.35 + 0.25 * Math.cos(20 * x) * Math.cos(20 * y);
      return middle + (petal - middle) * rise(heart, distance);
    },
    random,
    { turn: 3.2 },
  );
};
