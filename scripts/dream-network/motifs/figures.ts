// Motifs of single figures, scattered over the plane.
import { fraction, type Motif, rise } from './pattern';
import { scatter } from './scatter';

/** Butterflies: four spotted wings, mirrored about a slender body. */
export const butterflies: Motif = (random) => {
  const bright = random.uniform(0.7, 1);
  const spot = random.uniform(0.12, 0.2);
  const veins = 5 + random.integer(4);
  return scatter(
    (x, y) => {
      const side = Math.abs(x);
      if (side < 0.07 && Math.abs(y) < 0.55) return 0.05;
      const upper = Math.hypot((side - 0.5) / 0.5, (y + 0.35 + 0.35 * (side - 0.5)) / 0.45);
      const lower = Math.hypot((side - 0.36) / 0.36, (y - 0.42) / 0.42);
      const wing = Math.min(upper, lower);
      if (wing > 1) return undefined;
      const middle = upper < lower ? Math.hypot(side - 0.56, y + 0.38) : Math.hypot(side - 0.4, y - 0.45);
      const dot = rise(spot / 2, middle) * (1 - rise(spot, middle));
      const vein = 0.2 * Math.cos(2 * veins * Math.atan2(y, side));
      return (bright - 0.7 * dot + vein * (1 - dot)) * (1 - 0.9 * rise(0.82, wing, 0.1));
    },
    random,
    { turn: 3.2 },
  );
};

/** Almond eyes: lids, white, a rayed iris, a black pupil and a glint. */
export const eyes: Motif = (random) => {
  const open = random.uniform(0.5, 0.8);
  const iris = random.uniform(0.36, 0.5);
  const pupil = iris * random.uniform(0.4, 0.6);
  const rays = 8 + random.integer(10);
  const white = random.uniform(0.85, 1);
  const lid = random.uniform(0, 0.2);
  return scatter(
    (x, y) => {
      const height = open * (1 - x * x);
      if (Math.abs(x) > 1 || Math.abs(y) > height + 0.12) return undefined;
      if (Math.abs(y) > height - 0.04) return lid;
      if (Math.hypot(x - 0.14, y + 0.16) < 0.1) return 1;
      const distance = Math.hypot(x, y);
      const ray = 0.12 * Math.cos(rays * Math.atan2(y, x));
      const coloured = 0.45 + ray - 0.3 * rise(iris - 0.05, distance, 0.1);
      return distance < iris ? coloured * rise(pupil, distance) : white;
    },
    random,
    { turn: 0.5 },
  );
};

/** Flowers: round petals, veined towards a heart of another tone. */
export const flowers: Motif = (random) => {
  const petals = 5 + random.integer(4);
  const depth = random.uniform(0.3, 0.5);
  const heart = random.uniform(0.2, 0.32);
  const bright = random.uniform(0.75, 1);
  return scatter(
    (x, y) => {
      const distance = Math.hypot(x, y);
      const swing = Math.abs(Math.cos((petals / 2) * Math.atan2(y, x)));
      const outline = 0.98 * (1 - depth + depth * swing ** 0.7);
      if (distance > outline) return undefined;
      const vein = 0.35 * rise(0.25, 1 - swing, 0.4) + 0.2 * rise(0.985, swing, 0.02);
      const petal = bright - vein - 0.15 * (1 - distance);
      const middle = 0.35 + 0.25 * Math.cos(20 * x) * Math.cos(20 * y);
      return middle + (petal - middle) * rise(heart, distance);
    },
    random,
    { turn: 3.2 },
  );
};

/** Leaves: pointed, with a midrib and veins that branch off it. */
export const leaves: Motif = (random) => {
  const wide = random.uniform(0.45, 0.65);
  const veins = random.uniform(3, 5);
  const slant = random.uniform(0.6, 1.2);
  const bright = random.uniform(0.75, 1);
  return scatter(
    (x, y) => {
      const half = wide * (1 - y * y) * (1 + 0.35 * y);
      if (Math.abs(y) > 1 || Math.abs(x) > half) return undefined;
      if (Math.abs(x) < 0.045) return bright;
      const vein = Math.abs(fraction(veins * (y + slant * Math.abs(x))) - 0.5);
      const side = x > 0 ? 0.42 : 0.55;
      return side + (bright - side) * rise(0.4, vein, 0.1) - 0.35 * rise(half - 0.1, Math.abs(x), 0.1);
    },
    random,
    { turn: 3.2 },
  );
};

