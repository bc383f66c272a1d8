import type { Wasm } from '../../runtime/kernel';
import type { ConvShape } from './conv-shape';
import { convolve } from './dense-conv';
import type { FilterLayout } from './filter-layout';
import { phases } from './phases';
import { runConv } from './run-conv';

/**
 * dx from dy: a convolution over dy with the filter turned round and its channels exchanged. With strides, the
 * rows of dx that differ by a multiple of the stride see the same taps, so each such phase of rows and columns
 * is a convolution of its own, with stride 1 and a part of the filter, that writes every stride-th pixel.
 * @param shape the forward convolution's, without dilation
 */
export function runInputGradient(
  wasm: Wasm,
  shape: ConvShape,
  { dy, filter, dx }: { dy: number; filter: number; dx: number },
): void {
  const { strideHeight, strideWidth, channels, outChannels, inHeight, inWidth } = shape;
  const rows = phases(shape.filterHeight, strideHeight, 1, shape.padTop, inHeight);
  const columns = phases(shape.filterWidth, strideWidth, 1, shape.padLeft, inWidth);
  // Without taps, or without a pixel of dy, nothing comes back.
  const gaps = [...rows, ...columns].some(({ taps }) => taps === 0);
  const size = shape.batch * inHeight * inWidth * channels;
  if (gaps || shape.outHeight <= 0 || shape.outWidth <= 0 || outChannels === 0) {
    wasm.parallel('clearFloats', [dx], size, 65_536);
    if (!gaps) return;
  }
  const tapRow = shape.filterWidth * channels * outChannels;
  const tapColumn = channels * outChannels;
  for (const row of rows) {
    for (const column of columns) {
      if (row.taps === 0 || column.taps === 0) continue;
      const phase: ConvShape = {
        batch: shape.batch,
        inHeight: shape.outHeight,
        inWidth: shape.outWidth,
        channels: outChannels,
        outHeight: row.pixels,
        outWidth: column.pixels,
        outChannels: channels,
        filterHeight: row.taps,
        filterWidth: column.taps,
        strideHeight: 1,
        strideWidth: 1,
        dilationHeight: 1,
        dilationWidth: 1,
        padTop: row.pad,
        padLeft: column.pad,
      };
      const turned: FilterLayout = {
        address: filter + 4 * (row.lastTap * tapRow + column.lastTap * tapColumn),
        row: -strideHeight * tapRow,
        column: -strideWidth * tapColumn,
        channel: 1,
        outChannel: outChannels,
      };
      const placement = {
        origin: (row.first * inWidth + column.first) * channels,
        row: strideHeight * inWidth * channels,
        column: strideWidth * channels,
        image: inHeight * inWidth * channels,
      };
      const whole = strideHeight === 1 && strideWidth === 1;
      if (whole) convolve(wasm, phase, { x: dy, filter: turned, y: dx });
      else runConv(wasm, phase, { x: dy, filter: turned, y: dx }, { placement });
    }
  }
}
