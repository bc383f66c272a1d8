import { fraction, type Motif, rise } from '../pattern';

/** A fish's scales: rows of overlapping discs, each shaded towards its rim. */
export const scales: Motif = (random) => {
  const tall = random.uniform(0.45, 0.6);
  const rim = random.uniform(0.08, 0.16);
  const rib = random.integer(2);
  return (x, y) => {
    // The lowest row that reaches up to here lies on top.
    for (let row = Math.floor(y / tall) - 2; ; row++) {
      const u = fraction(x + 0.5 * (row & 1)) - 0.5;
      const v = y - row * tall;
      const distance = Math.hypot(u, v) / 0.62;
      if (distance > 1 && row * tall < y) continue;
      const ribs = rib * 0.15 * Math.cos(14 * Math.atan2(v, u));
      return (0.95 - 0.6 * distance + ribs) * (1 - rise(1 - rim, distance));
    }
  };
};
