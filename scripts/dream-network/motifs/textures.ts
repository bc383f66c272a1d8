// Motifs that fill the plane.
import { createNoise } from '../../../worker/experiments/deepdream/landscape/noise';
import type { Random } from '../../../worker/training/random';
import { fraction, type Motif, rise } from './pattern';

/** A façade: rows of windows with round tops, frames, cross-bars and ledges. */
export const arches: Motif = (random) => {
  const wide = random.uniform(0.24, 0.33);
  const wall = random.uniform(0.6, 0.95);
  const glass = random.uniform(0, 0.2);
  const bricks = random.uniform(0, 0.25);
  const tall = random.uniform(1.3, 1.6);
  return (x, y) => {
    const row = Math.floor(y / tall);
    const u = fraction(x) - 0.5;
    const v = y - (row + 0.5) * tall;
    const top = -0.2;
    const outside = (v < top ? Math.hypot(u, v - top) : Math.abs(u)) - wide;
    const inside = Math.max(outside, v - 0.45);
    if (inside < 0) {
      const bar = Math.min(Math.abs(u), Math.abs(v - top), Math.abs(v - 0.12));
      return glass + (wall - glass) * rise(0.03, 0.06 - bar, 0.04) + 0.15 * (v + 0.4);
    }
    if (inside < 0.07) return 1;
    if (Math.abs(v - tall / 2) < 0.07 || Math.abs(v + tall / 2) < 0.07) return 0.35;
    const course = Math.floor(8 * y);
    const joint = Math.min(fraction(8 * y), fraction(4 * x + 0.5 * (course & 1)) / 2);
    return wall - bricks * (1 - rise(0.1, joint, 0.1));
  };
};

/** A chequered cloth: two tones, or three as where threads cross. */
export const checks: Motif = (random) => {
  const woven = random.integer(2) === 1;
  const share = random.uniform(0.4, 0.6);
  const line = random.uniform(0, 0.06);
  return (x, y) => {
    const [u, v] = [fraction(1.2 * x), fraction(1.2 * y)];
    if (u < line || v < line) return 0.5;
    const [a, b] = [u < share, v < share];
    if (woven) return 0.1 + (a ? 0.4 : 0) + (b ? 0.4 : 0);
    return a === b ? 0.95 : 0.05;
  };
};

/** Feathers side by side: a quill, and barbs that slant off it in dark and bright bands. */
export const feathers: Motif = (random) => {
  const slant = random.uniform(0.9, 1.6);
  const bands = random.uniform(1.6, 2.6);
  const share = random.uniform(-0.3, 0.3);
  return (x, y) => {
    const column = Math.floor(x);
    const off = Math.abs(fraction(x) - 0.5);
    const up = y + 0.37 * column - slant * off;
    const band = rise(share, Math.sin(2 * Math.PI * bands * up), 0.6);
    const barb = 0.12 * Math.sin(40 * up);
    const body = (0.15 + 0.7 * band + barb) * rise(0.03, 0.5 - off);
    return body + (1 - body) * rise(0.02, 0.06 - off, 0.03);
  };
};

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

/** A fish's scales: rows of overlapping discs, each shaded towards its rim. */
export const scales: Motif = (random) => {
  const tall = random.uniform(0.45, 0.6);
  const rim = random.uniform(0.08, 0.16);
  const rib = random.integer(2);
  return (x, y) => {
    // The lowest row that reaches up to here lies on top.
    for (let row = Math.floor(y / tall) - 2; ; row++) {
      const u = fraction(x + 0.5 * (row & 1)) - 0.5;
      const v = y - row * tall;
      const distance = Math.hypot(u, v) / 0.62;
      if (distance > 1 && row * tall < y) continue;
      const ribs = rib * 0.15 * Math.cos(14 * Math.atan2(v, u));
      return (0.95 - 0.6 * distance + ribs) * (1 - rise(1 - rim, distance));
    }
  };
};

/** A leopard's rosettes: broken dark rings, browner inside. */
export const spots: Motif = (random: Random) => {
  const noise = createNoise(random.fork('ragged'));
  const hollow = random.uniform(0.1, 0.2);
  const ground = random.uniform(0.75, 0.95);
  const places = Array.from(
    { length: 64 },
    () => [random.uniform(0.2, 0.8), random.uniform(0.2, 0.8)] as const,
  );
  return (x, y) => {
    let nearest = 9;
    for (let row = Math.floor(1.3 * y) - 1, i = 0; i < 3; i++) {
      for (let column = Math.floor(1.3 * x) - 1, k = 0; k < 3; k++) {
        const [u, v] = places[((row + i) * 11 + (column + k) * 5) & 63]!;
        nearest = Math.min(nearest, Math.hypot(1.3 * x - column - k - u, 1.3 * y - row - i - v));
      }
    }
    const ragged = nearest + 0.12 * noise(4 * x, 4 * y, 2);
    const gap = rise(0.35, noise(2.3 * x + 9, 2.3 * y, 1), 0.2);
    const ring = rise(hollow, ragged) * (1 - rise(hollow + 0.17, ragged)) * (1 - gap);
    const inside = 1 - rise(hollow, ragged);
    return ground - 0.3 * inside - 0.85 * ring;
  };
};

/** A zebra's stripes, which swing and fork. */
export const stripes: Motif = (random) => {
  const noise = createNoise(random.fork('swing'));
  const swing = random.uniform(0.5, 1.3);
  const edge = random.uniform(-0.3, 0.3);
  return (x, y) => {
    const phase = 2 * Math.PI * (1.7 * x + swing * noise(0.9 * x, 0.9 * y, 2));
    return 0.05 + 0.9 * rise(edge, Math.sin(phase), 0.5);
  };
};
