import { createNoise } from '../../../../worker/experiments/deepdream/landscape/noise';
import type { Random } from '../../../../worker/training/random';
import { type Motif, rise } from '../pattern';

/** A leopard's rosettes: broken dark rings, browner inside. */
export const spots: Motif = (random: Random) => {
  const noise = createNoise(random.fork('ragged'));
  const hollow = random.uniform(0.1, 0.2);
  const ground = random.uniform(0.75, 0.95);
  const places = Array.from(
    { length: 64 },
    () => [random.uniform(0.2, 0.8), random.uniform(0.2, 0.8)] as const,
  );
  return (x, y) => {
    let nearest = 9;
    for (let row = Math.floor(1.3 * y) - 1, i = 0; i < 3; i++) {
      for (let column = Math.floor(1.3 * x) - 1, k = 0; k < 3; k++) {
        const [u, v] = places[((row + i) * 11 + (column + k) * 5) & 63]!;
        nearest = Math.min(nearest, Math.hypot(1.3 * x - column - k - u, 1.3 * y - row - i - v));
      }
    }
    const ragged = nearest + 0.12 * noise(4 * x, 4 * y, 2);
    const gap = rise(0.35, noise(2.3 * x + 9, 2.3 * y, 1), 0.2);
    const ring = rise(hollow, ragged) * (1 - rise(hollow + 0.17, ragged)) * (1 - gap);
    const inside = 1 - rise(hollow, ragged);
    return ground - 0.3 * inside - 0.85 * ring;
  };
};
