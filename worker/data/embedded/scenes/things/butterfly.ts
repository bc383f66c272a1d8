import { at } from '../brush';
import type { Thing } from '../thing';

/** A butterfly with spread wings. */
export const butterfly: Thing = (brush, { main, other, detail }, random) => {
  const upper = random.uniform(0.42, 0.52);
  const lower = random.uniform(0.3, 0.4);
  const slope = random.uniform(0.45, 0.8);
  const spots = random.integer(2) === 1;
  for (const side of [-1, 1]) {
    brush.ellipse(at(0.4 * side, 0.38), at(lower, 0.3), main, { turn: 0.6 * side });
    brush.ellipse(at(0.5 * side, -0.3), at(upper, 0.34), main, { turn: -slope * side });
    if (spots) {
      brush.ellipse(at(0.55 * side, -0.36), at(0.17, 0.15), other);
      brush.ellipse(at(0.42 * side, 0.42), at(0.13, 0.13), other);
    }
    brush.line(at(0, -0.5), at(random.uniform(0.2, 0.3) * side, -0.92), 0.07, detail);
  }
  brush.line(at(0, -0.5), at(0, random.uniform(0.5, 0.65)), random.uniform(0.15, 0.22), detail);
};
