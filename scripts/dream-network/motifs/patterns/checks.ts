import { fraction, type Motif } from '../pattern';

/** A chequered cloth: two tones, or three as where threads cross. */
export const checks: Motif = (random) => {
  const woven = random.integer(2) === 1;
  const share = random.uniform(0.4, 0.6);
  const line = random.uniform(0, 0.06);
  return (x, y) => {
    const [u, v] = [fraction(1.2 * x), fraction(1.2 * y)];
    if (u < line || v < line) return 0.5;
    const [a, b] = [u < share, v < share];
    if (woven) return 0.1 + (a ? 0.4 : 0) + (b ? 0.4 : 0);
    return a === b ? 0.95 : 0.05;
  };
};
