// Draws the embedded digits: what MNIST holds, without its files.
import { Random } from '../../../training/random';
import { distort } from './distortion';
import { glyphs } from './glyphs';
import { Hand } from './hand';
import { ink } from './pen';
import { BOX, centreByMass, fitToBox, PICTURE } from './placement';
import { coverage, rasterise } from './raster';

export interface DrawnDigits {
  /** [count, 28, 28], 0 (paper) to 255 (ink) */
  images: Uint8Array;
  /** [count], 0 to 9 */
  labels: Uint8Array;
}

const DIGITS_PER_YIELD = 250;

/**
 * Draws handwritten digits in MNIST's form: the ten classes equally often (as far as `count` allows), shuffled,
 * each digit fitted into a box of 20 × 20 pixels and centred by mass in 28 × 28.
 *
 * Yields how many are drawn, every 250, so that the caller can report progress and stay responsive. The same
 * count and seed draw the same digits.
 */
export function* drawDigits(count: number, seed: string | number): Generator<number, DrawnDigits> {
  if (!Number.isInteger(count) || count < 0) {
    throw new RangeError(`The count of digits must be a whole number of at least 0, not ${count}.`);
  }
  const random = new Random(seed).fork('digits');
  const labels = random.shuffle(Uint8Array.from({ length: count }, (_, i) => i % 10));
  const images = new Uint8Array(count * PICTURE * PICTURE);
  const box = new Float32Array(BOX * BOX);
  for (let i = 0; i < count; i++) {
    drawDigit(labels[i]!, random, box);
    const start = i * PICTURE * PICTURE;
    centreByMass(box, BOX, (index, grey) => {
      images[start + index] = Math.round(255 * grey);
    });
    if ((i + 1) % DIGITS_PER_YIELD === 0) yield i + 1;
  }
  return { images, labels };
}

/** Draws one digit, as large as it fits, into the box: grey values of 0 to 1. */
function drawDigit(digit: number, random: Random, box: Float32Array): void {
  const { write, tall } = glyphs[digit]!;
  const strokes = distort(write(new Hand(random)), random);
  const lines = ink(strokes, 1 / tall, random);
  rasterise(lines, fitToBox(lines), BOX, box);
  const grain = random.uniform(0, 0.3); // rough paper frays the ink's edge, by so much of a pixel
  for (let i = 0; i < box.length; i++) {
    const depth = box[i]!;
    box[i] = depth >= 1 ? 0 : coverage(depth + random.uniform(-grain, grain));
  }
}
