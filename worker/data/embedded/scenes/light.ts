// How a scene is lit.
import type { Random } from '../../../training/random';
import type { Colour } from './colour';
import { type Scene, SIDE } from './scene';
import { texture } from './texture';

/** Photographs a scene: tinted and brighter on one side, with the film's contrast, exposure and grain. */
export function light(canvas: Scene, random: Random): void {
  const contrast = random.uniform(0.75, 1.15);
  const tint = [0, 1, 2].map(() => contrast * random.uniform(0.88, 1.12)) as unknown as Colour;
  const exposure = 0.5 - contrast / 2 + random.uniform(-0.1, 0.1);
  const angle = random.uniform(0, 2 * Math.PI);
  const slope = random.uniform(0, 0.25) / SIDE;
  const across = slope * Math.cos(angle);
  const down = slope * Math.sin(angle);
  const grain = random.uniform(0, 0.07);
  const mottle = texture(random);
  const mottled = random.uniform(0, 0.08);
  canvas.expose(tint, (x, y) => {
    const side = across * (x - SIDE / 2) + down * (y - SIDE / 2);
    return exposure + side + mottled * mottle(x, y) + grain * random.uniform(-1, 1);
  });
}
