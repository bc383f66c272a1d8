import type { Wasm } from '../../runtime/kernel';
import { ScratchLayout } from '../../runtime/scratch';
import type { Placement } from '../convolution/conv-plan';
import type { ConvShape } from '../convolution/conv-shape';
import { type Epilogue, fillRow } from '../convolution/epilogue';

/** Where a depthwise filter's first tap lies, and its steps in elements, which may be negative. */
export interface TapLayout {
  readonly address: number;
  readonly row: number;
  readonly column: number;
}

/** y = activation(depthwise(x) + bias), with as many output channels as input channels. */
export function runDepthwise(
  wasm: Wasm,
  shape: ConvShape,
  { x, filter, y }: { x: number; filter: TapLayout; y: number },
  { placement = dense(shape), epilogue }: { placement?: Placement; epilogue?: Epilogue } = {},
): void {
  if (shape.outHeight <= 0 || shape.outWidth <= 0) return;
  const { channels } = shape;
  const lanes = Math.ceil(channels / 4) * 4;
  const layout = new ScratchLayout();
  const at = { bias: layout.take(4 * lanes), slope: layout.take(4 * lanes) };
  wasm.scratch(layout.bytes, (scratch) => {
    fillRow(wasm, scratch + at.bias, lanes, epilogue?.bias);
    fillRow(wasm, scratch + at.slope, lanes, epilogue?.slope);
    const args = [
      ...[x, filter.address, scratch + at.bias, scratch + at.slope, y],
      ...windowArguments(shape),
      ...[filter.row, filter.column],
      ...[placement.origin, placement.row, placement.column, placement.image],
      epilogue?.activation ?? 0,
    ];
    wasm.parallel('depthwise', args, shape.batch * shape.outHeight, rowGrain(shape));
  });
}

/** The arguments that the functions of assembly/depthwise.ts and depthwise-filter.ts share. */
export function windowArguments(shape: ConvShape): number[] {
  return [
    ...[shape.inHeight, shape.inWidth, shape.channels, shape.outHeight, shape.outWidth],
    ...[shape.filterHeight, shape.filterWidth, shape.strideHeight, shape.strideWidth],
    ...[shape.dilationHeight, shape.dilationWidth, shape.padTop, shape.padLeft],
  ];
}

/** Output rows that are worth handing to a thread. */
export function rowGrain(shape: ConvShape): number {
  const products = shape.outWidth * shape.channels * shape.filterHeight * shape.filterWidth;
  return Math.ceil(GRAIN / Math.max(1, products));
}

const GRAIN = 65_536; // products

function dense(shape: ConvShape): Placement {
  const row = shape.outWidth * shape.channels;
  return { origin: 0, row, column: shape.channels, image: shape.outHeight * row };
}
