// Scatters a figure over the plane.
import { createNoise } from '../../../worker/experiments/deepdream/landscape/noise';
import type { Random } from '../../../worker/training/random';
import { type Figure, fraction, type Pattern } from './pattern';

/** How figures lie: radians they may turn from upright, clockwise or not. */
interface Lie {
  turn: number;
}

const TABLE = 64;

/** Strews figures over the plane, one in most cells of a brick-like lattice, on a ground of its own tone. */
export function scatter(figure: Figure, random: Random, { turn }: Lie): Pattern {
  const ground = random.uniform(0, 0.45); // figures are mostly brighter
  const mottle = random.uniform(0.05, 0.2);
  const noise = createNoise(random.fork('ground'));
  const full = random.uniform(0.75, 1);
  const size = random.uniform(0.44, 0.6);
  const cells = Array.from({ length: TABLE }, () => {
    const angle = random.uniform(-turn, turn);
    const there = random.uniform() < full;
    const scale = 1 / (size * random.uniform(0.8, 1));
    const mirror = random.integer(2) === 1 ? 1 : -1;
    return { there, cos: scale * Math.cos(angle), sin: scale * Math.sin(angle), mirror };
  });
  return (x, y) => {
    const row = Math.floor(y);
    const along = x + 0.5 * (row & 1);
    const cell = cells[(Math.floor(along) * 7 + row * 13) & (TABLE - 1)]!;
    if (cell.there) {
      const u = cell.mirror * (fraction(along) - 0.5);
      const v = fraction(y) - 0.5;
      const tone = figure(cell.cos * u + cell.sin * v, cell.cos * v - cell.sin * u);
      if (tone !== undefined) return tone;
    }
    return ground + mottle * noise(2.5 * x, 2.5 * y, 2);
  };
}
