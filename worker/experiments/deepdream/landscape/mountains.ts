// Ridges, one behind the other.
import { type Colour, mix } from '../../../data/embedded/scenes/colour';
import type { Random } from '../../../training/random';
import { createNoise } from './noise';
import type { Painting } from './painting';
import { type Sky, step } from './sky';

const ROCK: Colour = [0.36, 0.34, 0.42];
const SNOW: Colour = [0.97, 0.98, 1];
const FOREST: Colour = [0.2, 0.34, 0.28];

/** A range of jagged mountains, snow on top and forest at the foot, each face lit or in shadow. */
export function paintMountains(
  painting: Painting,
  sky: Sky,
  random: Random,
  { foot, rise, distance }: { foot: number; rise: number; distance: number },
): void {
  const noise = createNoise(random);
  const crest = (u: number) => {
    const broad = 1 - Math.abs(noise(2.3 * u, 0.5, 1));
    const jagged = 1 - Math.abs(noise(6 * u, 3.5, 4));
    return foot - rise * (0.1 + broad ** 2 * (0.5 + 0.45 * jagged));
  };
  /** Height of the rock's surface: ridges that run down from the crest, crossed by finer ones. */
  const relief = (u: number, v: number) => {
    const bend = 0.5 * noise(3 * u, 3 * v, 2);
    return 1.3 - Math.abs(noise(8 * u + bend, 3.2 * v, 5));
  };
  const shade = (u: number, v: number): Colour => {
    const sunwards = Math.sign(sky.sun.u - u) || 1;
    const slope = relief(u, v) - relief(u + 0.012 * sunwards, v - 0.008);
    const light = Math.max(0, Math.min(1, 0.48 + 3.4 * slope));
    const below = (v - crest(u)) / rise;
    const snowy = step(0.3, 0.12, below + 0.2 * noise(14 * u, 14 * v, 3));
    const wooded = step(0.4, 0.7, below + 0.12 * noise(20 * u, 20 * v, 2));
    let colour = mix(mix(ROCK, FOREST, wooded), SNOW, snowy);
    colour = mix(mix(colour, [0.13, 0.16, 0.32], 0.62), mix(colour, sky.glow, 0.3), light);
    return mix(colour, sky.haze, distance * (0.55 + 0.5 * Math.min(1, below)));
  };
  const top = foot - 1.1 * rise;
  const box = { left: 0, top, right: painting.aspect, bottom: foot + painting.pixel };
  painting.paint(shade, (u, v) => (crest(u) - v) / 2, box);
}

/** Rolling hills with the dapple of woods and meadows. */
export function paintHills(
  painting: Painting,
  sky: Sky,
  random: Random,
  { foot, rise, distance, colour }: { foot: number; rise: number; distance: number; colour: Colour },
): (u: number) => number {
  const noise = createNoise(random);
  const crest = (u: number) =>
    foot - rise * (0.55 + 0.6 * noise(1.6 * u, 7.5, 2) + 0.05 * noise(26 * u, 2.5, 2));
  const shade = (u: number, v: number): Colour => {
    const woods = step(-0.1, 0.25, noise(9 * u, 22 * v, 3));
    const grain = noise(60 * u, 60 * v, 2);
    const shadow = mix(colour, [0.05, 0.13, 0.14], 0.45 * woods + 0.14 + 0.16 * grain);
    const light = step(0.5, 0, (v - crest(u)) / rise);
    return mix(mix(shadow, sky.glow, 0.2 * light * (1 - woods)), sky.haze, distance);
  };
  const box = { left: 0, top: foot - 1.5 * rise, right: painting.aspect, bottom: 1 };
  painting.paint(shade, (u, v) => crest(u) - v, box);
  return crest;
}
