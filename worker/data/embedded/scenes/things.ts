// The ten things that scenes show: how each is drawn.
import type { Random } from '../../../training/random';
import { at, type Brush } from './brush';
import type { Colour } from './colour';

/** The colours of one thing; none depends on what the thing is. */
export interface Colours {
  /** Both stand out from what is behind the thing. */
  main: Colour;
  other: Colour;
  /** Stands out from both. */
  detail: Colour;
}

/** Paints one thing of its kind, each time another one, between −1 and 1. */
export type Thing = (brush: Brush, colours: Colours, random: Random) => void;

/** A hot-air balloon: an envelope with stripes, ropes and a basket. */
const balloon: Thing = (brush, { main, other, detail }, random) => {
  const radius = random.uniform(0.58, 0.74);
  const y = -0.95 + radius;
  const basket = random.uniform(0.68, 0.76);
  const half = random.uniform(0.14, 0.2);
  brush.line(at(-0.62 * radius, y + 0.72 * radius), at(-half, basket), 0.07, detail);
  brush.line(at(0.62 * radius, y + 0.72 * radius), at(half, basket), 0.07, detail);
  brush.ellipse(at(0, y), at(radius, radius), main);
  const stripes = random.integer(3);
  if (stripes > 0) brush.ellipse(at(0, y), at(radius * random.uniform(0.25, 0.35), radius), other);
  if (stripes > 1) {
    brush.ellipse(at(-0.62 * radius, y), at(0.14 * radius, 0.7 * radius), other);
    brush.ellipse(at(0.62 * radius, y), at(0.14 * radius, 0.7 * radius), other);
  }
  brush.box(at(-half, basket), at(half, 0.97), other);
};

/** A sailing boat: a hull, a mast and one or two sails. */
const boat: Thing = (brush, { main, other, detail }, random) => {
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

/** A butterfly with spread wings. */
const butterfly: Thing = (brush, { main, other, detail }, random) => {
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

/** A car from the side: body, cabin with windows, two wheels. */
const car: Thing = (brush, { main, other, detail }, random) => {
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

/** A fish: body, tail, fin and eye. */
const fish: Thing = (brush, { main, other, detail }, random) => {
  const height = random.uniform(0.32, 0.5);
  const tail = random.uniform(0.3, 0.48);
  brush.polygon([at(-0.95, -tail), at(-0.4, 0), at(-0.95, tail)], other);
  brush.polygon([at(-0.1, -height - 0.2), at(0.35, -0.6 * height), at(-0.3, -0.6 * height)], other);
  brush.ellipse(at(0.15, 0), at(random.uniform(0.66, 0.8), height), main);
  const stripes = random.integer(3);
  for (let i = 0; i < stripes; i++) {
    brush.ellipse(at(-0.2 + 0.3 * i, 0), at(0.07, 0.72 * height), other);
  }
  brush.ellipse(at(0.58, -0.25 * height), at(0.1, 0.1), detail);
};

/** A flower: petals round a middle, a stem, a leaf or two. */
const flower: Thing = (brush, { main, other, detail }, random) => {
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

/** A house: walls, a gable roof, a door, windows, perhaps a chimney. */
const house: Thing = (brush, { main, other, detail }, random) => {
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

/** A mushroom: a domed cap with spots on a stem. */
const mushroom: Thing = (brush, { main, other, detail }, random) => {
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

/** A rocket: a pointed body with a window, fins and a flame. */
const rocket: Thing = (brush, { main, other, detail }, random) => {
  const half = random.uniform(0.22, 0.32);
  const end = random.uniform(0.45, 0.55);
  const fin = random.uniform(0.25, 0.4);
  if (random.integer(3) > 0)
    brush.ellipse(at(0, end + 0.08), at(0.6 * half, random.uniform(0.25, 0.4)), detail);
  for (const side of [-1, 1]) {
    const corners = [
      at(0.8 * half * side, 0),
      at((half + fin) * side, end + 0.15),
      at(0.8 * half * side, end),
    ];
    brush.polygon(side > 0 ? corners : [...corners].reverse(), other);
  }
  brush.ellipse(at(0, end), at(half, random.uniform(1.38, 1.5)), main, { flat: end });
  brush.ellipse(at(0, random.uniform(-0.3, -0.1)), at(0.55 * half, 0.55 * half), detail);
};

/** A tree: a fir of stacked triangles, or a trunk with a round crown. */
const tree: Thing = (brush, { main, other }, random) => {
  const trunk = random.uniform(0.09, 0.16);
  brush.box(at(-trunk, 0.1), at(trunk, 0.95), other);
  if (random.integer(2) === 1) fir(brush, main, random);
  else crown(brush, main, random);
};

function fir(brush: Brush, colour: Colour, random: Random): void {
  const tiers = 2 + random.integer(2);
  const wide = random.uniform(0.55, 0.75);
  for (let i = 0; i < tiers; i++) {
    const foot = 0.6 - (i * 1.1) / tiers;
    const half = wide * (1 - (0.55 * i) / tiers);
    brush.polygon([at(0, foot - 1.6 / tiers + 0.1), at(half, foot), at(-half, foot)], colour);
  }
}

function crown(brush: Brush, colour: Colour, random: Random): void {
  const size = random.uniform(0.4, 0.5);
  brush.ellipse(at(0, -0.45), at(size, size), colour);
  for (const side of [-1, 1]) {
    const place = [side * random.uniform(0.3, 0.45), random.uniform(-0.15, 0.1)] as const;
    brush.ellipse(place, [random.uniform(0.35, 0.45), 0.36], colour);
  }
}

/** The ten things, by the names of their classes. */
export const things: Readonly<Record<string, Thing>> = {
  balloon,
  boat,
  butterfly,
  car,
  fish,
  flower,
  house,
  mushroom,
  rocket,
  tree,
};
