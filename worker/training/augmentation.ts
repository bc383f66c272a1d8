import { image, type Tensor, type Tensor4D, tensor2d, tidy } from '@tensorflow/tfjs-core';
import type { Examples } from './examples';
import type { Random } from './random';

export interface Augmentation {
  /** The furthest shift to each side, and up and down, as a share of the picture's width and height. */
  shift: number;
  /** Whether to mirror every other picture, left and right. */
  flip: boolean;
}

/** Pictures that look different each time: shifted and mirrored at random whenever they are asked for. */
export function augmentedExamples(examples: Examples, how: Augmentation, random: Random): Examples {
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
 * Shifts each picture by whole pixels and mirrors it or not, in one operation of the backend: the nearest pixel
 * of the edge fills what a shift leaves open, as in Keras' ImageDataGenerator.
 * @param x [batch, height, width, channels]
 */
function augment(x: Tensor4D, { shift, flip }: Augmentation, random: Random): Tensor {
  const [batch, height, width] = x.shape;
  const transforms = new Float32Array(batch * 8);
  for (let row = 0; row < batch; row++) {
    const mirrored = flip && random.uniform() < 0.5;
    const across = Math.round(random.uniform(-shift, shift) * width);
    const down = Math.round(random.uniform(-shift, shift) * height);
    // Where a pixel (x, y) comes from: (±x + across, y + down).
    const from = mirrored ? [-1, 0, width - 1 + across] : [1, 0, across];
    transforms.set([...from, 0, 1, down, 0, 0], row * 8);
  }
  return image.transform(x, tensor2d(transforms, [batch, 8]), 'nearest', 'nearest');
}
