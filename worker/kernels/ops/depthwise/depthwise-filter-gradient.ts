import type { Wasm } from '../../runtime/kernel';
import type { ConvShape } from '../convolution/conv-shape';
import { withRepeatedChannels } from './multiplier';
import { rowGrain, windowArguments } from './run-depthwise';

/** dw[tap row, tap column, channel] = the sum over all pixels of x under the tap, times dy. */
export function runDepthwiseFilterGradient(
  wasm: Wasm,
  shape: ConvShape,
  { x, dy, dw }: { x: number; dy: number; dw: number },
): void {
  withRepeatedChannels(wasm, shape, x, (repeated, whole) => {
    const { batch, outHeight, filterHeight, filterWidth, channels } = whole;
    const length = filterHeight * filterWidth * channels;
    const parts = Math.max(1, Math.min(PARTS, Math.floor((batch * outHeight) / rowGrain(whole))));
    wasm.scratch(4 * length * parts, (sums) => {
      const args = [repeated, dy, sums, ...windowArguments(whole), batch, parts];
      wasm.parallel('depthwiseFilterParts', args, parts);
      wasm.parallel('sumParts', [sums, dw, length, parts], length, Math.ceil(GRAIN / parts / 4) * 4);
    });
  });
}

const PARTS = 16;
const GRAIN = 65_536; // additions
