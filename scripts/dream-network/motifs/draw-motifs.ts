// Draws the motifs that the embedded network learns to tell apart.
import { anyColour, type Colour, mix } from '../../../worker/data/embedded/scenes/colour';
import { createNoise } from '../../../worker/experiments/deepdream/landscape/noise';
import type { LabelledImages } from '../../../worker/training/labelled-images';
import { Random } from '../../../worker/training/random';
import * as figures from './figures';
import type { Motif, Pattern } from './pattern';
import * as textures from './textures';

/** What the classes are called, by label: in the order of their letters. */
export const motifClasses: readonly string[] = Object.keys({ ...figures, ...textures }).sort();

const motifs: Readonly<Record<string, Motif>> = { ...figures, ...textures };
const kinds: readonly Motif[] = motifClasses.map((name) => motifs[name]!);
const MOTIFS_PER_YIELD = 50;
/** Where in a pixel its colour is taken: two points off both diagonals smooth the edges. */
const SAMPLES = [
  [0.25, 0.4],
  [0.75, 0.6],
] as const;

/**
 * Draws colour pictures of motifs, such as eyes, petals and scales, [count, side, side, 3] bytes: the classes
 * equally often (as far as `count` allows), shuffled. Size, turn, colours and light do not depend on the class.
 *
 * Yields how many are drawn, every 50. The same seed draws the same pictures.
 * @throws RangeError unless count is a whole number of at least 0
 */
export function* drawMotifs(
  count: number,
  side: number,
  seed: string | number,
): Generator<number, LabelledImages> {
  if (!Number.isInteger(count) || count < 0) {
    throw new RangeError(`The count of motifs must be a whole number of at least 0, not ${count}.`);
  }
  const random = new Random(seed).fork('motifs');
  const labels = random.shuffle(Uint8Array.from({ length: count }, (_, i) => i % kinds.length));
  const size = side * side * 3;
  const images = new Uint8ClampedArray(count * size);
  for (let i = 0; i < count; i++) {
    drawMotif(kinds[labels[i]!]!, side, random.fork(i), images.subarray(i * size, (i + 1) * size));
    if ((i + 1) % MOTIFS_PER_YIELD === 0) yield i + 1;
  }
  return { images: new Uint8Array(images.buffer), labels };
}

/** Paints one picture: its pattern turned, bent and lit, in three colours from dark to bright. */
function drawMotif(motif: Motif, side: number, random: Random, bytes: Uint8ClampedArray): void {
  const pattern = bent(motif(random.fork('pattern')), random.fork('bend'));
  const shades = palette(random);
  const scale = 1 / (side * random.uniform(0.26, 0.62)); // units per pixel
  const turn = random.normal(0, 0.35);
  const [cos, sin] = [scale * Math.cos(turn), scale * Math.sin(turn)];
  const [left, top] = [random.uniform(-50, 50), random.uniform(-50, 50)];
  const light = createNoise(random.fork('light'));
  const uneven = random.uniform(0, 0.25);
  const grain = random.uniform(0, 0.06);
  for (let y = 0, at = 0; y < side; y++) {
    for (let x = 0; x < side; x++) {
      let tone = 0;
      for (const [dx, dy] of SAMPLES) {
        const [u, v] = [x + dx, y + dy];
        tone += pattern(left + cos * u - sin * v, top + sin * u + cos * v) / SAMPLES.length;
      }
      const lit = uneven * light(x / 40, y / 40) + grain * random.uniform(-1, 1);
      const colour = shades(tone);
      for (const channel of colour) bytes[at++] = 255 * (channel + lit);
    }
  }
}

/** The pattern with its plane swayed a little, so that no line is quite straight. */
function bent(pattern: Pattern, random: Random): Pattern {
  const noise = createNoise(random);
  const sway = random.uniform(0.05, 0.3);
  return (x, y) => pattern(x + sway * noise(0.7 * x, 0.7 * y), y + sway * noise(0.7 * x + 50, 0.7 * y));
}

/** The colours of tones 0 to 1: three, mostly from dark to bright, far enough apart. */
function palette(random: Random): (tone: number) => Colour {
  let colours = [anyColour(random), anyColour(random), anyColour(random)];
  for (let tries = 0; tries < 20 && contrast(colours) < 0.45; tries++)
    colours = colours.map(() => anyColour(random));
  colours.sort((a, b) => luminance(a) - luminance(b));
  if (random.integer(8) === 0) colours.reverse();
  const [dark, middle, bright] = colours as [Colour, Colour, Colour];
  return (tone) => {
    const t = 2 * Math.max(0, Math.min(1, tone));
    return t < 1 ? mix(dark, middle, t) : mix(middle, bright, t - 1);
  };
}

const luminance = ([red, green, blue]: Colour) => 0.3 * red + 0.59 * green + 0.11 * blue;

function contrast(colours: readonly Colour[]): number {
  const values = colours.map(luminance);
  return Math.max(...values) - Math.min(...values);
}
