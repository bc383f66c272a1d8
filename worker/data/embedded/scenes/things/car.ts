import { at } from '../brush';
import type { Thing } from '../thing';

/** A car from the side: body, cabin with windows, two wheels. */
export const car: Thing = (brush, { main, other, detail }, random) => {
  const roof = random.uniform(-0.5, -0.36);
  const belt = random.uniform(-0.05, 0.05);
  const back = random.uniform(-0.75, -0.5);
  const front = random.uniform(0.25, 0.5);
  const wheel = random.uniform(0.19, 0.26);
  brush.polygon(
    [at(back + 0.15, roof), at(front - 0.1, roof), at(front + 0.28, belt), at(back - 0.05, belt)],
    main,
  );
  const post = (back + front) / 2 + 0.05;
  brush.polygon(
    [at(back + 0.2, roof + 0.1), at(post - 0.06, roof + 0.1), at(post - 0.06, belt), at(back + 0.1, belt)],
    other,
  );
  brush.polygon(
    [
      at(post + 0.06, roof + 0.1),
      at(front - 0.14, roof + 0.1),
      at(front + 0.12, belt),
      at(post + 0.06, belt),
    ],
    other,
  );
  brush.polygon(
    [
      at(-0.95, belt),
      at(0.8, belt),
      at(0.97, belt + 0.14),
      at(0.97, 0.4),
      at(-0.97, 0.4),
      at(-0.97, belt + 0.06),
    ],
    main,
  );
  for (const x of [-0.55, 0.55]) {
    brush.ellipse(at(x, 0.42), at(wheel, wheel), detail);
    brush.ellipse(at(x, 0.42), at(0.4 * wheel, 0.4 * wheel), other);
  }
};
