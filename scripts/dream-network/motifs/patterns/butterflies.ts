import { type Motif, rise } from '../pattern';
import { scatter } from '../scatter';

/** Butterflies: four spotted wings, mirrored about a slender body. */
export const butterflies: Motif = (random) => {
  const bright = random.uniform(0.7, 1);
  const spot = random.uniform(0.12, 0.2);
  const veins = 5 + random.integer(4);
  return scatter(
    (x, y) => {
      const side = Math.abs(x);
      if (side < 0.07 && Math.abs(y) < 0.55) return 0.05;
      const upper = Math.hypot((side - 0.5) / 0.5, (y + 0.35 + 0.35 * (side - 0.5)) / 0.45);
      const lower = Math.hypot((side - 0.36) / 0.36, (y - 0.42) / 0.42);
      const wing = Math.min(upper, lower);
      if (wing > 1) return undefined;
      const middle = upper < lower ? Math.hypot(side - 0.56, y + 0.38) : Math.hypot(side - 0.4, y - 0.45);
      const dot = rise(spot / 2, middle) * (1 - rise(spot, middle));
      const vein = 0.2 * Math.cos(2 * veins * Math.atan2(y, side));
      return (bright - 0.7 * dot + vein * (1 - dot)) * (1 - 0.9 * rise(0.82, wing, 0.1));
    },
    random,
    { turn: 3.2 },
  );
};
