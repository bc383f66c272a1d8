// How a convolution is cut into units of work, and its filter into panels, for assembly/conv.ts.
import { CONV_PLAN_WORDS, packFilterArguments, writeConvPlan } from '../runtime/assembly-layouts';
import type { Wasm } from '../runtime/kernel';
import { type ConvShape, contiguous, reachHeight, reachWidth, staysInside } from './convolution-shape';

/** How a convolution is cut into strips of output rows and panels of eight output channels. */
interface ConvPlan {
  readonly shape: ConvShape;
  readonly stripRows: number;
  /** Strips in an image. */
  readonly strips: number;
  readonly padded: boolean;
  readonly panels: number;
  /** Panels in a unit of work. */
  readonly unitPanels: number;
  /** Bytes of a thread's scratch before the strip's input. */
  readonly stripOffset: number;
  /** Bytes of scratch for a thread. */
  readonly threadBytes: number;
}

export const PANEL = 8;
export const PLAN_BYTES = 4 * CONV_PLAN_WORDS;

/** Units that even eight threads share out well. */
const UNITS = 32;
const STRIP_BYTES = 160 * 1024; // of input: with a panel of weights it should stay in a second-level cache
const GRADIENT_PIXELS = 256; // of dy, eight channels each: together with x's rows about a first-level cache

function panelsOf(channels: number): number {
  return Math.ceil(channels / PANEL);
}

/** Cuts the forward pass, or an input gradient, which is one too. */
export function planConv(shape: ConvShape): ConvPlan {
  const padded = !staysInside(shape);
  const panels = panelsOf(shape.outChannels);
  const fit = rowsThatFit(shape, STRIP_BYTES);
  const least = Math.ceil(32 / shape.outWidth); // fewer pixels would not repay fetching the weights
  const shared = Math.ceil((shape.outHeight * shape.batch) / UNITS);
  const { stripRows, strips } = evenly(shape.outHeight, Math.max(least, Math.min(fit, shared)));
  const groups = Math.min(panels, Math.ceil(UNITS / (strips * shape.batch)));
  return {
    ...withScratch(shape, stripRows, padded, 8 * stripRows * shape.outWidth),
    strips,
    panels,
    unitPanels: Math.ceil(panels / groups),
  };
}

/** Cuts the filter's gradient. */
export function planConvFilter(shape: ConvShape): ConvPlan & { readonly parts: number } {
  // Tiles are read four floats at a time: a run of another length reads past its end.
  const padded = !staysInside(shape) || runLength(shape) % 4 !== 0;
  const panels = panelsOf(shape.outChannels);
  const fit = Math.min(rowsThatFit(shape, STRIP_BYTES), Math.floor(GRADIENT_PIXELS / shape.outWidth));
  const { stripRows, strips } = evenly(shape.outHeight, Math.max(1, fit));
  const all = strips * shape.batch;
  const parts = Math.max(1, Math.min(UNITS / 2, all, Math.floor(PART_BYTES / sumsBytes(shape))));
  const groups = Math.min(panels, Math.ceil(UNITS / 2 / parts));
  return {
    ...withScratch(shape, stripRows, padded, 4 * PANEL * stripRows * shape.outWidth),
    strips,
    panels,
    unitPanels: Math.ceil(panels / groups),
    parts,
  };
}

const PART_BYTES = 8 * 1024 * 1024;

/** Bytes of one part's sums of the filter's gradient. */
export function sumsBytes(shape: ConvShape): number {
  const runs = shape.dilationWidth === 1 ? 1 : shape.filterWidth;
  const tiles = Math.ceil(runLength(shape) / 4);
  return panelsOf(shape.outChannels) * shape.filterHeight * runs * tiles * 128;
}

/** Without dilation a row of taps is one run of floats; else each tap is one. */
function runLength(shape: ConvShape): number {
  return shape.dilationWidth === 1 ? shape.filterWidth * shape.channels : shape.channels;
}

/** Output rows whose input is at most `bytes`. */
function rowsThatFit(shape: ConvShape, bytes: number): number {
  const rowBytes = paddedWidth(shape) * shape.channels * 4;
  return Math.max(1, Math.floor((bytes / rowBytes - reachHeight(shape)) / shape.strideHeight) + 1);
}

function evenly(rows: number, most: number): { stripRows: number; strips: number } {
  const strips = Math.max(1, Math.ceil(rows / most));
  const stripRows = Math.max(1, Math.ceil(rows / strips));
  return { stripRows, strips: Math.ceil(rows / stripRows) };
}

function paddedWidth(shape: ConvShape): number {
  return (shape.outWidth - 1) * shape.strideWidth + reachWidth(shape);
}

function paddedHeight(shape: ConvShape, stripRows: number): number {
  return (stripRows - 1) * shape.strideHeight + reachHeight(shape);
}

function withScratch(shape: ConvShape, stripRows: number, padded: boolean, bytesBefore: number) {
  const stripOffset = Math.ceil(bytesBefore / 64) * 64;
  const floats = padded ? paddedHeight(shape, stripRows) * paddedWidth(shape) * shape.channels : 0;
  const threadBytes = Math.ceil((stripOffset + 4 * floats + 16) / 64) * 64;
  return { shape, stripRows, padded, stripOffset, threadBytes };
}

/** Lays the plan out at the address, in CONV_PLAN_WORDS words, for assembly. */
export function writePlan(
  wasm: Wasm,
  address: number,
  { shape, padded, ...plan }: ConvPlan,
  placement = contiguous(shape),
  activation = 0,
): void {
  writeConvPlan(wasm.words(address, CONV_PLAN_WORDS), {
    ...shape,
    ...plan,
    padded: padded ? 1 : 0,
    paddedHeight: paddedHeight(shape, plan.stripRows),
    paddedWidth: paddedWidth(shape),
    outOrigin: placement.origin,
    outRow: placement.row,
    outColumn: placement.column,
    outImage: placement.image,
    activation,
  });
}

/** How a filter lies in memory, in elements; steps may be negative. */
export interface FilterLayout {
  /** Of the first tap's first channels. */
  readonly address: number;
  readonly row: number;
  readonly column: number;
  readonly channel: number;
  readonly outChannel: number;
}

/** Packs a filter into panels of eight output channels, [panel][row][column][channel][8]. */
export function packFilter(wasm: Wasm, shape: ConvShape, filter: FilterLayout, panels: number): void {
  const { filterHeight, filterWidth, channels, outChannels } = shape;
  const args = packFilterArguments({
    filter: filter.address,
    panels,
    rows: filterHeight,
    columns: filterWidth,
    channels,
    outChannels,
    rowStep: filter.row,
    columnStep: filter.column,
    channelStep: filter.channel,
    outChannelStep: filter.outChannel,
  });
  const grain = Math.ceil(PACK_GRAIN / (filterHeight * filterWidth * channels));
  wasm.parallel('packFilter', args, Math.ceil(outChannels / 8), grain);
}

const PACK_GRAIN = 2048; // rows of a panel: below some ten microseconds a second thread does not pay
