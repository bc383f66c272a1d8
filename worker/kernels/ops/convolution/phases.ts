/**
 * The input rows (or columns) of a convolution that lie a stride apart. They see the same taps, so the input
 * gradient of a phase is a convolution over dy with stride 1, the phase's taps in reverse and padding `pad`.
 */
export interface Phase {
  /** The first row of this phase, and how many there are. */
  readonly first: number;
  readonly pixels: number;
  /** How many taps reach it, and the last of them: the first that meets dy. */
  readonly taps: number;
  readonly lastTap: number;
  readonly pad: number;
}

/**
 * Row r of dx gets dy[o] * filter[tap] where r = o * stride + tap * dilation - pad. With r = first + stride * t
 * (and without dilation) the taps are those congruent to first + pad; tap number j, from the smallest, meets
 * o = t + shift - j.
 */
export function phases(
  filterLength: number,
  stride: number,
  dilation: number,
  pad: number,
  length: number,
): Phase[] {
  if (stride === 1) {
    const reach = (filterLength - 1) * dilation;
    return [{ first: 0, pixels: length, taps: filterLength, lastTap: filterLength - 1, pad: reach - pad }];
  }
  if (dilation !== 1) throw new Error('Either strides or dilations must be 1.');
  const result: Phase[] = [];
  for (let first = 0; first < Math.min(stride, length); first++) {
    const firstTap = (first + pad) % stride;
    const shift = (first + pad - firstTap) / stride;
    const taps = Math.max(0, Math.ceil((filterLength - firstTap) / stride));
    const lastTap = firstTap + stride * (taps - 1);
    const pixels = Math.ceil((length - first) / stride);
    result.push({ first, pixels, taps, lastTap, pad: taps - 1 - shift });
  }
  return result;
}
