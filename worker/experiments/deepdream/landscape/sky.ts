// Sky, clouds and sun.
import { type Colour, mix } from '../../../data/embedded/scenes/colour';
import type { Random } from '../../../training/random';
import { createNoise } from './noise';
import type { Shade } from './painting';

/** What all that lies under a sky takes from it. */
export interface Sky {
  shade: Shade;
  sun: { u: number; v: number };
  /** The colour of distance, and of light. */
  haze: Colour;
  glow: Colour;
}

const ZENITHS: readonly Colour[] = [
  [0.13, 0.3, 0.66],
  [0.2, 0.26, 0.58],
  [0.1, 0.38, 0.68],
];
const HAZES: readonly Colour[] = [
  [0.98, 0.78, 0.58],
  [0.97, 0.72, 0.66],
  [0.9, 0.86, 0.78],
];
const GLOW: Colour = [1, 0.93, 0.7];
const CLOUD: Colour = [1, 0.98, 0.95];
const CLOUD_SHADOW: Colour = [0.6, 0.6, 0.72];

/** A sky that pales towards the horizon, a sun with its glow, and clouds that are flat below and lit by it. */
export function createSky(random: Random, aspect: number, horizon: number): Sky {
  const zenith = ZENITHS[random.integer(ZENITHS.length)]!;
  const haze = HAZES[random.integer(HAZES.length)]!;
  const side = random.integer(2) === 1 ? random.uniform(0.16, 0.36) : random.uniform(0.64, 0.84);
  const sun = { u: aspect * side, v: random.uniform(0.16, 0.26) };
  const radius = random.uniform(0.04, 0.055);
  const noise = createNoise(random.fork('clouds'));
  const cover = random.uniform(-0.12, 0.1);

  /** How thick the clouds are: lying flat, finer and flatter towards the horizon, drawn out by a swirl. */
  const cloud = (u: number, v: number) => {
    const flat = 3.4 + 5 * (v / horizon) ** 2;
    const swirl = 0.5 * noise(2 * u, flat * v, 2);
    return noise(2.6 * u + swirl, flat * v + 0.6 * swirl, 5) + cover;
  };

  const shade: Shade = (u, v) => {
    const distance = Math.hypot(u - sun.u, v - sun.v);
    let colour = mix(zenith, haze, Math.min(1, Math.max(0, v / horizon)) ** 1.3);
    colour = mix(colour, GLOW, 0.55 * Math.exp(-((distance / 0.22) ** 2)) + 0.25 * Math.exp(-distance / 0.3));
    colour = mix(colour, [1, 0.98, 0.86], step(radius + 0.004, radius - 0.004, distance));
    const thickness = cloud(u, v);
    if (thickness <= 0) return colour;
    const towards = 0.035 / Math.max(0.05, distance);
    const lit = thickness - cloud(u + towards * (sun.u - u), v + towards * (sun.v - v) - 0.02);
    const light = Math.max(0, Math.min(1, 0.62 + 0.9 * lit));
    const body = mix(mix(CLOUD_SHADOW, haze, 0.35), CLOUD, light);
    return mix(colour, body, 0.92 * step(0, 0.5, thickness));
  };
  return { shade, sun, haze, glow: GLOW };
}

/** Rises smoothly from 0 to 1 between two edges. */
export function step(from: number, to: number, value: number): number {
  const t = Math.max(0, Math.min(1, (value - from) / (to - from)));
  return t * t * (3 - 2 * t);
}
