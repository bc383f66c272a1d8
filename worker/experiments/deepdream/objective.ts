// What a dream maximises.
import {
  add,
  argMax,
  concat,
  customGrad,
  gather,
  matMul,
  mean,
  mul,
  reshape,
  type Scalar,
  slice,
  square,
  sum,
  type Tensor,
  type Tensor2D,
  tidy,
} from '@tensorflow/tfjs-core';

/** What becomes of one layer's output. */
export type Term = (output: Tensor) => Scalar;

/** Border pixels that count for nothing: what pads a convolution shows there. */
const BORDER = 2;

/** A layer's activity: coefficient · sum(x[:, 2:-2, 2:-2, :]²) / size, as in Keras' deep_dream. */
export function activity(coefficient: number, border = BORDER): Term {
  return (output) => mul(sum(square(inner(output, border))), coefficient / output.size);
}

/** The mean of one channel; of a classifier's last layer the logit of one class. */
export function channelMean(channel: number): Term {
  return (output) => {
    const x = asPlaces(inner(output)); // [places, channels]
    return mean(slice(x, [0, channel], [x.shape[0], 1]));
  };
}

/**
 * Likeness to a guide: for each place of the picture the greatest dot product with the features of any place of
 * the guide, after the guided dreams of Google's deepdream (Mordvintsev, Olah and Tyka, 2015).
 * @param guide the layer's output for the guide: [places, channels]; to be disposed by the caller
 */
export function likeness(guide: Tensor2D, coefficient: number): Term {
  const match = customGrad((x, save) => {
    const matched = bestMatches(x as Tensor2D, guide);
    (save as (tensors: Tensor[]) => void)([matched]);
    const value = sum(mul(x as Tensor2D, matched));
    return { value, gradFunc: (dy: Tensor, [saved]: Tensor[]) => mul(dy, saved!) };
  });
  return (output) => mul(match(asPlaces(inner(output))), coefficient / output.size);
}

/** Products of so many places with so many of the guide are held at a time: 64 MB. */
const PRODUCTS = 2 ** 24;

/** For each place of x the features of that place of the guide whose dot product with it is greatest. */
function bestMatches(x: Tensor2D, guide: Tensor2D): Tensor2D {
  const [places, channels] = x.shape;
  const atOnce = Math.max(1, Math.floor(PRODUCTS / guide.shape[0]));
  const parts: Tensor2D[] = [];
  for (let from = 0; from < places; from += atOnce) {
    const matched = tidy(() => {
      const part = slice(x, [from, 0], [Math.min(atOnce, places - from), channels]);
      return gather(guide, argMax(matMul(part, guide, false, true), 1)) as Tensor2D;
    });
    parts.push(matched);
  }
  return concat(parts, 0);
}

/** [places, channels] */
export function asPlaces(output: Tensor): Tensor2D {
  return reshape(output, [-1, output.shape.at(-1)!]);
}

/** Their sum. To be differentiated, and called inside a tidy. */
export function lossOf(outputs: readonly Tensor[], terms: readonly Term[]): Scalar {
  return tidy(() => outputs.map((output, i) => terms[i]!(output)).reduce((a, b) => add(a, b) as Scalar));
}

/** Without its border, if it is large enough to have one. */
function inner(output: Tensor, border = BORDER): Tensor {
  const [, height, width, channels] = output.shape;
  if (border === 0 || output.rank !== 4 || height! <= 2 * border || width! <= 2 * border) return output;
  return slice(output, [0, border, border, 0], [1, height! - 2 * border, width! - 2 * border, channels!]);
}
