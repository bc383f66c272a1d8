// A gradient that TensorFlow.js gets wrong.
import {
  type AvgPoolAttrs,
  backend_util,
  type GradConfig,
  getGradient,
  mul,
  registerGradient,
  type Tensor,
  tensor,
} from '@tensorflow/tfjs-core';

let corrected = false;

/**
 * Corrects the gradient of average pooling with padding: where a window reaches over the edge, TensorFlow.js 4.22
 * averages over the pixels that are there, but its gradient divides by the size of the whole window, on every backend.
 * Concerns all networks from then on; calling it again changes nothing.
 */
export function correctAveragePooling(): void {
  const stock = getGradient('AvgPool') as GradConfig | undefined;
  if (corrected || !stock) return;
  corrected = true;
  registerGradient({
    ...stock,
    gradFunc(dy, saved, attrs) {
      const shares = sharesOf(saved[0]!.shape as [number, number, number, number], attrs);
      if (!shares) return stock.gradFunc(dy, saved, attrs);
      return stock.gradFunc(mul(dy as Tensor, shares), saved, attrs);
    },
  });
}

/**
 * The size of a window by the number of its pixels that are there, for each place: [1, out height, out width, 1].
 * @returns `undefined` where no window reaches over the edge
 */
function sharesOf(shape: [number, number, number, number], attrs: object): Tensor | undefined {
  const { filterSize, strides, pad, dimRoundingMode } = attrs as AvgPoolAttrs;
  const info = backend_util.computePool2DInfo(shape, filterSize, strides, 1, pad, dimRoundingMode);
  const { top, left } = info.padInfo;
  const rows = shares(info.outHeight, info.strideHeight, info.filterHeight, top, info.inHeight);
  const columns = shares(info.outWidth, info.strideWidth, info.filterWidth, left, info.inWidth);
  if ([...rows, ...columns].every((share) => share === 1)) return undefined;
  const values = Float32Array.from({ length: rows.length * columns.length }, (_, i) => {
    return rows[Math.floor(i / columns.length)]! * columns[i % columns.length]!;
  });
  return tensor(values, [1, rows.length, columns.length, 1]);
}

/** Along one direction. */
function shares(out: number, stride: number, size: number, padding: number, length: number): number[] {
  return Array.from({ length: out }, (_, i) => {
    const start = i * stride - padding;
    const there = Math.min(length, start + size) - Math.max(0, start);
    return there > 0 ? size / there : 1;
  });
}
