import { at } from '../brush';
import type { Thing } from '../thing';

/** A house: walls, a gable roof, a door, windows, perhaps a chimney. */
export const house: Thing = (brush, { main, other, detail }, random) => {
  const half = random.uniform(0.6, 0.78);
  const eaves = random.uniform(-0.25, 0.05);
  const ridge = random.uniform(-0.95, -0.75);
  const door = random.uniform(-0.35, 0.35);
  if (random.integer(2) === 1) brush.box(at(0.3, ridge), at(0.5, eaves), detail);
  brush.box(at(-half, eaves - 0.02), at(half, 0.9), main);
  brush.polygon([at(0, ridge), at(half + 0.18, eaves), at(-half - 0.18, eaves)], other);
  brush.box(at(door - 0.14, 0.4), at(door + 0.14, 0.9), detail);
  const window = eaves + random.uniform(0.12, 0.2);
  for (const x of random.integer(2) === 1 ? [-0.42, 0.42] : [door > 0 ? -0.35 : 0.35]) {
    brush.box(at(x - 0.13, window), at(x + 0.13, window + 0.26), detail);
  }
};
