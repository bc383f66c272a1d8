import { type Motif, rise } from '../pattern';

/** Six-sided cells with walls, some of them filled. */
export const honeycomb: Motif = (random) => {
  const wall = random.uniform(0.06, 0.13);
  const filled = Array.from({ length: 32 }, () => random.uniform(0.55, 1));
  const bulge = random.uniform(0, 0.4);
  const tall = Math.sqrt(3);
  return (x, y) => {
    const lattice = (shift: number) => {
      const column = Math.round(1.2 * x - shift);
      const row = Math.round((1.2 * y) / tall - shift);
      return { u: 1.2 * x - shift - column, v: 1.2 * y - (row + shift) * tall, column, row, shift };
    };
    const [a, b] = [lattice(0), lattice(0.5)];
    const { u, v, column, row, shift } = Math.hypot(a.u, a.v) < Math.hypot(b.u, b.v) ? a : b;
    const edge = 0.5 - Math.max(Math.abs(u), Math.abs(u) / 2 + (Math.abs(v) * tall) / 2);
    const tone = filled[(column * 5 + row * 11 + 2 * shift * 7) & 31]!;
    return (tone - bulge * (1 - 2 * edge) + bulge / 2) * rise(wall, edge);
  };
};
