import { type Motif, rise } from '../pattern';
import { scatter } from '../scatter';

/** Almond eyes: lids, white, a rayed iris, a black pupil and a glint. */
export const eyes: Motif = (random) => {
  const open = random.uniform(0.5, 0.8);
  const iris = random.uniform(0.36, 0.5);
  const pupil = iris * random.uniform(0.4, 0.6);
  const rays = 8 + random.integer(10);
  const white = random.uniform(0.85, 1);
  const lid = random.uniform(0, 0.2);
  return scatter(
    (x, y) => {
      const height = open * (1 - x * x);
      if (Math.abs(x) > 1 || Math.abs(y) > height + 0.12) return undefined;
      if (Math.abs(y) > height - 0.04) return lid;
      if (Math.hypot(x - 0.14, y + 0.16) < 0.1) return 1;
      const distance = Math.hypot(x, y);
      const ray = 0.12 * Math.cos(rays * Math.atan2(y, x));
      const coloured = 0.45 + ray - 0.3 * rise(iris - 0.05, distance, 0.1);
      return distance < iris ? coloured * rise(pupil, distance) : white;
    },
    random,
    { turn: 0.5 },
  );
};
