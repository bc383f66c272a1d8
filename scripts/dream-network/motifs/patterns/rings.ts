import { type Motif, rise } from '../pattern';
import { scatter } from '../scatter';

/** Targets: circles in circles. */
export const rings: Motif = (random) => {
  const count = random.uniform(2.2, 4.2);
  const start = random.uniform(0, 6.3);
  return scatter(
    (x, y) => {
      const distance = Math.hypot(x, y);
      if (distance > 1) return undefined;
      return 0.05 + 0.9 * rise(0, Math.sin(2 * Math.PI * count * distance + start), 0.5);
    },
    random,
    { turn: 0 },
  );
};
