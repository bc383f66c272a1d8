// Pictures shifted, mirrored, turned and zoomed at random.
import {
  add,
  cast,
  clipByValue,
  floor,
  gather,
  mul,
  range,
  reshape,
  sub,
  type Tensor,
  type Tensor1D,
  type Tensor4D,
  tensor3d,
  tidy,
} from '@tensorflow/tfjs-core';
import type { Examples } from './examples';
import type { Random } from './random';

export interface Augmentation {
  /** The furthest shift to each side, and up and down, as a share of the picture's width and height. */
  shift: number;
  /** Whether to mirror every other picture, left and right. */
  flip: boolean;
  /** The furthest turn either way, in degrees; none where absent. */
  rotate?: number;
  /** The furthest zoom in or out, as a share of the picture's size; none where absent. */
  zoom?: number;
}

/** Pictures that look different each time: changed at random whenever they are asked for. */
export function augmentedExamples(
  examples: Examples<Tensor>,
  how: Augmentation,
  random: Random,
): Examples<Tensor> {
  return {
    count: examples.count,
    batch(indices) {
      const { x, y } = examples.batch(indices);
      return { x: augmented(x as Tensor4D, how, random), y };
    },
  };
}

/** @param x [batch, height, width, channels]; it is disposed */
export function augmented(x: Tensor4D, how: Augmentation, random: Random): Tensor {
  const { rotate = 0, zoom = 0 } = how;
  const changed = tidy(() => {
    const moved = how.shift > 0 || how.flip ? moveWhole(x, how, random) : x.clone();
    return rotate > 0 || zoom > 0 ? turn(moved as Tensor4D, rotate, zoom, random) : moved;
  });
  x.dispose();
  return changed;
}

/**
 * Shifts each picture by whole pixels and mirrors it or not, on the backend: each pixel is gathered from where it
 * comes from. The nearest pixel of the edge fills what a shift leaves open, as in Keras' ImageDataGenerator.
 * (`tf.image.transform` would do it in one operation, but on the CPU backend it sees to the first picture only.)
 */
function moveWhole(x: Tensor4D, { shift, flip }: Augmentation, random: Random): Tensor {
  const [batch, height, width] = x.shape;
  // A pixel (column, row) comes from (start + step · column, down + row).
  const [start, step, down] = [0, 1, 2].map(() => new Float32Array(batch)) as Float32Array[];
  for (let i = 0; i < batch; i++) {
    const mirrored = flip && random.uniform() < 0.5;
    const across = Math.round(random.uniform(-shift, shift) * width);
    step![i] = mirrored ? -1 : 1;
    start![i] = mirrored ? width - 1 + across : across;
    down![i] = Math.round(random.uniform(-shift, shift) * height);
  }
  const column = add(perPicture(start!), mul(perPicture(step!), reshape(range(0, width), [1, 1, width])));
  const row = add(perPicture(down!), reshape(range(0, height), [1, height, 1]));
  return pixelsAt(x, row, column);
}

/**
 * Turns and zooms each picture about its middle. A pixel comes from between four, which it mixes by how near they
 * are; the nearest pixel of the edge fills what is left open.
 */
function turn(x: Tensor4D, rotate: number, zoom: number, random: Random): Tensor {
  const [batch, height, width] = x.shape;
  const [cos, sin] = [new Float32Array(batch), new Float32Array(batch)];
  for (let i = 0; i < batch; i++) {
    const angle = (random.uniform(-rotate, rotate) * Math.PI) / 180;
    const size = 1 + random.uniform(-zoom, zoom);
    cos[i] = Math.cos(angle) / size;
    sin[i] = Math.sin(angle) / size;
  }
  const [middleX, middleY] = [(width - 1) / 2, (height - 1) / 2];
  const across = reshape(sub(range(0, width), middleX), [1, 1, width]);
  const down = reshape(sub(range(0, height), middleY), [1, height, 1]);
  const [c, s] = [perPicture(cos), perPicture(sin)];
  const column = add(add(mul(c, across), mul(s, down)), middleX); // [batch, height, width]
  const row = add(sub(mul(c, down), mul(s, across)), middleY);
  const [left, top] = [floor(column), floor(row)];
  const weights = (one: Tensor) => reshape(one, [batch, height, width, 1]);
  const [right, below] = [weights(sub(column, left)), weights(sub(row, top))];
  const mixed = (at: Tensor) =>
    add(mul(pixelsAt(x, at, left), sub(1, right)), mul(pixelsAt(x, at, add(left, 1)), right));
  return add(mul(mixed(top), sub(1, below)), mul(mixed(add(top, 1)), below));
}

const perPicture = (values: Float32Array) => tensor3d(values, [values.length, 1, 1]);

/** @param row and `column` whole numbers that broadcast to [batch, height, width]; the edge stands for what is outside */
function pixelsAt(x: Tensor4D, row: Tensor, column: Tensor): Tensor {
  const [batch, height, width, channels] = x.shape;
  const picture = reshape(range(0, batch), [batch, 1, 1]);
  const line = add(mul(picture, height), clipByValue(row, 0, height - 1));
  const from = add(mul(line, width), clipByValue(column, 0, width - 1)); // [batch, height, width]
  const pixels = gather(
    reshape(x, [batch * height * width, channels]),
    cast(reshape(from, [-1]), 'int32') as Tensor1D,
  );
  return reshape(pixels, x.shape);
}
