import { createNoise } from '../../../../worker/experiments/deepdream/landscape/noise';
import { type Motif, rise } from '../pattern';

/** A zebra's stripes, which swing and fork. */
export const stripes: Motif = (random) => {
  const noise = createNoise(random.fork('swing'));
  const swing = random.uniform(0.5, 1.3);
  const edge = random.uniform(-0.3, 0.3);
  return (x, y) => {
    const phase = 2 * Math.PI * (1.7 * x + swing * noise(0.9 * x, 0.9 * y, 2));
    return 0.05 + 0.9 * rise(edge, Math.sin(phase), 0.5);
  };
};
