// Two-dimensional convolutions and their gradients.
import type { TrainingKernel, Wasm } from '../runtime/kernel';
import { ScratchLayout } from '../runtime/scratch';
import { channelsLastOutput, withChannelsLast } from './channels-last';
import { forwardKernel } from './convolution-forward';
import {
  type FilterLayout,
  PANEL,
  PLAN_BYTES,
  packFilter,
  planConv,
  planConvFilter,
  sumsBytes,
  writePlan,
} from './convolution-plan';
import {
  type ConvShape,
  conv2dCall,
  flattened,
  type Placement,
  phaseConvolution,
  phases,
} from './convolution-shape';
import { type Epilogue, fillRow } from './epilogue';
import { runWinograd, runWinogradGradient, winogradPays } from './winograd';

/** Conv2DBackpropInput: dy [batch, outHeight, outWidth, out], filter [height, width, in, out]. */
const conv2dBackpropInput: TrainingKernel = {
  name: 'Conv2DBackpropInput',
  run({ inputs, attrs }, wasm) {
    const dy = inputs.dy!;
    const filter = inputs.filter!;
    const { inputShape } = attrs as { inputShape: number[] };
    const { shape, channelsFirst, inShape } = conv2dCall(inputShape, filter.shape, {
      ...attrs,
      dilations: 1,
    });
    return withChannelsLast(wasm, dy, channelsFirst, (source) =>
      channelsLastOutput(wasm, inShape, channelsFirst, (dx) =>
        runInputGradient(wasm, shape, { dy: source, filter: wasm.address(filter), dx }),
      ),
    );
  },
};

/** Conv2DBackpropFilter: x [batch, height, width, in], dy [batch, outHeight, outWidth, out]. */
const conv2dBackpropFilter: TrainingKernel = {
  name: 'Conv2DBackpropFilter',
  run({ inputs, attrs }, wasm) {
    const x = inputs.x!;
    const dy = inputs.dy!;
    const { filterShape } = attrs as { filterShape: number[] };
    const { shape, channelsFirst } = conv2dCall(x.shape, filterShape, { ...attrs, dilations: 1 });
    const dw = wasm.output(filterShape);
    withChannelsLast(wasm, x, channelsFirst, (xAddress) =>
      withChannelsLast(wasm, dy, channelsFirst, (dyAddress) =>
        filterGradient(wasm, shape, { x: xAddress, dy: dyAddress, dw: wasm.address(dw) }),
      ),
    );
    return dw;
  },
};

/** y = activation(conv(x, filter) + bias), with a filter [height, width, in, out]. */
function runForward(
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

/**
 * dx from dy: a convolution over dy with the filter turned round and its channels exchanged. With strides, the
 * rows of dx that differ by a multiple of the stride see the same taps, so each such phase of rows and columns
 * is a convolution of its own, with stride 1 and a part of the filter, that writes every stride-th pixel.
 * @param shape the forward convolution's, without dilation
 */
function runInputGradient(
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
      const { phase, placement } = phaseConvolution(shape, row, column);
      const turned: FilterLayout = {
        address: filter + 4 * (row.lastTap * tapRow + column.lastTap * tapColumn),
        row: -strideHeight * tapRow,
        column: -strideWidth * tapColumn,
        channel: 1,
        outChannel: outChannels,
      };
      const whole = strideHeight === 1 && strideWidth === 1;
      if (whole) convolve(wasm, phase, { x: dy, filter: turned, y: dx });
      else runConv(wasm, phase, { x: dy, filter: turned, y: dx }, { placement });
    }
  }
}

/** y = activation(conv(x) + bias) into a whole output, the fastest way. */
function convolve(
  wasm: Wasm,
  shape: ConvShape,
  operands: { x: number; filter: FilterLayout; y: number },
  epilogue?: Epilogue,
): void {
  if (winogradPays(shape)) runWinograd(wasm, shape, operands, epilogue);
  else runConv(wasm, flattened(shape), operands, { epilogue });
}

/** The filter's gradient, the fastest way. */
function filterGradient(wasm: Wasm, shape: ConvShape, operands: { x: number; dy: number; dw: number }): void {
  if (winogradPays(shape)) runWinogradGradient(wasm, shape, operands);
  else runConvFilter(wasm, flattened(shape), operands);
}

/** y = activation(conv(x) + bias), written to the places that `placement` names. */
function runConv(
  wasm: Wasm,
  shape: ConvShape,
  { x, filter, y }: { x: number; filter: FilterLayout; y: number },
  { placement, epilogue }: { placement?: Placement; epilogue?: Epilogue } = {},
): void {
  if (shape.outHeight <= 0 || shape.outWidth <= 0 || shape.outChannels === 0) return;
  const plan = planConv(shape);
  const { channels, filterHeight, filterWidth } = shape;
  const lanes = PANEL * plan.panels;
  const layout = new ScratchLayout();
  const at = {
    plan: layout.take(PLAN_BYTES),
    bias: layout.take(4 * lanes),
    slope: layout.take(4 * lanes),
    panels: layout.take(4 * filterHeight * filterWidth * channels * lanes),
  };
  wasm.scratch(layout.bytes, (scratch) => {
    writePlan(wasm, scratch + at.plan, plan, placement, epilogue?.activation);
    fillRow(wasm, scratch + at.bias, lanes, epilogue?.bias);
    fillRow(wasm, scratch + at.slope, lanes, epilogue?.slope);
    packFilter(wasm, shape, filter, scratch + at.panels);
    wasm.scratchPerThread(plan.threadBytes, (strips) => {
      const units = shape.batch * plan.strips * Math.ceil(plan.panels / plan.unitPanels);
      const rows = [scratch + at.bias, scratch + at.slope] as const;
      wasm.parallel('conv', [scratch + at.plan, x, scratch + at.panels, ...rows, y, strips], units);
    });
  });
}

/** dw[tap row, tap column, channel, out channel] = the sum over all pixels of x under the tap, times dy. */
function runConvFilter(
  wasm: Wasm,
  shape: ConvShape,
  { x, dy, dw }: { x: number; dy: number; dw: number },
): void {
  const plan = planConvFilter(shape);
  const { parts } = plan;
  const layout = new ScratchLayout();
  const at = {
    plan: layout.take(PLAN_BYTES),
    sums: layout.take(parts * sumsBytes(shape)),
  };
  wasm.scratch(layout.bytes, (scratch) => {
    writePlan(wasm, scratch + at.plan, plan);
    const sums = scratch + at.sums;
    wasm.scratchPerThread(plan.threadBytes, (strips) => {
      const units = parts * Math.ceil(plan.panels / plan.unitPanels);
      wasm.parallel('convFilterParts', [scratch + at.plan, x, dy, sums, strips, shape.batch, parts], units);
    });
    const rows = shape.filterHeight * shape.filterWidth * shape.channels;
    const grain = Math.ceil(SUM_GRAIN / (shape.outChannels * parts));
    wasm.parallel('convFilterSum', [scratch + at.plan, sums, dw, parts], rows, grain);
  });
}

const SUM_GRAIN = 16_384; // additions: below some ten microseconds a second thread does not pay

export const convolutionKernels: readonly TrainingKernel[] = [
  forwardKernel('Conv2D', runForward),
  forwardKernel('FusedConv2D', runForward, { fused: true }),
  conv2dBackpropInput,
  conv2dBackpropFilter,
];
