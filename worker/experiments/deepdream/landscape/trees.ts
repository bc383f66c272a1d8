// Trees.
import { type Colour, mix } from '../../../data/embedded/scenes/colour';
import type { Random } from '../../../training/random';
import { createNoise, type Noise } from './noise';
import type { Painting } from './painting';
import { type Sky, step } from './sky';

export interface Tree {
  /** Where it stands, and how tall it is. */
  u: number;
  v: number;
  tall: number;
}

const TRUNK: Colour = [0.3, 0.2, 0.14];

/** A fir: tiers of drooping branches, narrower towards the top. */
export function paintFir(painting: Painting, sky: Sky, random: Random, { u, v, tall }: Tree): void {
  const noise = createNoise(random);
  const colour = mix([0.07, 0.22, 0.16], [0.16, 0.32, 0.16], random.uniform());
  const tiers = 5 + random.integer(4);
  const wide = tall * random.uniform(0.19, 0.25);
  const side = Math.sign(sky.sun.u - u) || 1;
  const box = { left: u - 1.3 * wide, right: u + 1.3 * wide, top: v - tall, bottom: v };
  trunk(painting, { u, v, tall: 0.3 * tall }, 0.035 * tall);
  const outline = (x: number, y: number) => {
    const down = (y - v + tall) / (0.92 * tall);
    if (down < 0 || down > 1) return 1;
    const tier = (down * tiers) % 1;
    const half = wide * down * (0.55 + 0.45 * tier) + 0.1 * wide * noise((30 * x) / tall, (30 * y) / tall, 2);
    return (Math.abs(x - u) - half) / 1.5;
  };
  const shade = (x: number, y: number): Colour => {
    const down = (y - v + tall) / (0.92 * tall);
    const tier = (down * tiers) % 1;
    const across = (side * (x - u)) / (wide * Math.max(0.1, down));
    const needles = 0.35 * noise((70 * x) / tall, (40 * y) / tall, 2);
    const light = Math.max(0, Math.min(1, 0.32 + 0.35 * across + 0.35 * (tier - 0.5) + needles));
    return mix(mix(colour, [0.02, 0.08, 0.1], 0.5), mix(colour, sky.glow, 0.4), light);
  };
  painting.paint(shade, outline, box);
}

/** A broad tree: a crown of leaves in round clumps, each lit from the sun's side. */
export function paintBroadTree(painting: Painting, sky: Sky, random: Random, tree: Tree): void {
  const { u, v, tall } = tree;
  const noise = createNoise(random);
  const colour = mix([0.2, 0.42, 0.12], [0.62, 0.42, 0.1], random.uniform(0, 0.8));
  trunk(painting, { u, v, tall: 0.6 * tall }, 0.075 * tall);
  const clumps = Array.from({ length: 26 }, () => {
    const angle = random.uniform(0, 2 * Math.PI);
    const out = Math.sqrt(random.uniform(0, 1));
    return {
      x: u + 0.34 * tall * out * Math.cos(angle),
      y: v - 0.66 * tall + 0.26 * tall * out * Math.sin(angle),
      radius: tall * random.uniform(0.08, 0.14),
    };
  }).sort((a, b) => b.y - a.y);
  for (const clump of clumps) paintClump(painting, sky, { ...clump, tall, colour, noise });
}

function paintClump(
  painting: Painting,
  sky: Sky,
  clump: { x: number; y: number; radius: number; tall: number; colour: Colour; noise: Noise },
): void {
  const { x, y, radius, tall, colour, noise } = clump;
  const length = Math.hypot(sky.sun.u - x, sky.sun.v - y) || 1;
  const [towardsX, towardsY] = [(sky.sun.u - x) / length, (sky.sun.v - y) / length];
  const leaves = (px: number, py: number) => noise((42 * px) / tall, (42 * py) / tall, 3);
  const shade = (px: number, py: number): Colour => {
    const facing = ((px - x) * towardsX + (py - y) * (towardsY - 0.4)) / radius;
    const light = step(-0.9, 1.1, facing + 0.7 * leaves(px, py));
    return mix(mix(colour, [0.03, 0.1, 0.06], 0.72), mix(colour, sky.glow, 0.45), light);
  };
  const outline = (px: number, py: number) =>
    Math.hypot(px - x, py - y) - radius * (1 + 0.28 * leaves(px, py));
  const reach = 1.5 * radius;
  painting.paint(shade, outline, { left: x - reach, right: x + reach, top: y - reach, bottom: y + reach });
}

function trunk(painting: Painting, { u, v, tall }: Tree, thick: number): void {
  const shade = (x: number): Colour => mix(TRUNK, [0.6, 0.48, 0.34], 0.5 + (0.5 * (x - u)) / thick);
  const outline = (x: number, y: number) =>
    Math.max(Math.abs(x - u) - thick * (0.35 + (0.3 * (y - v + tall)) / tall), v - tall - y, y - v);
  const box = { left: u - thick, right: u + thick, top: v - tall, bottom: v + painting.pixel };
  painting.paint(shade, outline, box);
}
