// The filter's gradient: the tile of conv.ts turned. Four rows of the filter (a row is a tap and an input
// channel) by eight output channels stay in registers while the pixels of a strip go by.
import { ConvPlan } from './conv-plan';
import { clear } from './copy';
import { fma } from './fma';
import { threadIndex } from './threads';
import { copyStrip, stripInPlace } from './strip';

/**
 * Sums the filter's gradient over parts of the batch. A unit is one of `parts` parts, for `unitPanels` panels
 * of output channels: what a unit adds up, and in which order, does not depend on the threads.
 * Each part's sums are tiles of 4 × 8 floats: [panel][tap row][run][tile].
 */
export function convFilterParts(
  planAddress: usize,
  x: usize,
  dy: usize,
  sums: usize,
  scratch: usize,
  batch: i32,
  parts: i32,
  start: i32,
  end: i32,
): void {
  const plan = changetype<ConvPlan>(planAddress);
  const column = scratch + <usize>plan.threadBytes * <usize>threadIndex();
  const unitsPerPart = (plan.panels + plan.unitPanels - 1) / plan.unitPanels;
  const image = (<usize>(plan.inHeight * plan.inWidth) * <usize>plan.channels) << 2;
  const panelBytes = (<usize>(plan.filterHeight * runsOf(plan) * tilesOf(plan))) << 7;
  const strips = batch * plan.strips;
  for (let unit = start; unit < end; unit++) {
    const part = unit / unitsPerPart;
    const firstPanel = (unit % unitsPerPart) * plan.unitPanels;
    const lastPanel = min(firstPanel + plan.unitPanels, plan.panels);
    const partSums = sums + <usize>(part * plan.panels) * panelBytes;
    clear(partSums + <usize>firstPanel * panelBytes, <usize>(lastPanel - firstPanel) * panelBytes);
    const lastStrip = <i32>((<i64>(part + 1) * strips) / parts);
    for (let strip = <i32>((<i64>part * strips) / parts); strip < lastStrip; strip++) {
      const index = strip / plan.strips;
      const row = (strip % plan.strips) * plan.stripRows;
      const rows = min(plan.stripRows, plan.outHeight - row);
      const source = x + <usize>index * image;
      let input = column + plan.stripOffset;
      if (plan.padded) copyStrip(plan, source, row, input);
      else input = stripInPlace(plan, source, row);
      const pixel = (index * plan.outHeight + row) * plan.outWidth;
      for (let panel = firstPanel; panel < lastPanel; panel++) {
        const from = dy + ((<usize>(pixel * plan.outChannels + panel * 8)) << 2);
        const lanes = min(8, plan.outChannels - panel * 8);
        packColumn(from, column, rows * plan.outWidth, (<usize>plan.outChannels) << 2, lanes);
        addPanel(plan, input, column, partSums + <usize>panel * panelBytes, rows);
      }
    }
  }
}

/** Without dilation a row of taps is one run of floats; else each tap is one. */
// @ts-ignore: decorator
@inline
function runsOf(plan: ConvPlan): i32 {
  return plan.dilationWidth == 1 ? 1 : plan.filterWidth;
}

/** Tiles of four floats in a run. */
// @ts-ignore: decorator
@inline
function tilesOf(plan: ConvPlan): i32 {
  return ((plan.dilationWidth == 1 ? plan.filterWidth : 1) * plan.channels + 3) >> 2;
}

/** Eight output channels of dy's pixels, side by side. */
function packColumn(from: usize, to: usize, pixels: i32, step: usize, lanes: i32): void {
  const stop = to + <usize>pixels * 32;
  if (lanes == 8) {
    for (; to < stop; to += 32, from += step) {
      v128.store(to, v128.load(from));
      v128.store(to, v128.load(from, 16), 16);
    }
    return;
  }
  for (; to < stop; to += 32, from += step) {
    for (let lane = 0; lane < 8; lane++) {
      f32.store(to + ((<usize>lane) << 2), lane < lanes ? f32.load(from + ((<usize>lane) << 2)) : 0);
    }
  }
}

