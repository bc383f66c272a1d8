// Large pictures step by step and tile by tile, so that the network's intermediate results stay small.
import { add, concat, dispose, mul, type Scalar, slice, type Tensor4D, tidy } from '@tensorflow/tfjs-core';
import type { Random } from '../../training/random';
import { cuts } from './cuts';
import type { Features } from './network/picture-network';
import type { Term } from './objective';
import { type Slope, slopeOf } from './step';

/**
 * The gradient of a picture of any size. It is put together of the tiles', each of which sees itself alone; their
 * edges lie elsewhere each time, so that none shows. The loss is the tiles' mean, weighted by what they answer for.
 * Yields the share of the picture that is done.
 */
export async function* tiledSlope(
  features: Features,
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