/** Owls' faces: two ringed eyes, a beak between them, and tufts. */
export const owls: Motif = (random) => {
  const apart = random.uniform(0.38, 0.44);
  const disc = random.uniform(0.36, 0.42);
  const iris = random.uniform(0.24, 0.3);
  const face = random.uniform(0.3, 0.6);
  const rays = 10 + random.integer(8);
  return scatter(
    (x, y) => {
      const tuft = 0.35 * Math.max(0, Math.abs(x) - 0.35) + 0.02;
      if (Math.hypot(x, 0.9 * y - 0.05) > 0.92 + (y < 0 ? 1.6 * tuft : 0)) return undefined;
      const eyeX = Math.abs(x) - apart;
      const eye = Math.hypot(eyeX, y + 0.15);
      if (eye < disc) {
        if (Math.hypot(eyeX - 0.05, y + 0.2) < 0.06) return 1;
        const ring = eye < iris ? 0.65 : 0.9 - 0.15 * Math.cos(rays * Math.atan2(y + 0.15, eyeX));
        return ring * rise(iris * 0.55, eye);
      }
      const beak = 0.16 * (1 - (y - 0.05) / 0.4);
      if (y > 0 && Math.abs(x) < beak) return 0.85 - 0.4 * rise(0, x);
      return face + 0.25 * Math.sin(9 * x) * Math.sin(11 * y);
    },
    random,
    { turn: 0.4 },
  );
};

/** Targets: circles in circles. */
export const rings: Motif = (random) => {
  const count = random.uniform(2.2, 4.2);
  const start = random.uniform(0, 6.3);
  return scatter(
    (x, y) => {
      const distance = Math.hypot(x, y);
      if (distance > 1) return undefined;
      return 0.05 + 0.9 * rise(0, Math.sin(2 * Math.PI * count * distance + start), 0.5);
    },
    random,
    { turn: 0 },
  );
};

/** Scallops: a fan of ribs with growth lines across. */
export const shells: Motif = (random) => {
  const ribs = 5 + random.integer(4);
  const lines = random.uniform(3, 5);
  const spread = random.uniform(0.9, 1.15);
  return scatter(
    (x, y) => {
      const distance = Math.hypot(x, 0.9 - y) / 1.8;
      const angle = Math.atan2(x, 0.9 - y) / spread;
      const rib = Math.cos(2 * Math.PI * ribs * 0.5 * angle);
      if (Math.abs(angle) > 1 || distance > 0.94 + 0.05 * rib) return undefined;
      const growth = 0.2 * rise(0.3, Math.sin(2 * Math.PI * lines * distance), 0.5);
      return 0.1 + 0.7 * rise(-0.1, rib, 1) + growth;
    },
    random,
    { turn: 3.2 },
  );
};

/** Snails' shells: one or two arms that wind outwards. */
export const spirals: Motif = (random) => {
  const arms = 1 + random.integer(2);
  const turns = random.uniform(2.2, 3.4) / arms;
  const thick = random.uniform(-0.3, 0.3);
  return scatter(
    (x, y) => {
      const distance = Math.hypot(x, y);
      if (distance > 1) return undefined;
      const angle = arms * (Math.atan2(y, x) + 2 * Math.PI * turns * Math.sqrt(distance));
      return 0.1 + 0.85 * rise(thick, Math.sin(angle), 0.5);
    },
    random,
    { turn: 3.2 },
  );
};

/** Stars of five to eight points, each point faceted. */
export const stars: Motif = (random) => {
  const points = 5 + random.integer(4);
  const inner = random.uniform(0.4, 0.5);
  const facet = random.uniform(0.15, 0.45);
  return scatter(
    (x, y) => {
      const sector = Math.PI / points;
      const angle = Math.atan2(x, -y) + 2 * Math.PI;
      const off = Math.abs(((angle + sector) % (2 * sector)) - sector);
      const distance = Math.hypot(x, y);
      // The straight edge from the point (1, 0) to the notch (inner at angle `sector`).
      const [px, py] = [distance * Math.cos(off), distance * Math.sin(off)];
      const [nx, ny] = [inner * Math.cos(sector), inner * Math.sin(sector)];
      const outside = (px - 1) * ny - py * (nx - 1);
      if (outside > 0) return undefined;
      const side = (angle + sector) % (2 * sector) > sector ? 1 : 0;
      return (0.95 - facet * side) * rise(-0.05, -outside - 0.03, 0.06);
    },
    random,
    { turn: 3.2 },
  );
};
