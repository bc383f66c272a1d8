// What the network makes of the test pictures after an epoch.
import type { Pixels } from '../../../src/protocol';
import type { LabelledImages } from '../../training/labelled-images';

/** What the network makes of the test pictures after an epoch. */
export interface Cifar10Sample {
  /** What the classes are called, by label: rows and columns of the matrix. */
  classes: readonly string[];
  /** How many test pictures of each class (row) were taken for each class (column). */
  confusion: number[][];
  /** Share of each class's test pictures that were recognised; NaN for a class without any. */
  classAccuracy: number[];
  /** The first test pictures, the same after each epoch. */
  predictions: Cifar10Prediction[];
}

export interface Cifar10Prediction {
  picture: Pixels;
  /** What it shows, what the network took it for, and how sure it was. */
  label: string;
  guess: string;
  probability: number;
}

/** Share of each row that lies on the diagonal. */
export function classAccuracy(confusion: number[][]): number[] {
  return confusion.map((row, label) => row[label]! / row.reduce((sum, count) => sum + count, 0));
}

/** Labels, guesses and pictures side by side. @param probabilities [pictures, classes] */
export function predictions(
  { images, labels }: LabelledImages,
  probabilities: ArrayLike<number>,
  classes: readonly string[],
  side: number,
): Cifar10Prediction[] {
  const size = side * side * 3;
  return [...labels].map((label, i) => {
    const row = Array.from(classes, (_, k) => probabilities[i * classes.length + k]!);
    const probability = Math.max(...row);
    const guess = classes[row.indexOf(probability)]!;
    const picture = opaque(images.subarray(i * size, (i + 1) * size), side);
    return { picture, label: classes[label]!, guess, probability };
  });
}

function opaque(rgb: Uint8Array, side: number): Pixels {
  const data = new Uint8ClampedArray(side * side * 4).fill(255);
  for (let i = 0; i < side * side; i++) data.set(rgb.subarray(3 * i, 3 * i + 3), 4 * i);
  return { data, width: side, height: side };
}
