// What lies behind a thing, and what hides a part of it.
import type { Random } from '../../../training/random';
import { anyColour, type Colour, mix } from './colour';
import { type Scene, SIDE } from './scene';
import { texture } from './texture';

/** Paints what is behind a thing and tells its colours: a fading sky, perhaps ground, texture and clutter. */
export function paintBackdrop(canvas: Scene, random: Random): Colour[] {
  const top = anyColour(random);
  const bottom = mix(top, anyColour(random), random.uniform(0.2, 0.8));
  const ground = anyColour(random);
  const horizon = random.integer(2) === 1 ? random.uniform(0.35, 0.9) * SIDE : 2 * SIDE;
  canvas.fill((y) => mix(top, bottom, y / SIDE));
  if (horizon < SIDE) {
    const tilt = random.normal(0, 0.12);
    const above = (x: number, y: number) => horizon + tilt * (x - SIDE / 2) - y;
    canvas.paint(above, { x: SIDE / 2, y: SIDE / 2, radius: SIDE / 2 }, ground);
  }
  const grain = texture(random);
  const grainy = random.uniform(0, 0.16);
  canvas.expose([1, 1, 1], (x, y) => grainy * grain(x, y));
  const clutter = random.integer(5);
  for (let i = 0; i < clutter; i++) {
    paintPiece(canvas, mix(anyColour(random), bottom, 0.4), random, [1.5, 4.5], random.uniform(0.4, 1));
  }
  return horizon < SIDE ? [top, bottom, ground] : [top, bottom];
}

/** Covers a little of the picture: a piece in front of the thing. */
export function paintOccluder(canvas: Scene, random: Random): void {
  paintPiece(canvas, anyColour(random), random, [1.5, 4], 1);
}

/** A disc or a bar of no meaning. */
function paintPiece(
  canvas: Scene,
  colour: Colour,
  random: Random,
  [small, large]: readonly [number, number],
  opacity: number,
): void {
  const x = random.uniform(0, SIDE);
  const y = random.uniform(0, SIDE);
  const radius = random.uniform(small, large);
  if (random.integer(2) === 1) {
    canvas.paint((px, py) => Math.hypot(px - x, py - y) - radius, { x, y, radius }, colour, opacity);
    return;
  }
  const angle = random.uniform(0, Math.PI);
  const cos = Math.cos(angle);
  const sin = Math.sin(angle);
  const length = random.uniform(2, 4) * radius;
  const depth = (px: number, py: number) => {
    const along = Math.abs(cos * (px - x) + sin * (py - y));
    const across = Math.abs(cos * (py - y) - sin * (px - x));
    return Math.max(along - length, across - radius / 2);
  };
  canvas.paint(depth, { x, y, radius: length + radius }, colour, opacity);
}
