import type { Wasm } from '../../runtime/kernel';
import type { ConvShape } from '../convolution/conv-shape';
import { phases } from '../convolution/phases';
import { summedChannels } from './multiplier';
import { runDepthwise } from './run-depthwise';

/** dx from dy: for each phase of the stride a depthwise convolution over dy with the filter turned round. */
export function runDepthwiseInputGradient(
  wasm: Wasm,
  shape: ConvShape,
  { dy, filter, dx }: { dy: number; filter: number; dx: number },
): void {
  summedChannels(wasm, shape, dx, (sums, whole) => fillPhases(wasm, whole, { dy, filter, dx: sums }));
}

/** A phase that no tap reaches becomes zero by a filter of no taps. */
function fillPhases(
  wasm: Wasm,
  shape: ConvShape,
  { dy, filter, dx }: { dy: number; filter: number; dx: number },
): void {
  const { strideHeight, strideWidth, dilationHeight, dilationWidth, channels, inHeight, inWidth } = shape;
  const rows = phases(shape.filterHeight, strideHeight, dilationHeight, shape.padTop, inHeight);
  const columns = phases(shape.filterWidth, strideWidth, dilationWidth, shape.padLeft, inWidth);
  const tapRow = shape.filterWidth * channels;
  for (const row of rows) {
    for (const column of columns) {
      const phase: ConvShape = {
        batch: shape.batch,
        inHeight: shape.outHeight,
        inWidth: shape.outWidth,
        channels,
        outHeight: row.pixels,
        outWidth: column.pixels,
        outChannels: channels,
        filterHeight: row.taps,
        filterWidth: column.taps,
        strideHeight: 1,
        strideWidth: 1,
        dilationHeight,
        dilationWidth,
        padTop: row.pad,
        padLeft: column.pad,
      };
      const turned = {
        address: filter + 4 * (row.lastTap * tapRow + column.lastTap * channels),
        row: -strideHeight * tapRow,
        column: -strideWidth * channels,
      };
      const placement = {
        origin: (row.first * inWidth + column.first) * channels,
        row: strideHeight * inWidth * channels,
        column: strideWidth * channels,
        image: inHeight * inWidth * channels,
      };
      runDepthwise(wasm, phase, { x: dy, filter: turned, y: dx }, { placement });
    }
  }
}
