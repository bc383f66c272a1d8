import { type Motif, rise } from '../pattern';
import { scatter } from '../scatter';

/** Owls' faces: two ringed eyes, a beak between them, and tufts. */
export const owls: Motif = (random) => {
  const apart = random.uniform(0.38, 0.44);
  const disc = random.uniform(0.36, 0.42);
  const iris = random.uniform(0.24, 0.3);
  const face = random.uniform(0.3, 0.6);
  const rays = 10 + random.integer(8);
  return scatter(
    (x, y) => {
      const tuft = 0.35 * Math.max(0, Math.abs(x) - 0.35) + 0.02;
      if (Math.hypot(x, 0.9 * y - 0.05) > 0.92 + (y < 0 ? 1.6 * tuft : 0)) return undefined;
      const eyeX = Math.abs(x) - apart;
      const eye = Math.hypot(eyeX, y + 0.15);
      if (eye < disc) {
        if (Math.hypot(eyeX - 0.05, y + 0.2) < 0.06) return 1;
        const ring = eye < iris ? 0.65 : 0.9 - 0.15 * Math.cos(rays * Math.atan2(y + 0.15, eyeX));
        return ring * rise(iris * 0.55, eye);
      }
      const beak = 0.16 * (1 - (y - 0.05) / 0.4);
      if (y > 0 && Math.abs(x) < beak) return 0.85 - 0.4 * rise(0, x);
      return face + 0.25 * Math.sin(9 * x) * Math.sin(11 * y);
    },
    random,
    { turn: 0.4 },
  );
};
