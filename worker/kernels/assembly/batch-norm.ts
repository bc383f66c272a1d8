// Batch normalisation of [rows, channels] floats.
import { get, put } from './lanes';

/** factor[c] = scale[c] / √(variance[c] + epsilon); scale 0: none. */
export function batchNormFactor(
  variance: usize,
  scale: usize,
  factor: usize,
  epsilon: f32,
  channels: i32,
): void {
  for (let c = 0; c < channels; c += 4) {
    const numerator = scale ? get(scale, c, channels) : f32x4.splat(1);
    const root = f32x4.sqrt(f32x4.add(get(variance, c, channels), f32x4.splat(epsilon)));
    put(factor, c, channels, f32x4.div(numerator, root));
  }
}

/** y = (x − mean) · factor + offset for the rows [start, end); offset 0: none. */
export function batchNormRows(
  x: usize,
  y: usize,
  mean: usize,
  factor: usize,
  offset: usize,
  channels: i32,
  start: i32,
  end: i32,
): void {
  for (let row = start; row < end; row++) {
    const from = x + ((<usize>(row * channels)) << 2);
    const to = y + ((<usize>(row * channels)) << 2);
    for (let c = 0; c < channels; c += 4) {
      const centred = f32x4.sub(get(from, c, channels), get(mean, c, channels));
      const plus = offset ? get(offset, c, channels) : f32x4.splat(0);
      put(to, c, channels, f32x4.add(f32x4.mul(centred, get(factor, c, channels)), plus));
    }
  }
}
