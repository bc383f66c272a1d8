import { at } from '../brush';
import type { Thing } from '../thing';

/** A mushroom: a domed cap with spots on a stem. */
export const mushroom: Thing = (brush, { main, other, detail }, random) => {
  const wide = random.uniform(0.72, 0.95);
  const tall = random.uniform(0.7, 0.95);
  const rim = random.uniform(0, 0.15);
  const stem = random.uniform(0.17, 0.28);
  brush.polygon(
    [at(-stem, rim - 0.1), at(stem, rim - 0.1), at(stem + 0.1, 0.92), at(-stem - 0.1, 0.92)],
    other,
  );
  brush.ellipse(at(0, rim), at(wide, tall), main, { flat: rim });
  const spots = random.integer(5);
  for (let i = 0; i < spots; i++) {
    const across = ((i + 0.5) / spots - 0.5) * 1.4 * wide;
    const size = random.uniform(0.09, 0.15);
    brush.ellipse(at(across, rim - tall * random.uniform(0.2, 0.55)), at(size, size), detail);
  }
};
