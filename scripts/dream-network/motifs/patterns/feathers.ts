import { fraction, type Motif, rise } from '../pattern';

/** Feathers side by side: a quill, and barbs that slant off it in dark and bright bands. */
export const feathers: Motif = (random) => {
  const slant = random.uniform(0.9, 1.6);
  const bands = random.uniform(1.6, 2.6);
  const share = random.uniform(-0.3, 0.3);
  return (x, y) => {
    const column = Math.floor(x);
    const off = Math.abs(fraction(x) - 0.5);
    const up = y + 0.37 * column - slant * off;
    const band = rise(share, Math.sin(2 * Math.PI * bands * up), 0.6);
    const barb = 0.12 * Math.sin(40 * up);
    const body = (0.15 + 0.7 * band + barb) * rise(0.03, 0.5 - off);
    return body + (1 - body) * rise(0.02, 0.06 - off, 0.03);
  };
};
