// What the generator draws: pictures as tensors for training, as grey bytes to be shown.
import {
  add,
  matMul,
  mul,
  type Rank,
  relu,
  slice,
  type Tensor,
  type Tensor2D,
  type Tensor4D,
  tensor2d,
  tidy,
  tile,
} from '@tensorflow/tfjs-core';
import type { LayersModel, layers } from '@tensorflow/tfjs-layers';
import type { NetworkInput } from '../../experiment';
import type { Random } from '../../training/random';
import { seededUniform } from '../../training/seeded-random';
import { upsampledConv2d } from '../../training/upsampled-conv';
import type { GreyPicture } from './types';

/** What the generator makes pictures from. */
export interface Latents {
  /** Uniform over [−1, 1): [count, latentSize] */
  latents: Tensor2D;
  /** One-hot: [count, classes] */
  classes: Tensor2D;
}

/** Draws latents of random classes. */
export function drawLatents(count: number, generator: LayersModel, random: Random): Latents {
  const classes = classesOf(generator);
  const digits = Int32Array.from({ length: count }, () => random.integer(classes));
  return latentsOf(digits, generator, random);
}

/** Draws latents of the given classes. */
export function latentsOf(digits: Int32Array, generator: LayersModel, random: Random): Latents {
  const count = classesOf(generator);
  const classes = new Float32Array(digits.length * count);
  for (const [row, digit] of digits.entries()) classes[row * count + digit] = 1;
  return {
    latents: seededUniform<Rank.R2>([digits.length, latentSizeOf(generator)], -1, 1, random.word(), 0),
    classes: tensor2d(classes, [digits.length, count]),
  };
}

/** How many classes a generator draws. */
export function classesOf(generator: LayersModel): number {
  return layerOf(generator, 'Embedding').weights[0]!.shape[0]!;
}

type Layer = layers.Layer;

/**
 * What the generator makes of latents and classes, as its `apply` does, but faster: the convolutions of
 * enlarged pictures, nearly all of its work, are computed without enlarging them.
 *
 * @param latents [batch, latentSize]
 * @param classes one-hot: [batch, classes]
 * @returns [batch, 28, 28, 1], −1 to 1
 */
export function generate(generator: LayersModel, latents: Tensor2D, classes: Tensor2D): Tensor4D {
  return tidy(() => {
    const embeddings = layerOf(generator, 'Embedding').weights[0]!.read() as Tensor2D; // [classes, latentSize]
    const { layers: steps } = layerOf(generator, 'Sequential') as Layer & { layers: Layer[] };
    let x: Tensor = mul(latents, matMul(classes, embeddings));
    for (let i = 0; i < steps.length; i++) {
      const enlarges = steps[i]!.getClassName() === 'UpSampling2D';
      x = enlarges ? enlargedConv(x as Tensor4D, steps[++i]!) : (steps[i]!.apply(x) as Tensor);
    }
    return x as Tensor4D;
  });
}

function layerOf({ layers: all }: LayersModel, className: string): Layer {
  return all.find((layer) => layer.getClassName() === className)!;
}

/** A conv2d layer with relu, as the generator's are that follow an UpSampling2D. */
function enlargedConv(x: Tensor4D, layer: Layer): Tensor {
  const [filter, bias] = layer.weights.map((weight) => weight.read());
  return relu(add(upsampledConv2d(x, filter as Tensor4D), bias!));
}

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
    const bytes = await draw(generator, () => latentsOf(digits, generator, random));
    for (let at = 0; at < bytes.length; at += PIXELS) {
      pictures.push({ data: bytes.slice(at, at + PIXELS), width: SIDE, height: SIDE });
    }
  }
  return pictures;
}

/** Draws a row of digits for each class; those of a column come from the same latents. */
export async function drawGrid(generator: LayersModel, random: Random): Promise<GreyPicture> {
  const classes = classesOf(generator);
  const digits = Int32Array.from({ length: classes * COLUMNS }, (_, i) => Math.floor(i / COLUMNS));
  const bytes = await draw(generator, () => {
    const all = latentsOf(digits, generator, random);
    return { ...all, latents: tile(slice(all.latents, 0, COLUMNS), [classes, 1]) as Tensor2D };
  });
  const width = COLUMNS * SIDE;
  const data = new Uint8Array(bytes.length);
  for (let line = 0; line < bytes.length / SIDE; line++) {
    const [picture, y] = [Math.floor(line / SIDE), line % SIDE];
    const [row, column] = [Math.floor(picture / COLUMNS), picture % COLUMNS];
    const to = (row * SIDE + y) * width + column * SIDE;
    data.set(bytes.subarray(line * SIDE, (line + 1) * SIDE), to);
  }
  return { data, width, height: classes * SIDE };
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

/** What the generator's layers are given for these classes: the latents that `drawDigit` draws for as many at a time. */
export async function readLatents(
  generator: LayersModel,
  digits: Int32Array,
  random: Random,
): Promise<NetworkInput[]> {
  const size = latentSizeOf(generator);
  const { latents, classes } = latentsOf(digits, generator, random);
  const data = (await latents.data()).slice() as Float32Array;
  latents.dispose();
  classes.dispose();
  return [
    { data, shape: [digits.length, size] },
    { data: digits, shape: [digits.length, 1] },
  ];
}

function latentSizeOf({ inputs }: LayersModel): number {
  return inputs[0]!.shape[1]!;
}
