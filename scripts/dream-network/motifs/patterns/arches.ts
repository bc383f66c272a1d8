import { fraction, type Motif, rise } from '../pattern';

/** A façade: rows of windows with round tops, frames, cross-bars and ledges. */
export const arches: Motif = (random) => {
  const wide = random.uniform(0.24, 0.33);
  const wall = random.uniform(0.6, 0.95);
  const glass = random.uniform(0, 0.2);
  const bricks = random.uniform(0, 0.25);
  const tall = random.uniform(1.3, 1.6);
  return (x, y) => {
    const row = Math.floor(y / tall);
    const u = fraction(x) - 0.5;
    const v = y - (row + 0.5) * tall;
    const top = -0.2;
    const outside = (v < top ? Math.hypot(u, v - top) : Math.abs(u)) - wide;
    const inside = Math.max(outside, v - 0.45);
    if (inside < 0) {
      const bar = Math.min(Math.abs(u), Math.abs(v - top), Math.abs(v - 0.12));
      return glass + (wall - glass) * rise(0.03, 0.06 - bar, 0.04) + 0.15 * (v + 0.4);
    }
    if (inside < 0.07) return 1;
    if (Math.abs(v - tall / 2) < 0.07 || Math.abs(v + tall / 2) < 0.07) return 0.35;
    const course = Math.floor(8 * y);
    const joint = Math.min(fraction(8 * y), fraction(4 * x + 0.5 * (course & 1)) / 2);
    return wall - bricks * (1 - rise(0.1, joint, 0.1));
  };
};
