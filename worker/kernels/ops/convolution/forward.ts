import type { Wasm } from '../../runtime/kernel';
import type { ConvShape } from './conv-shape';
import { convolve } from './dense-conv';
import type { Epilogue } from './epilogue';

/** y = activation(conv(x, filter) + bias), with a filter [height, width, in, out]. */
export function runForward(
  wasm: Wasm,
  shape: ConvShape,
  { x, filter, y }: { x: number; filter: number; y: number },
  epilogue?: Epilogue,
): void {
  if (shape.channels === 0) throw new Error('A convolution needs at least one input channel.');
  const { filterWidth, channels, outChannels } = shape;
  const column = channels * outChannels;
  const layout = { address: filter, row: filterWidth * column, column, channel: outChannels, outChannel: 1 };
  convolve(wasm, shape, { x, filter: layout, y }, epilogue);
}
