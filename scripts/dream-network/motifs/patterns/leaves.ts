import { fraction, type Motif, rise } from '../pattern';
import { scatter } from '../scatter';

/** Leaves: pointed, with a midrib and veins that branch off it. */
export const leaves: Motif = (random) => {
  const wide = random.uniform(0.45, 0.65);
  const veins = random.uniform(3, 5);
  const slant = random.uniform(0.6, 1.2);
  const bright = random.uniform(0.75, 1);
  return scatter(
    (x, y) => {
      const half = wide * (1 - y * y) * (1 + 0.35 * y);
      if (Math.abs(y) > 1 || Math.abs(x) > half) return undefined;
      if (Math.abs(x) < 0.045) return bright;
      const vein = Math.abs(fraction(veins * (y + slant * Math.abs(x))) - 0.5);
      const side = x > 0 ? 0.42 : 0.55;
      return side + (bright - side) * rise(0.4, vein, 0.1) - 0.35 * rise(half - 0.1, Math.abs(x), 0.1);
    },
    random,
    { turn: 3.2 },
  );
};
