// Generated digits as grey bytes.
import { slice, type Tensor2D, tidy, tile } from '@tensorflow/tfjs-core';
import type { LayersModel } from '@tensorflow/tfjs-layers';
import type { Random } from '../../training/random';
import { generate } from './generate';
import { type Latents, latentsOf } from './latents';
import { CLASSES } from './network';
import type { GreyPicture } from './types';

const SIDE = 28;
const PIXELS = SIDE * SIDE;
const COLUMNS = 10;
/** As many at a time as a batch of the full network's training. */
const AT_ONCE = 100;

/** Draws `count` pictures of a digit. */
export async function drawDigit(
  generator: LayersModel,
  { digit, count }: { digit: number; count: number },
  random: Random,
): Promise<GreyPicture[]> {
  const pictures: GreyPicture[] = [];
  while (pictures.length < count) {
    const digits = new Int32Array(Math.min(AT_ONCE, count - pictures.length)).fill(digit);
    const bytes = await draw(generator, () => latentsOf(digits, latentSizeOf(generator), random));
    for (let at = 0; at < bytes.length; at += PIXELS) {
      pictures.push({ data: bytes.slice(at, at + PIXELS), width: SIDE, height: SIDE });
    }
  }
  return pictures;
}

/** Draws a row of digits for each class; those of a column come from the same latents. */
export async function drawGrid(generator: LayersModel, random: Random): Promise<GreyPicture> {
  const digits = Int32Array.from({ length: CLASSES * COLUMNS }, (_, i) => Math.floor(i / COLUMNS));
  const bytes = await draw(generator, () => {
    const all = latentsOf(digits, latentSizeOf(generator), random);
    return { ...all, latents: tile(slice(all.latents, 0, COLUMNS), [CLASSES, 1]) as Tensor2D };
  });
  const width = COLUMNS * SIDE;
  const data = new Uint8Array(bytes.length);
  for (let line = 0; line < bytes.length / SIDE; line++) {
    const [picture, y] = [Math.floor(line / SIDE), line % SIDE];
    const [row, column] = [Math.floor(picture / COLUMNS), picture % COLUMNS];
    const to = (row * SIDE + y) * width + column * SIDE;
    data.set(bytes.subarray(line * SIDE, (line + 1) * SIDE), to);
  }
  return { data, width, height: CLASSES * SIDE };
}

/** @returns [pictures, 28, 28] */
async function draw(generator: LayersModel, latents: () => Latents): Promise<Uint8Array> {
  const output = tidy(() => {
    const { latents: z, classes } = latents();
    return generate(generator, z, classes);
  });
  const values = await output.data();
  output.dispose();
  return Uint8Array.from(values, (value) => Math.round(127.5 * (value + 1)));
}

function latentSizeOf({ inputs }: LayersModel): number {
  return inputs[0]!.shape[1]!;
}
