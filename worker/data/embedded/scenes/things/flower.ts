import { at } from '../brush';
import type { Thing } from '../thing';

/** A flower: petals round a middle, a stem, a leaf or two. */
export const flower: Thing = (brush, { main, other, detail }, random) => {
  const petals = 5 + random.integer(4);
  const out = random.uniform(0.32, 0.4);
  const y = -0.95 + out + 0.24;
  const turn = random.uniform(0, 2 * Math.PI);
  const bend = random.uniform(-0.15, 0.15);
  brush.line(at(0, y), at(bend, 0.95), 0.12, other);
  const leaves = 1 + random.integer(2);
  for (const side of leaves === 2 ? [-1, 1] : [1]) {
    brush.ellipse(at(bend + 0.26 * side, 0.58), at(0.28, 0.11), other, { turn: -0.5 * side });
  }
  for (let i = 0; i < petals; i++) {
    const angle = turn + (2 * Math.PI * i) / petals;
    const place = [out * Math.cos(angle), y + out * Math.sin(angle)] as const;
    brush.ellipse(place, [0.27, (0.62 * out * Math.PI) / petals], main, { turn: angle });
  }
  brush.ellipse(at(0, y), at(0.2, 0.2), detail);
};
