// Numbered examples, and how a batch of labelled pictures becomes tensors.
import { type Tensor, tensor, tensor2d } from '@tensorflow/tfjs-core';
import type { LabelledImages } from './labelled-images';

/** Examples as tensors, the first axis counting them: one tensor an input and an output. */
export interface TensorBatch<T = Tensor | Tensor[]> {
  x: T;
  y: T;
  /** What each example counts for in the loss of each output, [batch]; 1 where absent. */
  weights?: (Tensor | undefined)[];
}

/** What `fit` trains on: numbered examples that it may ask for in any order. */
export interface Examples<T = Tensor | Tensor[]> {
  count: number;
  /** The examples of these numbers as tensors; the caller disposes them. */
  batch(indices: Uint32Array, loaded?: unknown): TensorBatch<T>;
  /** Where they do not lie in memory: gets what `batch` needs of these, a step ahead. `undefined`: there are no more. */
  load?(indices: Uint32Array): unknown;
  /** Nothing more will be loaded. */
  end?(): void;
  /** They come in batches of their own, in their own order: so many an epoch, or until there are no more. */
  stream?: { steps: number | undefined };
}

/**
 * Pictures as x: [batch, ...shape], one-hot classes as y: [batch, classes].
 * @param shape of one picture: [height, width, channels], or flat
 * @param range what the bytes 0 and 255 become
 */
export function imageExamples(
  { images, labels }: LabelledImages,
  shape: readonly number[],
  classes: number,
  [low, high]: readonly [low: number, high: number] = [0, 1],
): Examples<Tensor> {
  const size = shape.reduce((product, length) => product * length, 1);
  const values = Float32Array.from({ length: 256 }, (_, byte) => low + ((high - low) * byte) / 255);
  return {
    count: labels.length,
    batch(indices) {
      const x = new Float32Array(indices.length * size);
      const y = new Float32Array(indices.length * classes);
      indices.forEach((index, row) => {
        for (let i = 0; i < size; i++) x[row * size + i] = values[images[index * size + i]!]!;
        y[row * classes + labels[index]!] = 1;
      });
      return { x: tensor(x, [indices.length, ...shape]), y: tensor2d(y, [indices.length, classes]) };
    },
  };
}