function addPanel(plan: ConvPlan, input: usize, column: usize, sums: usize, rows: i32): void {
  const rowLength = plan.padded ? plan.paddedWidth : plan.inWidth;
  const pixel = (<usize>plan.channels) << 2;
  const step = <usize>plan.strideWidth * pixel;
  const rowStep = <usize>(plan.strideHeight * rowLength) * pixel;
  const tapStep = <usize>plan.dilationWidth * pixel;
  const tapRowStep = <usize>(plan.dilationHeight * rowLength) * pixel;
  const runs = runsOf(plan);
  const tiles = tilesOf(plan);
  for (let i = 0; i < plan.filterHeight; i++) {
    for (let j = 0; j < runs; j++) {
      let p = input + <usize>i * tapRowStep + <usize>j * tapStep;
      for (let tile = 0; tile < tiles; tile++, p += 16, sums += 128) {
        addTile(p, column, sums, rows, plan.outWidth, step, rowStep);
      }
    }
  }
}

function addTile(
  input: usize,
  column: usize,
  sums: usize,
  rows: i32,
  width: i32,
  step: usize,
  rowStep: usize,
): void {
  let a00 = v128.load(sums);
  let a01 = v128.load(sums, 16);
  let a10 = v128.load(sums, 32);
  let a11 = v128.load(sums, 48);
  let a20 = v128.load(sums, 64);
  let a21 = v128.load(sums, 80);
  let a30 = v128.load(sums, 96);
  let a31 = v128.load(sums, 112);
  const rowBytes = <usize>width * 32;
  for (; rows > 0; rows--, input += rowStep) {
    let p = input;
    const stop = column + rowBytes;
    do {
      const d0 = v128.load(column);
      const d1 = v128.load(column, 16);
      let v = v128.load32_splat(p);
      a00 = fma(v, d0, a00);
      a01 = fma(v, d1, a01);
      v = v128.load32_splat(p, 4);
      a10 = fma(v, d0, a10);
      a11 = fma(v, d1, a11);
      v = v128.load32_splat(p, 8);
      a20 = fma(v, d0, a20);
      a21 = fma(v, d1, a21);
      v = v128.load32_splat(p, 12);
      a30 = fma(v, d0, a30);
      a31 = fma(v, d1, a31);
      column += 32;
      p += step;
    } while (column != stop);
  }
  v128.store(sums, a00);
  v128.store(sums, a01, 16);
  v128.store(sums, a10, 32);
  v128.store(sums, a11, 48);
  v128.store(sums, a20, 64);
  v128.store(sums, a21, 80);
  v128.store(sums, a30, 96);
  v128.store(sums, a31, 112);
}

/** Adds the parts in their order. A unit is a row of the filter's gradient: a tap and an input channel. */
export function convFilterSum(
  planAddress: usize,
  sums: usize,
  dw: usize,
  parts: i32,
  start: i32,
  end: i32,
): void {
  const plan = changetype<ConvPlan>(planAddress);
  const runs = runsOf(plan);
  const tiles = tilesOf(plan);
  const runLength = (plan.filterWidth * plan.channels) / runs;
  const panelBytes = (<usize>(plan.filterHeight * runs * tiles)) << 7;
  const partBytes = panelBytes * <usize>plan.panels;
  let to = dw + ((<usize>(start * plan.outChannels)) << 2);
  for (let unit = start; unit < end; unit++) {
    const row = unit % runLength;
    let from = sums + ((<usize>((unit / runLength) * tiles * 4 + row)) << 5);
    for (let panel = 0; panel < plan.panels; panel++, from += panelBytes) {
      let s0 = v128.load(from);
      let s1 = v128.load(from, 16);
      for (let part = 1; part < parts; part++) {
        const other = from + <usize>part * partBytes;
        s0 = f32x4.add(s0, v128.load(other));
        s1 = f32x4.add(s1, v128.load(other, 16));
      }
      const lanes = min(8, plan.outChannels - panel * 8);
      if (lanes == 8) {
        v128.store(to, s0);
        v128.store(to, s1, 16);
      } else {
        v128.store(from, s0);
        v128.store(from, s1, 16);
        for (let lane: usize = 0; lane < <usize>lanes; lane++)
          f32.store(to + (lane << 2), f32.load(from + (lane << 2)));
      }
      to += (<usize>lanes) << 2;
    }
  }
}
