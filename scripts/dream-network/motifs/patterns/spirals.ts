import { type Motif, rise } from '../pattern';
import { scatter } from '../scatter';

/** Snails' shells: one or two arms that wind outwards. */
export const spirals: Motif = (random) => {
  const arms = 1 + random.integer(2);
  const turns = random.uniform(2.2, 3.4) / arms;
  const thick = random.uniform(-0.3, 0.3);
  return scatter(
    (x, y) => {
      const distance = Math.hypot(x, y);
      if (distance > 1) return undefined;
      const angle = arms * (Math.atan2(y, x) + 2 * Math.PI * turns * Math.sqrt(distance));
      return 0.1 + 0.85 * rise(thick, Math.sin(angle), 0.5);
    },
    random,
    { turn: 3.2 },
  );
};
