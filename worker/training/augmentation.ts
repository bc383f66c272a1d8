// Pictures shifted and mirrored at random.
import {
  add,
  cast,
  clipByValue,
  gather,
  mul,
  range,
  reshape,
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
}

/** Pictures that look different each time: shifted and mirrored at random whenever they are asked for. */
export function augmentedExamples(
  examples: Examples<Tensor>,
  how: Augmentation,
  random: Random,
): Examples<Tensor> {
  return {
    count: examples.count,
    batch(indices) {
      const { x, y } = examples.batch(indices);
      return {
        x: tidy(() => {
          const augmented = augment(x as Tensor4D, how, random);
          x.dispose();
          return augmented;
        }),
        y,
      };
    },
  };
}

/**
 * Shifts each picture by whole pixels and mirrors it or not, on the backend: each pixel is gathered from where it
 * comes from. The nearest pixel of the edge fills what a shift leaves open, as in Keras' ImageDataGenerator.
 * (`tf.image.transform` would do it in one operation, but on the CPU backend it sees to the first picture only.)
 * @param x [batch, height, width, channels]
 */
function augment(x: Tensor4D, { shift, flip }: Augmentation, random: Random): Tensor {
  const [batch, height, width, channels] = x.shape;
  // A pixel (column, row) comes from (start + step · column, down + row).
  const [start, step, down] = [0, 1, 2].map(() => new Float32Array(batch)) as Float32Array[];
  for (let i = 0; i < batch; i++) {
    const mirrored = flip && random.uniform() < 0.5;
    const across = Math.round(random.uniform(-shift, shift) * width);
    step![i] = mirrored ? -1 : 1;
    start![i] = mirrored ? width - 1 + across : across;
    down![i] = Math.round(random.uniform(-shift, shift) * height);
  }
  const perPicture = (values: Float32Array) => tensor3d(values, [batch, 1, 1]);
  const column = add(perPicture(start!), mul(perPicture(step!), reshape(range(0, width), [1, 1, width])));
  const row = add(perPicture(down!), reshape(range(0, height), [1, height, 1]));
  const picture = reshape(range(0, batch), [batch, 1, 1]);
  const line = add(mul(picture, height), clipByValue(row, 0, height - 1)); // [batch, height, 1]
  const from = add(mul(line, width), clipByValue(column, 0, width - 1)); // [batch, height, width]
  const pixels = gather(
    reshape(x, [batch * height * width, channels]),
    cast(reshape(from, [-1]), 'int32') as Tensor1D,
  );
  return reshape(pixels, x.shape);
}
