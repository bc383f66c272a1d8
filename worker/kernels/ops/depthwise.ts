// Depthwise convolutions and their gradients.
import { depthwiseArguments, depthwiseFilterPartsArguments } from '../runtime/assembly-layouts';
import type { TrainingKernel, Wasm } from '../runtime/kernel';
import { ScratchLayout } from '../runtime/scratch';
import { forwardKernel } from './convolution-forward';
import {
  type ConvShape,
  contiguous,
  conv2dCall,
  type Placement,
  phaseConvolution,
  phases,
} from './convolution-shape';
import { type Epilogue, fillRow } from './epilogue';

/** DepthwiseConv2dNativeBackpropInput: dy [batch, outHeight, outWidth, in × multiplier]. */
const depthwiseConv2dNativeBackpropInput: TrainingKernel = {
  name: 'DepthwiseConv2dNativeBackpropInput',
  run({ inputs, attrs }, wasm) {
    const dy = inputs.dy!;
    const filter = inputs.filter!;
    const { inputShape } = attrs as { inputShape: number[] };
    const { shape } = conv2dCall(inputShape, filter.shape, attrs, true);
    const dx = wasm.output(inputShape);
    const addresses = { dy: wasm.address(dy), filter: wasm.address(filter), dx: wasm.address(dx) };
    runDepthwiseInputGradient(wasm, shape, addresses);
    return dx;
  },
};

/** DepthwiseConv2dNativeBackpropFilter: x [batch, height, width, in], dy [..., in × multiplier]. */
const depthwiseConv2dNativeBackpropFilter: TrainingKernel = {
  name: 'DepthwiseConv2dNativeBackpropFilter',
  run({ inputs, attrs }, wasm) {
    const x = inputs.x!;
    const dy = inputs.dy!;
    const { filterShape } = attrs as { filterShape: number[] };
    const { shape } = conv2dCall(x.shape, filterShape, attrs, true);
    const dw = wasm.output(filterShape);
    const addresses = { x: wasm.address(x), dy: wasm.address(dy), dw: wasm.address(dw) };
    runDepthwiseFilterGradient(wasm, shape, addresses);
    return dw;
  },
};

/** y = activation(depthwise(x, filter) + bias), with a filter [height, width, in, multiplier]. */
function runDepthwiseForward(
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

/** dx from dy: for each phase of the stride a depthwise convolution over dy with the filter turned round. */
function runDepthwiseInputGradient(
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
      const { phase, placement } = phaseConvolution(shape, row, column);
      const turned = {
        address: filter + 4 * (row.lastTap * tapRow + column.lastTap * channels),
        row: -strideHeight * tapRow,
        column: -strideWidth * channels,
      };
      runDepthwise(wasm, phase, { x: dy, filter: turned, y: dx }, { placement });
    }
  }
}

/** dw[tap row, tap column, channel] = the sum over all pixels of x under the tap, times dy. */
function runDepthwiseFilterGradient(
  wasm: Wasm,
  shape: ConvShape,
  { x, dy, dw }: { x: number; dy: number; dw: number },
): void {
  withRepeatedChannels(wasm, shape, x, (repeated, whole) => {
    const { batch, outHeight, filterHeight, filterWidth, channels } = whole;
    const length = filterHeight * filterWidth * channels;
    const parts = Math.max(1, Math.min(PARTS, Math.floor((batch * outHeight) / rowGrain(whole))));
    wasm.scratch(4 * length * parts, (sums) => {
      const args = depthwiseFilterPartsArguments({ ...whole, x: repeated, dy, sums, batch, parts });
      wasm.parallel('depthwiseFilterParts', args, parts);
      wasm.parallel('sumParts', [sums, dw, length, parts], length, Math.ceil(SUM_GRAIN / parts / 4) * 4);
    });
  });
}

const PARTS = 16;
const SUM_GRAIN = 65_536; // additions

/** Where a depthwise filter's first tap lies, and its steps in elements, which may be negative. */
interface TapLayout {
  readonly address: number;
  readonly row: number;
  readonly column: number;
}

/** y = activation(depthwise(x) + bias), with as many output channels as input channels. */
function runDepthwise(
  wasm: Wasm,
  shape: ConvShape,
  { x, filter, y }: { x: number; filter: TapLayout; y: number },
  { placement = contiguous(shape), epilogue }: { placement?: Placement; epilogue?: Epilogue } = {},
): void {
  if (shape.outHeight <= 0 || shape.outWidth <= 0) return;
  const { channels } = shape;
  const lanes = Math.ceil(channels / 4) * 4;
  const layout = new ScratchLayout();
  const at = { bias: layout.take(4 * lanes), slope: layout.take(4 * lanes) };
  wasm.scratch(layout.bytes, (scratch) => {
    fillRow(wasm, scratch + at.bias, lanes, epilogue?.bias);
    fillRow(wasm, scratch + at.slope, lanes, epilogue?.slope);
    const args = depthwiseArguments({
      ...shape,
      x,
      filter: filter.address,
      bias: scratch + at.bias,
      slope: scratch + at.slope,
      y,
      filterRow: filter.row,
      filterColumn: filter.column,
      outOrigin: placement.origin,
      outRow: placement.row,
      outColumn: placement.column,
      outImage: placement.image,
      activation: epilogue?.activation ?? 0,
    });
    wasm.parallel('depthwise', args, shape.batch * shape.outHeight, rowGrain(shape));
  });
}

/** Output rows that are worth handing to a thread. */
function rowGrain(shape: ConvShape): number {
  const products = shape.outWidth * shape.channels * shape.filterHeight * shape.filterWidth;
  return Math.ceil(GRAIN / Math.max(1, products));
}

const GRAIN = 65_536; // products

/**
 * A channel multiplier m: output channel c * m + q sees input channel c. Gives `use` the images with every
 * channel m times, and the shape that goes with them: then each output channel has an input channel of its own.
 */
function withRepeatedChannels<T>(
  wasm: Wasm,
  shape: ConvShape,
  x: number,
  use: (x: number, shape: ConvShape) => T,
): T {
  const times = shape.outChannels / shape.channels;
  if (times === 1) return use(x, shape);
  const values = shape.batch * shape.inHeight * shape.inWidth * shape.channels;
  return wasm.scratch(4 * values * times, (repeated) => {
    wasm.parallel('repeatValues', [x, repeated, times], values, Math.ceil(CHANNELS_GRAIN / times));
    return use(repeated, { ...shape, channels: shape.outChannels });
  });
}

/** The way back for a gradient: `fill` computes one for every output channel, of which m at a time are added. */
function summedChannels(
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
    wasm.parallel('sumGroups', [parts, dx, times], sums, Math.ceil(CHANNELS_GRAIN / times));
  });
}

const CHANNELS_GRAIN = 32_768; // values

export const depthwiseKernels: readonly TrainingKernel[] = [
  forwardKernel('DepthwiseConv2dNative', runDepthwiseForward, { depthwise: true }),
  forwardKernel('FusedDepthwiseConv2D', runDepthwiseForward, { depthwise: true, fused: true }),
  depthwiseConv2dNativeBackpropInput,
  depthwiseConv2dNativeBackpropFilter,
];
