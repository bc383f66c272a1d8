// A step of gradient ascent on a picture.
import {
  abs,
  add,
  concat,
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
import type { Features } from './network/picture-network';
import { lossOf, type Term } from './objective';

export interface Slope {
  loss: Scalar;
  /** Of the loss, with respect to the picture. */
  gradient: Tensor4D;
}

/** @param picture [1, height, width, channels] */
export function slopeOf(features: Features, terms: readonly Term[], picture: Tensor4D): Slope {
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
