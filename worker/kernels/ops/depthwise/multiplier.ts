import type { Wasm } from '../../runtime/kernel';
import type { ConvShape } from '../convolution/conv-shape';

/**
 * A channel multiplier m: output channel c * m + q sees input channel c. Gives `use` the images with every
 * channel m times, and the shape that goes with them: then each output channel has an input channel of its own.
 */
export function withRepeatedChannels<T>(
  wasm: Wasm,
  shape: ConvShape,
  x: number,
  use: (x: number, shape: ConvShape) => T,
): T {
  const times = shape.outChannels / shape.channels;
  if (times === 1) return use(x, shape);
  const values = shape.batch * shape.inHeight * shape.inWidth * shape.channels;
  return wasm.scratch(4 * values * times, (repeated) => {
    wasm.parallel('repeatValues', [x, repeated, times], values, Math.ceil(GRAIN / times));
    return use(repeated, { ...shape, channels: shape.outChannels });
  });
}

/** The way back for a gradient: `fill` computes one for every output channel, of which m at a time are added. */
export function summedChannels(
  wasm: Wasm,
  shape: ConvShape,
  dx: number,
  fill: (dx: number, shape: ConvShape) => void,
): void {
  const times = shape.outChannels / shape.channels;
  if (times === 1) {
    fill(dx, shape);
    return;
  }
  const sums = shape.batch * shape.inHeight * shape.inWidth * shape.channels;
  wasm.scratch(4 * sums * times, (parts) => {
    fill(parts, { ...shape, channels: shape.outChannels });
    wasm.parallel('sumGroups', [parts, dx, times], sums, Math.ceil(GRAIN / times));
  });
}

const GRAIN = 32_768; // values
