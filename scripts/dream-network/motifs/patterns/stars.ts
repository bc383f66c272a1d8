import { type Motif, rise } from '../pattern';
import { scatter } from '../scatter';

/** Stars of five to eight points, each point faceted. */
export const stars: Motif = (random) => {
  const points = 5 + random.integer(4);
  const inner = random.uniform(0.4, 0.5);
  const facet = random.uniform(0.15, 0.45);
  return scatter(
    (x, y) => {
      const sector = Math.PI / points;
      const angle = Math.atan2(x, -y) + 2 * Math.PI;
      const off = Math.abs(((angle + sector) % (2 * sector)) - sector);
      const distance = Math.hypot(x, y);
      // The straight edge from the point (1, 0) to the notch (inner at angle `sector`).
      const [px, py] = [distance * Math.cos(off), distance * Math.sin(off)];
      const [nx, ny] = [inner * Math.cos(sector), inner * Math.sin(sector)];
      const outside = (px - 1) * ny - py * (nx - 1);
      if (outside > 0) return undefined;
      const side = (angle + sector) % (2 * sector) > sector ? 1 : 0;
      return (0.95 - facet * side) * rise(-0.05, -outside - 0.03, 0.06);
    },
    random,
    { turn: 3.2 },
  );
};
