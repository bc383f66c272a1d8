import type { Wasm } from '../../runtime/kernel';
import type { ConvShape } from '../convolution/conv-shape';
import type { Epilogue } from '../convolution/epilogue';
import { withRepeatedChannels } from './multiplier';
import { runDepthwise } from './run-depthwise';

/** y = activation(depthwise(x, filter) + bias), with a filter [height, width, in, multiplier]. */
export function runDepthwiseForward(
  wasm: Wasm,
  shape: ConvShape,
  { x, filter, y }: { x: number; filter: number; y: number },
  epilogue?: Epilogue,
): void {
  const column = shape.outChannels;
  const layout = { address: filter, row: shape.filterWidth * column, column };
  withRepeatedChannels(wasm, shape, x, (repeated, whole) =>
    runDepthwise(wasm, whole, { x: repeated, filter: layout, y }, { epilogue }),
  );
}
