// Grass in the foreground.
import { type Colour, mix } from '../../../data/embedded/scenes/colour';
import type { Random } from '../../../training/random';
import { createNoise } from './noise';
import type { Painting } from './painting';
import { type Sky, step } from './sky';

const GRASS: Colour = [0.42, 0.56, 0.18];
const SHADE: Colour = [0.1, 0.22, 0.1];
const PETALS: readonly Colour[] = [
  [0.95, 0.35, 0.3],
  [0.98, 0.85, 0.3],
  [0.96, 0.93, 0.95],
  [0.72, 0.45, 0.85],
];

/** The near shore: a meadow with blades of grass and flowers, larger the nearer. Gives its edge. */
export function paintMeadow(
  painting: Painting,
  sky: Sky,
  random: Random,
  top: number,
): (u: number) => number {
  const noise = createNoise(random);
  const lift = random.uniform(-0.06, 0.06);
  const edge = (u: number) => {
    const across = u / painting.aspect - 0.5;
    return top + lift * across - 0.28 * across * across + 0.03 * noise(2.2 * u, 4.5, 3);
  };
  const shade = (u: number, v: number): Colour => {
    const near = Math.max(0, v - edge(u));
    const blades = noise((130 * u) / (0.5 + 2.5 * near) + 9 * noise(6 * u, 6 * v), 14 * v, 2);
    const patches = noise(5 * u, 12 * v, 3);
    const dark = Math.max(0, Math.min(1, 0.3 + 0.35 * blades + 0.3 * patches + 0.5 * near));
    const lit = mix(GRASS, sky.glow, 0.3 * step(0.06, 0, near));
    return mix(lit, SHADE, dark);
  };
  painting.paint(shade, (u, v) => edge(u) - v);
  for (let i = 0; i < 90; i++) paintFlower(painting, edge, random);
  return edge;
}

function paintFlower(painting: Painting, edge: (u: number) => number, random: Random): void {
  const u = random.uniform(0, painting.aspect);
  const depth = random.uniform(0.05, 1) ** 1.4;
  const v = edge(u) + (1 - edge(u)) * depth;
  const radius = 0.005 + 0.013 * depth;
  const colour = PETALS[random.integer(PETALS.length)]!;
  const petals = 5 + random.integer(3);
  const turn = random.uniform(0, 6.3);
  const shade = (x: number, y: number): Colour => {
    const distance = Math.hypot(x - u, y - v) / radius;
    return distance < 0.32 ? [0.95, 0.7, 0.2] : mix(colour, [0.3, 0.1, 0.2], 0.35 * (1 - distance));
  };
  const outline = (x: number, y: number) => {
    const angle = Math.atan2(y - v, x - u);
    return Math.hypot(x - u, y - v) - radius * (0.68 + 0.32 * Math.cos(petals * angle + turn));
  };
  const box = { left: u - radius, right: u + radius, top: v - radius, bottom: v + radius };
  painting.paint(shade, outline, box);
}
