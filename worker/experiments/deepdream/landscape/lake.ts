// Water that mirrors what stands behind it.
import { type Colour, mix } from '../../../data/embedded/scenes/colour';
import type { Random } from '../../../training/random';
import { createNoise } from './noise';
import type { Painting } from './painting';
import { type Sky, step } from './sky';

const DEEP: Colour = [0.1, 0.28, 0.42];

/** A lake from its far shore downwards: it mirrors what is painted above, broken by ripples and the sun's track. */
export function paintLake(painting: Painting, sky: Sky, random: Random, shore: number): void {
  const noise = createNoise(random);
  const mirror = painting.height * shore;
  const shade = (u: number, v: number): Colour => {
    const near = v - shore;
    const ripple = noise(7 * u, 90 * v, 3) * (0.004 + 0.09 * near);
    const x = (u + 0.6 * ripple) / painting.pixel;
    const y = 2 * mirror - (v + ripple) / painting.pixel;
    const reflected = painting.at(x, Math.min(mirror - 1, y));
    let colour = mix(reflected, DEEP, 0.28 + 0.5 * Math.min(1, near / 0.4));
    const track = Math.exp(-(((u - sky.sun.u) / (0.05 + 0.35 * near)) ** 2));
    const glint = step(0.25, 0.75, noise(24 * u, 150 * v, 2));
    colour = mix(colour, sky.glow, glint * (0.12 + 0.75 * track));
    return mix(colour, [1, 1, 1], 0.5 * step(0.007, 0, near));
  };
  const wave = (u: number) => shore + 0.004 * noise(5 * u, 1.5, 2);
  painting.paint(shade, (u, v) => wave(u) - v, {
    ...{ left: 0, top: shore - 0.02, right: painting.aspect, bottom: 1 },
  });
}
