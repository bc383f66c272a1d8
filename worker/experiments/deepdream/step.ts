// A step of gradient ascent on a picture, taken whole or, where it is large, tile by tile.
import {
  abs,
  add,
  concat,
  dispose,
  div,
  maximum,
  mean,
  mul,
  type Scalar,
  slice,
  type Tensor4D,
  tidy,
  valueAndGrad,
} from '@tensorflow/tfjs-core';
import type { Random } from '../../training/random';
import type { PictureFeatures } from './network/picture-network';
import { lossOf, type Term } from './objective';

export interface Slope {
  loss: Scalar;
  /** Of the loss, with respect to the picture. */
  gradient: Tensor4D;
}

/** @param picture [1, height, width, channels] */
export function slopeOf(features: PictureFeatures, terms: readonly Term[], picture: Tensor4D): Slope {
  return tidy(() => {
    const { value, grad } = valueAndGrad((x) => lossOf(features.apply(x as Tensor4D), terms))(picture);
    return { loss: value as Scalar, gradient: grad as Tensor4D };
  });
}

/** image += stepSize · g / max(mean(|g|), 1e-7), as in Keras' deep_dream. */
export function ascend(picture: Tensor4D, gradient: Tensor4D, stepSize: number): Tensor4D {
  return tidy(() => {
    const scale = div(stepSize, maximum(mean(abs(gradient)), 1e-7));
    return add(picture, mul(gradient, scale)) as Tensor4D;
  });
}

/** Shifts the picture; what leaves it at one edge comes in at the opposite one. */
export function roll(picture: Tensor4D, down: number, right: number): Tensor4D {
  return tidy(() => rollAxis(rollAxis(picture, 1, down), 2, right));
}

function rollAxis(picture: Tensor4D, axis: number, by: number): Tensor4D {
  const length = picture.shape[axis]!;
  const at = (((-by % length) + length) % length) as number;
  if (at === 0) return picture.clone();
  const part = (from: number, to: number) => {
    const begin = [0, 0, 0, 0];
    const size = [...picture.shape] as [number, number, number, number];
    begin[axis] = from;
    size[axis] = to - from;
    return slice(picture, begin as [number, number, number, number], size);
  };
  return concat([part(at, length), part(0, at)], axis);
}

/**
 * The gradient of a picture of any size. It is put together of the tiles', each of which sees itself alone; their
 * edges lie elsewhere each time, so that none shows. The loss is the tiles' mean, weighted by what they answer for.
 * Yields the share of the picture that is done.
 */
export async function* tiledSlope(
  features: PictureFeatures,
  terms: readonly Term[],
  picture: Tensor4D,
  tile: number,
  random: Random,
): AsyncGenerator<number, Slope, void> {
  const [, height, width, channels] = picture.shape;
  const rows = cuts(height, tile, 1 + random.integer(tile));
  const columns = cuts(width, tile, 1 + random.integer(tile));
  const lines: Tensor4D[] = [];
  let line: Tensor4D[] = [];
  let total: Scalar | undefined;
  try {
    for (const y of rows) {
      for (const x of columns) {
        const share = ((y.to - y.from) * (x.to - x.from)) / (height * width);
        const { loss, gradient } = tidy(() => {
          const size = [1, y.end - y.start, x.end - x.start, channels] as const;
          const seen = slice(picture, [0, y.start, x.start, 0], [...size]);
          const slope = slopeOf(features, terms, seen);
          const own = [1, y.to - y.from, x.to - x.from, channels] as const;
          return {
            loss: total ? add(total, mul(slope.loss, share)) : mul(slope.loss, share),
            gradient: slice(slope.gradient, [0, y.from - y.start, x.from - x.start, 0], [...own]),
          };
        });
        total?.dispose();
        total = loss as Scalar;
        line.push(gradient as Tensor4D);
        yield share;
      }
      lines.push(concat(line, 2));
      dispose(line);
      line = [];
    }
    const gradient = concat(lines, 1);
    const loss = total!;
    total = undefined;
    return { loss, gradient };
  } finally {
    dispose([line, lines]);
    total?.dispose();
  }
}

/** A stretch of pixels that a tile answers for, and the longer or equal one that it looks at. */
export interface Cut {
  from: number;
  to: number;
  start: number;
  end: number;
}

/**
 * Cuts a side into tiles of one length that begin at a shifted place; the outer ones answer for less.
 * @param shift 1 to `tile`: what the first answers for
 */
export function cuts(length: number, tile: number, shift: number): Cut[] {
  if (length <= tile) return [{ from: 0, to: length, start: 0, end: length }];
  const all: Cut[] = [];
  for (let from = 0, to = shift; from < length; from = to, to += tile) {
    const end = Math.max(tile, Math.min(to, length));
    all.push({ from, to: Math.min(to, length), start: end - tile, end });
  }
  return all;
}
