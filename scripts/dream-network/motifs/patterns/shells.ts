import { type Motif, rise } from '../pattern';
import { scatter } from '../scatter';

/** Scallops: a fan of ribs with growth lines across. */
export const shells: Motif = (random) => {
  const ribs = 5 + random.integer(4);
  const lines = random.uniform(3, 5);
  const spread = random.uniform(0.9, 1.15);
  return scatter(
    (x, y) => {
      const distance = Math.hypot(x, 0.9 - y) / 1.8;
      const angle = Math.atan2(x, 0.9 - y) / spread;
      const rib = Math.cos(2 * Math.PI * ribs * 0.5 * angle);
      if (Math.abs(angle) > 1 || distance > 0.94 + 0.05 * rib) return undefined;
      const growth = 0.2 * rise(0.3, Math.sin(2 * Math.PI * lines * distance), 0.5);
      return 0.1 + 0.7 * rise(-0.1, rib, 1) + growth;
    },
    random,
    { turn: 3.2 },
  );
};
