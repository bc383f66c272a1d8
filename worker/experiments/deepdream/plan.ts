// The sizes that a picture is dreamt on at, and what has to be said about them.
import { dispose, type Tensor4D, tidy, zeros } from '@tensorflow/tfjs-core';
import { InvalidOptionError } from '../../../src/errors';
import type { Pixels } from '../../../src/protocol';
import type { PictureFeatures, PictureNetwork } from './network/picture-network';
import type { DeepdreamHyperparameters } from './options';

export interface Plan {
  /** The smallest first; at least one. */
  sizes: Size[];
  warnings: string[];
}

/** @throws InvalidOptionError if the picture is too small for the layers */
export function planSizes(
  { width, height }: Pixels,
  { channels, name }: PictureNetwork,
  features: PictureFeatures,
  { maxSize, octaves, octaveScale }: DeepdreamHyperparameters,
): Plan {
  if (features.size) {
    const own = `${features.size[1]} × ${features.size[0]}`;
    const warning = `For these layers ${name} takes pictures of ${own} alone: dreaming in one octave of that size.`;
    return { sizes: [features.size], warnings: [warning] };
  }
  const largest = fitInto([height, width], maxSize);
  const warnings: string[] = [];
  if (largest[0] < height || largest[1] < width) {
    const shown = `${largest[1]} × ${largest[0]}`;
    warnings.push(`The picture of ${width} × ${height} is dreamt on at ${shown} (maxSize ${maxSize}).`);
  }
  const all = octaveSizes(largest, octaves, octaveScale);
  const first = all.findIndex((size) => fits(features.apply, size, channels));
  if (first < 0)
    throw new InvalidOptionError('image', `${width} × ${height}`, 'a larger picture for these layers');
  if (first > 0) warnings.push(`The ${first} smallest octaves are too small for these layers and left out.`);
  return { sizes: all.slice(first), warnings };
}

function fits(apply: PictureFeatures['apply'], [height, width]: Size, channels: number): boolean {
  if (height < 1 || width < 1) return false;
  try {
    const outputs = tidy(() => apply(zeros([1, height, width, channels]) as Tensor4D));
    dispose(outputs);
    return outputs.every(({ size }) => size > 0);
  } catch {
    return false; // TensorFlow.js says so in many ways
  }
}

export type Size = readonly [height: number, width: number];

/** The sizes of the octaves, the smallest first: int(side / scale ** i), as Keras' deep_dream has them. */
export function octaveSizes([height, width]: Size, octaves: number, scale: number): Size[] {
  return Array.from({ length: octaves }, (_, i) => {
    const factor = scale ** (octaves - 1 - i);
    return [Math.floor(height / factor), Math.floor(width / factor)] as const;
  });
}

/** The largest size of the same shape whose longer side is at most `longest`. */
export function fitInto([height, width]: Size, longest: number): Size {
  const factor = Math.min(1, longest / Math.max(height, width));
  return [Math.max(1, Math.round(height * factor)), Math.max(1, Math.round(width * factor))];
}
