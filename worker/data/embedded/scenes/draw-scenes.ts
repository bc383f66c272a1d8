// Draws the embedded scenes: small colour pictures of ten things, without files.
import type { LabelledImages } from '../../../training/labelled-images';
import { Random } from '../../../training/random';
import { paintBackdrop, paintOccluder } from './backdrop';
import { Brush, type Stance } from './brush';
import { standingOut } from './colour';
import { light } from './light';
import { Scene, SIDE } from './scene';
import { type Thing, things } from './things';

/** What the classes are called, by label. */
export const sceneClasses: readonly string[] = Object.keys(things);

const kinds: readonly Thing[] = Object.values(things);
const SCENES_PER_YIELD = 250;

/**
 * Draws small colour scenes of ten classes in CIFAR-10's form, [count, 32, 32, 3] bytes: the classes equally
 * often (as far as `count` allows), shuffled. Place, size, colours, backdrop and light do not depend on the
 * class: only the shape of the thing tells it.
 *
 * Yields how many are drawn, every 250. The same seed draws the same scenes; a scene does not depend on how
 * many follow it, its class does.
 * @throws RangeError unless count is a whole number of at least 0
 */
export function* drawScenes(count: number, seed: string | number): Generator<number, LabelledImages> {
  if (!Number.isInteger(count) || count < 0) {
    throw new RangeError(`The count of scenes must be a whole number of at least 0, not ${count}.`);
  }
  const random = new Random(seed).fork('scenes');
  const labels = random.shuffle(Uint8Array.from({ length: count }, (_, i) => i % kinds.length));
  const images = new Uint8Array(count * SIDE * SIDE * 3);
  const canvas = new Scene();
  for (let i = 0; i < count; i++) {
    drawScene(canvas, kinds[labels[i]!]!, random.fork(i));
    canvas.write(images, i * canvas.pixels.length);
    if ((i + 1) % SCENES_PER_YIELD === 0) yield i + 1;
  }
  return { images, labels };
}

function drawScene(canvas: Scene, thing: Thing, random: Random): void {
  const behind = paintBackdrop(canvas, random);
  const main = standingOut(random, behind, 0.4);
  const other = standingOut(random, behind, 0.4);
  const detail = standingOut(random, [main, other], 0.25);
  thing(new Brush(canvas, anyStance(random)), { main, other, detail }, random);
  if (random.integer(4) === 0) paintOccluder(canvas, random);
  light(canvas, random);
}

/** Large enough to be told, and never more than a little outside the picture. */
function anyStance(random: Random): Stance {
  const scale = random.uniform(10.5, 14.5);
  const stretch = Math.exp(random.normal(0, 0.08));
  const room = Math.max(1.5, SIDE / 2 - scale);
  return {
    x: SIDE / 2 + random.uniform(-room, room),
    y: SIDE / 2 + random.uniform(-room, room),
    width: scale * stretch * (random.integer(2) === 1 ? 1 : -1),
    height: scale / stretch,
    turn: random.normal(0, 0.15),
  };
}
