import { at } from '../brush';
import type { Thing } from '../thing';

/** A sailing boat: a hull, a mast and one or two sails. */
export const boat: Thing = (brush, { main, other, detail }, random) => {
  const deck = random.uniform(0.35, 0.5);
  const length = random.uniform(0.8, 0.98);
  const foot = deck - random.uniform(0.06, 0.14);
  const head = random.uniform(-0.98, -0.8);
  const mast = random.uniform(-0.15, 0.1);
  brush.line(at(mast, deck), at(mast, head), 0.08, detail);
  brush.polygon(
    [at(mast + 0.06, head + 0.05), at(mast + random.uniform(0.5, 0.75), foot), at(mast + 0.06, foot)],
    other,
  );
  if (random.integer(3) > 0) {
    brush.polygon(
      [
        at(mast - 0.06, head + random.uniform(0.1, 0.5)),
        at(mast - 0.06, foot),
        at(mast - random.uniform(0.4, 0.6), foot),
      ],
      other,
    );
  }
  brush.polygon(
    [at(-length, deck), at(length, deck), at(length * 0.68, 0.92), at(-length * 0.72, 0.92)],
    main,
  );
};
